import { join } from 'node:path';
import type { ShownFinding } from '../finding.ts';
import { type Changes, changesSince, checkOut, temporaryDirectory } from '../load/git.ts';
import { createLocator } from '../load/locate.ts';
import { ConfigurationError } from '../load/render-config.ts';
import { touchedDocuments } from '../load/touched.ts';
import { OutsideError } from '../outside-error.ts';
import { judgedFindings, type Run, readWorkspace } from '../pipeline.ts';
import { findingLists } from '../session/finding-lists.ts';
import type { Judged } from '../suppress/index.ts';

/**
 * Of all findings those that a change since a revision has to do with: in documents that it touches, and wherever they are where the
 * revision does not have them, since a Service that goes breaks a Route in another file. Findings without a place are always told.
 */
export async function touchedOrNew(run: Run, { findings, suppressed }: Judged, revision: string): Promise<Judged> {
  const changes = await changesSince(run.config.root, revision);
  const before = await findingsBefore(run, changes);
  const touched = touchedDocuments(run.config.root, changes.files);
  const concerned = ({ position, other }: ShownFinding): boolean =>
    !position || [position, other].some(place => place && touched(place.file, place.line));
  return {
    findings: without(findings, before.findings, concerned),
    suppressed: without(suppressed, before.suppressed, concerned),
  };
}

/** Leaves out what was there before, as often as it was, but for what is always to be told. */
function without(
  findings: readonly ShownFinding[],
  before: readonly ShownFinding[],
  always: (finding: ShownFinding) => boolean,
): ShownFinding[] {
  const left = new Map<string, number>();
  for (const { fingerprint } of before) left.set(fingerprint, (left.get(fingerprint) ?? 0) + 1);
  return findings.filter(finding => {
    if (always(finding)) return true;
    const count = left.get(finding.fingerprint) ?? 0;
    left.set(finding.fingerprint, count - 1);
    return count <= 0;
  });
}

const nothing: Judged = { findings: [], suppressed: [] };

/** What was found before the change. Of a workspace that was not there, or could not be read, nothing. */
async function findingsBefore({ baseline }: Run, changes: Changes): Promise<Judged> {
  const { path, remove } = temporaryDirectory();
  const stop = (signal: NodeJS.Signals): void => {
    remove();
    process.exit(signal === 'SIGINT' ? 130 : 143);
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  try {
    const workspace = join(await checkOut(changes, path), changes.folder);
    return await readWorkspace(workspace, { baseline: false }).then(
      run => {
        const judging = { complete: true, renamed: changes.renamed };
        return judgedFindings({ ...run, ...(baseline && { baseline }) }, findingLists(run), createLocator(), judging);
      },
      (error: unknown) => {
        if (error instanceof ConfigurationError || error instanceof OutsideError) return nothing;
        throw error;
      },
    );
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
    remove();
  }
}
