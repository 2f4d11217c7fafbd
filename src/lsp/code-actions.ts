import { type CodeAction, CodeActionKind, type Range, type TextEdit } from 'vscode-languageserver/node';
import type { Edit, Fix } from '../finding.ts';
import { fixableTogether } from '../fix/apply.ts';
import { rangeOf } from './diagnostics.ts';
import type { WorkspaceSession } from './workspace-session.ts';

export const fixAllKind = `${CodeActionKind.SourceFixAll}.cis-render`;

/** Fixes of the findings that a range of a document touches. */
export function quickFixesOf(session: WorkspaceSession, uri: string, range: Range): CodeAction[] {
  return session.shownIn(uri).flatMap(({ finding: { fix }, diagnostic }) =>
    fix && touches(diagnostic.range, range) && isCurrent(session, fix)
      ? [
          {
            title: fix.title,
            kind: CodeActionKind.QuickFix,
            diagnostics: [diagnostic],
            isPreferred: true,
            edit: { changes: changesOf(session, fix.edits) },
          },
        ]
      : [],
  );
}

/** All fixes of a document in one, save those that would change the same text. */
export function fixAllOf(session: WorkspaceSession, uri: string): CodeAction[] {
  const findings = session.shownIn(uri).map(({ finding }) => finding);
  const fixes = fixableTogether(findings).flatMap(({ fix }) => fix ?? []);
  if (fixes.length === 0 || !fixes.every(fix => isCurrent(session, fix))) return [];
  const edits = new Map(fixes.flatMap(fix => fix.edits).map(edit => [JSON.stringify(edit), edit]));
  const edit = { changes: changesOf(session, [...edits.values()]) };
  return [{ title: 'Fix everything that has one right answer', kind: fixAllKind, edit }];
}

function isCurrent(session: WorkspaceSession, { edits }: Fix): boolean {
  return edits.every(({ file }) => session.isCurrent(file));
}

function changesOf(session: WorkspaceSession, edits: readonly Edit[]): Record<string, TextEdit[]> {
  const changes: Record<string, TextEdit[]> = {};
  for (const edit of edits) {
    const uri = session.uriOf(edit.file);
    changes[uri] = [...(changes[uri] ?? []), { range: rangeOf(edit), newText: edit.text }];
  }
  return changes;
}

function touches(a: Range, b: Range): boolean {
  const before = (one: Range['start'], other: Range['start']): boolean =>
    one.line < other.line || (one.line === other.line && one.character <= other.character);
  return before(a.start, b.end) && before(b.start, a.end);
}
