import { mergeShownFindings, type ShownFinding } from '../finding.ts';
import { type Changes, changesSince } from '../load/git.ts';
import { createLocator } from '../load/locate.ts';
import { ConfigurationError } from '../load/render-config.ts';
import { touchedDocuments } from '../load/touched.ts';
import { OutsideError } from '../outside-error.ts';
import { judgedFindings, type Run, readWorkspace, restartFindings, shownFindings } from '../pipeline.ts';
import type { Judged } from '../suppress/index.ts';
import { findingLists } from '../validate.ts';
import { withWorkspaceBefore } from './workspace-before.ts';

/**
 * Of all findings those that a change since a revision has to do with: in documents that it touches, and wherever they are where the
 * revision does not have them, since a Service that goes breaks a Route in another file. Findings without a place are always told.
 */
export async function touchedOrNew(run: Run, { findings, suppressed }: Judged, revision: string): Promise<Judged> {
  const changes = await changesSince(run.config.root, revision);
  const { judged: before, run: runBefore } = await stateBefore(run, changes);
  const touched = touchedDocuments(run.config.root, changes.files);
  const concerned = ({ position, other }: ShownFinding): boolean =>
    !position || [position, other].some(place => place && touched(place.file, place.line));
  // What needs a restart is told of no state, but of the step from one to the other.
  const restart = runBefore ? shownFindings([restartFindings(runBefore, run)], createLocator()) : [];
  return {
    findings: mergeShownFindings([...without(findings, before.findings, concerned), ...restart]),
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

interface State {
  readonly judged: Judged;
  /** Absent where the workspace was not there, or could not be read. */
  readonly run?: Run;
}

const nothing: State = { judged: { findings: [], suppressed: [] } };

/** The workspace before the change, and what was found then. */
function stateBefore({ baseline }: Run, changes: Changes): Promise<State> {
  return withWorkspaceBefore(changes, workspace =>
    readWorkspace(workspace, { baseline: false }).then(
      async run => {
        const judging = { complete: true, renamed: changes.renamed };
        const read = { ...run, ...(baseline && { baseline }) };
        return { judged: judgedFindings(read, await findingLists(run), createLocator(), judging), run };
      },
      (error: unknown) => {
        if (error instanceof ConfigurationError || error instanceof OutsideError) return nothing;
        throw error;
      },
    ),
  );
}
