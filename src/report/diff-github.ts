import { type ChangeLine, changeGroups, linesOf, titleOf } from './diff.ts';
import type { DiffResult } from './diff-result.ts';
import { type AnnotationKind, leftOutNotice, roomFor, type Taken, workflowCommand } from './github.ts';
import { printable } from './printable.ts';

/**
 * Workflow commands, which GitHub Actions turns into annotations at what the changes come from: warnings for what goes, notices for the rest, and
 * no more than it shows. What has no place now is shown at the beginning of `configFile`.
 */
export function diffGithub({ changes, traffic }: DiffResult, configFile: string, taken?: Taken): string {
  const all = changeGroups(changes, traffic).flatMap(group =>
    linesOf(group).map(line => ({ line, title: titleOf(group), kind: kindOf(line) })),
  );
  const of = (kind: AnnotationKind) => all.filter(one => one.kind === kind);
  const [warnings, notices] = [of('warning'), of('notice')];
  const room = roomFor({ error: 0, warning: warnings.length, notice: notices.length }, taken);
  const shown = [...warnings.slice(0, room.warning), ...notices.slice(0, room.notice)];
  const lines = shown.map(({ line: { words, cause }, title, kind }) => {
    const { position, revision } = cause ?? {};
    const at = position && revision === undefined ? position : { file: configFile, line: 1, endLine: 1 };
    return workflowCommand(kind, at, `cis-render: ${printable(title)}`, printable(words));
  });
  const left = all.length - shown.length;
  if (left > 0) lines.push(leftOutNotice(`${left} ${left === 1 ? 'change' : 'changes'}`));
  return lines.map(line => `${line}\n`).join('');
}

function kindOf({ sign }: ChangeLine): AnnotationKind {
  return sign === '-' ? 'warning' : 'notice';
}
