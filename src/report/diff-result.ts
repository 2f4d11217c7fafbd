import type { Change, Incomparable, TrafficChange } from '../diff/index.ts';
import { changeWords, trafficWords } from './change-words.ts';
import type { Told } from './diff.ts';

/** Result of `render diff`. */
export interface DiffResult {
  /** What the rendering of the manifests is compared with: `rendered`, `live`, or a revision. */
  readonly against: string;
  /** Views that were compared: `cluster2`, or `cluster2/failover` for that without the members of the primary. */
  readonly views: readonly string[];
  /** Clusters whose controller would not run, so that there is nothing to compare. */
  readonly notRendered: readonly string[];
  readonly changes: ReadonlyArray<Change & Told>;
  readonly traffic: ReadonlyArray<TrafficChange & Told>;
  readonly incomparable: readonly Incomparable[];
}

/** The result for programs. */
export function diffJson({ changes, traffic, ...rest }: DiffResult): string {
  const result = {
    differs: changes.length > 0,
    ...rest,
    changes: changes.map(change => ({ ...change, words: changeWords(change) })),
    traffic: traffic.map(change => ({ ...change, words: trafficWords(change) })),
  };
  return `${JSON.stringify(result, undefined, 2)}\n`;
}

/** The same with the paths that a code host knows: `folder` leads from the root of the repository to the workspace. */
export function inRepository(result: DiffResult, folder: string): DiffResult {
  const moved = <T extends Told>(one: T): T =>
    one.cause?.position
      ? { ...one, cause: { ...one.cause, position: { ...one.cause.position, file: folder + one.cause.position.file } } }
      : one;
  return { ...result, changes: result.changes.map(moved), traffic: result.traffic.map(moved) };
}

/** The same without a word of views, where there is but one. */
export function withoutOnlyView(result: DiffResult): DiffResult {
  if (result.views.length > 1) return result;
  const bare = <T extends Told>({ views: _, ...one }: T): T => one as T;
  return { ...result, changes: result.changes.map(bare), traffic: result.traffic.map(bare) };
}
