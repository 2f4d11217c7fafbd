import type { BuildResult } from '../build.ts';
import { bySeverity, type ShownFinding } from '../finding.ts';
import type { View } from '../translate/index.ts';

/** An object a line; `type` says what it is. */
const lines = (objects: readonly object[]): string => objects.map(object => `${JSON.stringify(object)}\n`).join('');

const findingLines = (findings: readonly ShownFinding[]) => findings.map(finding => ({ type: 'finding', ...finding }));

function counts(findings: readonly ShownFinding[]): { errors: number; warnings: number; infos: number } {
  const { error, warning, info } = bySeverity(findings);
  return { errors: error.length, warnings: warning.length, infos: info.length };
}

/** A finding a line, and a summary. */
export function findingsNdjson(findings: readonly ShownFinding[]): string {
  return lines([...findingLines(findings), { type: 'summary', ...counts(findings) }]);
}

/** A finding a line, a view a line, and a summary. */
export function buildNdjson(
  { views, written, removed, unchanged, blocked }: BuildResult,
  findings: readonly ShownFinding[],
): string {
  return lines([
    ...findingLines(findings),
    ...views.map(view => ({ type: 'view', ...view })),
    { type: 'summary', ...counts(findings), written, removed, unchanged, blocked },
  ]);
}

/** A resource a line, and a summary. */
export function statusNdjson({ outcome, statuses }: View): string {
  const accepted = statuses.filter(status => status.accepted).length;
  return lines([
    ...statuses.map(status => ({ type: 'resource', ...status })),
    { type: 'summary', outcome, accepted, rejected: statuses.length - accepted },
  ]);
}
