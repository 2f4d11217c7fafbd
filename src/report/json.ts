import type { BuildResult } from '../build.ts';
import type { ShownFinding } from '../finding.ts';
import type { View } from '../translate/index.ts';
import type { ParityResult } from './parity-result.ts';

const text = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

/** Findings for programs. */
export function findingsJson(findings: readonly ShownFinding[]): string {
  return text({ findings });
}

/** Result of a build for programs. */
export function buildJson(
  { views, written, removed, unchanged, blocked }: BuildResult,
  findings: readonly ShownFinding[],
): string {
  return text({ written, removed, unchanged, blocked, views, findings });
}

/** What would become of each resource: the contract of `render status`. */
export function statusJson({ outcome, statuses }: View): string {
  return text({ outcome, resources: statuses });
}

/** What a primary and its secondary do not have in common. */
export function parityJson(result: ParityResult): string {
  return text(result);
}
