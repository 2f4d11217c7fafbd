import { Findings } from '../finding.ts';
import type { Cluster } from '../model/cluster.ts';
import { readController } from '../model/controller.ts';
import { type ExtendedSpec, specWhere } from '../model/extended-spec.ts';
import type { Workspace } from '../model/workspace.ts';
import type { Path } from '../place.ts';
import { readGlobalSpec } from '../translate/global-spec.ts';

/** What of the extended ConfigMap counts when a controller starts (F5's document on several clusters, FAQ). */
const atStart: ReadonlyArray<readonly [what: string, path: Path, of: (spec: ExtendedSpec) => string]> = [
  ['mode', ['mode'], ({ mode }) => mode || 'none'],
  [
    'the pair of clusters',
    ['highAvailabilityCIS'],
    ({ highAvailability: ha }) =>
      [ha?.primaryCluster, ha?.secondaryCluster].map(one => one?.clusterName || 'none').join(' and '),
  ],
  [
    'the list of external clusters',
    ['externalClustersConfig'],
    ({ externalClusters }) => externalClusters.map(({ clusterName }) => clusterName).join(', ') || 'none',
  ],
];

/** Reports what a change since another state of a workspace needs a restart of controllers for. */
export function checkRestart(before: Workspace, now: Workspace): Findings {
  const findings = new Findings();
  for (const [name, cluster] of now.clusters) {
    const [old, spec] = [before.clusters.get(name), cluster].map(specOf);
    if (!old || !spec) continue;
    for (const [what, path, of] of atStart) {
      const values = { what, before: of(old), now: of(spec) };
      if (values.before !== values.now) findings.add('restart-needed', values, specWhere(spec.configMap, path));
    }
  }
  return findings;
}

/** The global extended ConfigMap of a controller; what is wrong with it is reported elsewhere. */
function specOf(cluster: Cluster | undefined): ExtendedSpec | undefined {
  const silent = new Findings();
  const controller = cluster?.controller && readController(cluster.controller, silent);
  if (!cluster || !controller || controller.multiClusterMode === '') return undefined;
  const spec = readGlobalSpec(cluster, controller, silent);
  return spec === 'refused' ? undefined : spec;
}
