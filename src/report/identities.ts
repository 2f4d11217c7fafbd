import type { ShownFinding } from '../finding.ts';

/** The fingerprint of each finding, with a number for those that have the same: nothing else in a report is called so. */
export function identities(findings: readonly ShownFinding[]): string[] {
  const seen = new Map<string, number>();
  return findings.map(({ fingerprint }) => {
    const count = (seen.get(fingerprint) ?? 0) + 1;
    seen.set(fingerprint, count);
    return `${fingerprint}:${count}`;
  });
}
