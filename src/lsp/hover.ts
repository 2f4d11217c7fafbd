import { type Hover, MarkupKind, type Position, type Range } from 'vscode-languageserver/node';
import type { Engine } from './index.ts';
import type { Shown } from './workspace-session.ts';

/** What to do about the findings at a position, why that is wrong, and where more is said. */
export function hoverOf(
  shown: readonly Shown[],
  at: Position,
  { pageOf, whyOf }: Pick<Engine, 'pageOf' | 'whyOf'>,
): Hover | null {
  const here = shown.filter(({ diagnostic }) => contains(diagnostic.range, at));
  const [first] = here;
  if (!first) return null;
  const parts = here.map(({ finding: { rule, hint, section } }) => {
    const page = pageOf(rule);
    const name = page === undefined ? `\`${rule}\`` : `[\`${rule}\`](${page})`;
    const why = whyOf(rule);
    return [escaped(hint), ...(why === undefined ? [] : [escaped(why)]), `${name} · ${section}`].join('\n\n');
  });
  return { contents: { kind: MarkupKind.Markdown, value: parts.join('\n\n---\n\n') }, range: first.diagnostic.range };
}

function contains({ start, end }: Range, at: Position): boolean {
  return isBefore(start, at) && isBefore(at, end);
}

function isBefore(a: Position, b: Position): boolean {
  return a.line < b.line || (a.line === b.line && a.character <= b.character);
}

/** Text that says in Markdown what it says; code stays code. */
function escaped(text: string): string {
  return text.replace(/`[^`]*`|[\\*_[\]<>#|~]/g, found => (found.startsWith('`') ? found : `\\${found}`));
}
