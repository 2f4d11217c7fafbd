import { suggestion } from '../load/suggestion.ts';
import type { Run } from '../pipeline.ts';
import { UsageError } from './usage-error.ts';

/** Checks that a cluster of `--as` exists and has a controller. */
export function controllerCluster(run: Run, name: string): void {
  const known = [...run.workspace.clusters.keys()];
  if (!known.includes(name)) throw new UsageError(`--as ${name}: ${unknownCluster(name, known)}`);
  if (!run.controllers.includes(name)) {
    const others = run.controllers.length > 0 ? `; controllers run in ${run.controllers.join(', ')}` : '';
    throw new UsageError(`--as ${name}: that cluster has no controller${others}`);
  }
}

/** Checks the cluster of `--without`: a known one, and not that of the view. */
export function leftOutCluster(run: Run, cluster: string, without: string | undefined): { readonly leftOut?: string } {
  if (without === undefined) return {};
  const known = [...run.workspace.clusters.keys()];
  if (!known.includes(without)) throw new UsageError(`--without ${without}: ${unknownCluster(without, known)}`);
  if (without === cluster) throw new UsageError(`--without ${without}: a view cannot do without its own cluster`);
  return { leftOut: without };
}

/** Words for a cluster that is not there. */
export function unknownCluster(name: string, known: readonly string[]): string {
  const { suggested } = suggestion(name, known);
  return `no such cluster in the workspace${suggested ? `; did you mean ${suggested}?` : `: it has ${known.join(', ')}`}`;
}
