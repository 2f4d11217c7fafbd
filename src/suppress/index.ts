import { type Findings, mergeShownFindings, type ShownFinding, type ShowOptions, showFinding } from '../finding.ts';
import type { Baseline } from '../load/baseline.ts';
import type { Workspace } from '../model/workspace.ts';
import { matchBaseline } from './baseline-match.ts';
import { Suppressions } from './suppressions.ts';

/** Findings that count, and those that do not, each with what suppresses it. Both sorted. */
export interface Judged {
  readonly findings: readonly ShownFinding[];
  readonly suppressed: readonly ShownFinding[];
}

export interface JudgeOptions extends ShowOptions {
  readonly baseline?: Baseline;
  /** False where not every view was rendered: what suppresses nothing is not told then. */
  readonly complete: boolean;
}

/** Puts findings into words, those that several views share joined, and tells those that count from those that are suppressed. */
export function judgeFindings(workspace: Workspace, lists: readonly Findings[], options: JudgeOptions): Judged {
  const { baseline, complete } = options;
  const suppressions = new Suppressions(workspace);
  const shown = lists.flatMap(({ list }) =>
    list.map(finding => {
      const suppressed = suppressions.judge(finding);
      const inWords = showFinding(finding, options);
      return suppressed ? { ...inWords, suppressed } : inWords;
    }),
  );
  if (complete) suppressions.reportUnused();
  const merged = mergeShownFindings([...shown, ...show(suppressions.findings, options)]);
  const { marked, outdated } = baseline ? matchBaseline(baseline, merged) : { marked: merged, outdated: undefined };
  const all = outdated && complete ? mergeShownFindings([...marked, ...show(outdated, options)]) : marked;
  return {
    findings: all.filter(({ suppressed }) => !suppressed),
    suppressed: all.filter(({ suppressed }) => suppressed),
  };
}

function show({ list }: Findings, options: ShowOptions): ShownFinding[] {
  return list.map(finding => showFinding(finding, options));
}
