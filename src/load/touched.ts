import { Findings } from '../finding.ts';
import type { FileChanges } from './diff.ts';
import { readManifest } from './files.ts';
import { splitDocuments } from './split-documents.ts';

/**
 * Tells whether a line belongs to a document that a change touches. Documents and not lines, since what is wrong with a resource
 * often stands in another of its lines than what was changed.
 */
export function touchedDocuments(
  root: string,
  changes: ReadonlyMap<string, FileChanges>,
): (file: string, line: number) => boolean {
  const known = new Map<string, FileChanges>();
  return (file, line) => {
    const changed = changes.get(file);
    if (!changed) return false;
    const touched = known.get(file) ?? documentsOf(root, file, changed);
    known.set(file, touched);
    return touched.some(([first, last]) => first <= line && line <= last);
  };
}

function documentsOf(root: string, path: string, changed: FileChanges): FileChanges {
  const text = readManifest({ path, root }, new Findings());
  if (text === undefined) return [[1, Number.POSITIVE_INFINITY]];
  let line = 1;
  let counted = 0;
  /** The line that an offset is in; offsets ascend. */
  const lineAt = (offset: number): number => {
    for (let at = text.indexOf('\n', counted); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line++;
    counted = Math.max(counted, offset);
    return line;
  };
  // Neither `---` nor blank lines are of a document: they come and go with its neighbours.
  const documents = splitDocuments(text).map(({ start, end }) => {
    const document = text.slice(start, end);
    const blank = document.length - document.trimStart().length;
    return [lineAt(start + blank), lineAt(start + document.trimEnd().length - 1)] as const;
  });
  const touched = documents.filter(([first, last]) => changed.some(([from, to]) => from <= last && first <= to));
  return [...changed, ...touched];
}
