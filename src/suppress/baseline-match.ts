import { Findings, type ShownFinding } from '../finding.ts';
import type { Baseline } from '../load/baseline.ts';
import { rules } from '../rules/index.ts';

/** Marks what a baseline has, as often as it has it, and tells of entries that have become idle. */
export function matchBaseline(baseline: Baseline, findings: readonly ShownFinding[]) {
  const left = new Map<string, number>();
  for (const { fingerprint, count } of baseline.entries) left.set(fingerprint, (left.get(fingerprint) ?? 0) + count);
  const marked = findings.map((finding): ShownFinding => {
    const count = left.get(finding.fingerprint) ?? 0;
    if (finding.suppressed || count === 0 || rules[finding.rule].suppressible === false) return finding;
    left.set(finding.fingerprint, count - 1);
    return { ...finding, suppressed: { kind: 'baseline' } };
  });
  const idle = baseline.entries.filter(({ fingerprint }) => (left.get(fingerprint) ?? 0) > 0);
  const outdated = new Findings();
  if (idle[0]) {
    const gone = [...left.values()].reduce((sum, count) => sum + count, 0);
    const total = baseline.entries.reduce((sum, { count }) => sum + count, 0);
    outdated.add('baseline-outdated', { file: baseline.file, gone, total }, { at: idle[0].place });
  }
  return { marked, outdated };
}
