import type { ShownFinding } from '../finding.ts';
import { changesAgainst } from '../load/git.ts';
import { touchedDocuments } from '../load/touched.ts';

/** The same findings, those in documents that the change since a commit touches before the others. */
export async function touchedFirst(
  root: string,
  findings: readonly ShownFinding[],
  base: string,
): Promise<readonly ShownFinding[]> {
  if (findings.length === 0) return findings;
  const { files } = await changesAgainst(root, base);
  const touched = touchedDocuments(root, files);
  const concerned = ({ position, other }: ShownFinding): boolean =>
    [position, other].some(place => place && touched(place.file, place.line));
  return [...findings.filter(concerned), ...findings.filter(finding => !concerned(finding))];
}
