import type { BuildResult } from '../build.ts';
import type { Judged } from '../suppress/index.ts';
import type { View } from '../translate/index.ts';
import type { ParityResult } from './parity-result.ts';

const text = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

/** Findings for programs, and those that are suppressed. */
export function findingsJson({ findings, suppressed }: Judged): string {
  return text({ findings, suppressed });
}

/** Result of a build for programs. */
export function buildJson(
  { views, written, removed, unchanged, blocked }: BuildResult,
  { findings, suppressed }: Judged,
): string {
  return text({ written, removed, unchanged, blocked, views, findings, suppressed });
}

/** What would become of each resource: the contract of `render status`. */
export function statusJson({ outcome, statuses }: View): string {
  return text({ outcome, resources: statuses });
}

/** What a primary and its secondary do not have in common. */
export function parityJson(result: ParityResult): string {
  return text(result);
}
