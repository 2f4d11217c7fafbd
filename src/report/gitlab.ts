import type { Severity, ShownFinding } from '../finding.ts';
import { identities } from './identities.ts';

const severities: Record<Severity, string> = { error: 'major', warning: 'minor', info: 'info' };

/**
 * A Code Quality report of GitLab, which shows in a merge request what has come and what has gone, told apart by `fingerprint`. Paths are relative
 * to the root of the repository; what has no place is shown at the beginning of `configFile`, since GitLab needs a file.
 */
export function gitlabReport(findings: readonly ShownFinding[], configFile: string): string {
  const fingerprints = identities(findings);
  const entries = findings.map(({ rule, severity, message, position }, index) => ({
    description: message,
    check_name: rule,
    fingerprint: fingerprints[index],
    severity: severities[severity],
    location: { path: position?.file ?? configFile, lines: { begin: position?.line ?? 1 } },
  }));
  return `${JSON.stringify(entries, undefined, 2)}\n`;
}
