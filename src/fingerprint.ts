import { createHash } from 'node:crypto';
import type { Finding } from './finding.ts';

/**
 * A short text, 32 hexadecimal digits, that is the same for a finding as long as its rule, its file, its resource and its values are. Lines do
 * not count, nor words. Two findings can have the same one: whoever compares counts them.
 *
 * @param renamed where files have moved to since, by their path
 */
export function fingerprint({ rule, at, resource, values }: Finding, renamed?: ReadonlyMap<string, string>): string {
  const path = at?.source.file.path ?? '';
  // What was meant can change with any other name in the workspace, and so how to mend it.
  const {
    suggested: _,
    certain: _certain,
    unlabelled: _unlabelled,
    ...said
  } = values as Readonly<Record<string, unknown>>;
  const sorted = Object.entries(said).sort(([a], [b]) => (a < b ? -1 : 1));
  const parts = [rule, renamed?.get(path) ?? path, resource?.kind, resource?.namespace, resource?.name, sorted];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}
