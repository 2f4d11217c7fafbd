import type { Cluster } from '../model/cluster.ts';
import { givenFlags } from '../model/controller.ts';
import type { Workspace } from '../model/workspace.ts';
import { translateView } from '../translate/index.ts';

/** A primary and the secondary that takes over from it. */
export interface Pair {
  readonly primary: Cluster;
  readonly secondary: Cluster;
}

/** The pairs of a workspace, in the order of its secondaries, or why there is none. */
export function findPairs(workspace: Workspace): readonly Pair[] | { readonly problem: string } {
  const clusters = [...workspace.clusters.values()];
  const running = clusters.filter(({ controller }) => controller);
  const inMode = (mode: string): Cluster[] => running.filter(cluster => modeOf(cluster) === mode);
  const [primaries, secondaries] = [inMode('primary'), inMode('secondary')];
  if (primaries.length === 0 || secondaries.length === 0) {
    const has = running.map(cluster => `${cluster.name} ${wordsOf(modeOf(cluster))}`).join(', ');
    const problem = `parity needs two controllers, one with --multi-cluster-mode=primary and one with secondary; the workspace has ${has || 'none'}`;
    return { problem };
  }
  const pairs: Pair[] = [];
  for (const secondary of secondaries) {
    const named = translateView(workspace, secondary).table?.peer;
    const [only] = primaries.length === 1 && secondaries.length === 1 ? primaries : [];
    const primary = primaries.find(({ name }) => name === named) ?? only;
    if (!primary) {
      const known = primaries.map(({ name }) => name).join(', ');
      const whom = named === undefined ? 'names no primary that can be found' : `has ${named} for its primary`;
      return { problem: `the secondary of ${secondary.name} ${whom}, and primaries run in ${known}` };
    }
    pairs.push({ primary, secondary });
  }
  return pairs;
}

function modeOf({ controller }: Cluster): string {
  return (controller && givenFlags(controller).get('multi-cluster-mode')?.at(-1)?.value) ?? '';
}

function wordsOf(mode: string): string {
  return mode === '' ? 'with a controller for a single cluster' : `as ${mode}`;
}
