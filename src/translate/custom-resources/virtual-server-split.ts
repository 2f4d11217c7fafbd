import type { Findings } from '../../finding.ts';
import type { VirtualServer } from '../../model/virtual-server.ts';
import type { Path } from '../../place.ts';
import { clusterInNames } from '../clusters/cluster-table.ts';
import type { Inventory } from '../clusters/inventory.ts';
import { poolName } from '../names.ts';
import { addShares } from '../virtual/ab-records.ts';
import type { DataGroups } from '../virtual/data-groups.ts';
import type { IRuleList } from '../virtual/irule-list.ts';
import { missingReason, reportMissedPools, reportNoWeight } from './split-findings.ts';
import type { BuiltPool } from './virtual-server-pools.ts';
import { hostsOf } from './virtual-server-rules.ts';

export interface SplitInput {
  readonly inventory: Inventory;
  readonly vs: VirtualServer;
  /** Termination of its TLSProfile; absent without TLS. */
  readonly termination?: string;
  /** On the virtual server for HTTPS. */
  readonly secure: boolean;
  readonly findings: Findings;
  /** Name of the virtual server. */
  readonly virtual: string;
  readonly dataGroups: DataGroups;
  readonly iRules: IRuleList;
}

/** Adds what an iRule needs to choose between the backends of a pool (specification 02 §5.2). */
export function addSplit(input: SplitInput, pool: BuiltPool): void {
  const { vs, dataGroups, iRules, termination, secure } = input;
  const { path, rewrite, hostRewrite, resolved } = pool;
  // It is done once a backend.
  if (resolved.length === 0) return;
  const hosts = hostsOf(vs);
  if (rewrite !== '' || hostRewrite !== '') {
    const value = (hostRewrite || vs.host) + (rewrite || path);
    for (const host of hosts) dataGroups.set('host_path_rewrite_dg', vs.namespace, host + path, value);
  }
  const plainToo = vs.httpTraffic === 'allow';
  if (termination !== undefined && !secure && !plainToo) return;
  const named = namesInShares(input, pool);
  const shares = resolved.map(({ weight }, index) => ({ pool: named[index] ?? '', weight }));
  const { namespace } = vs;
  const attached = vs.host !== '';
  const weighted = addShares(dataGroups, iRules, {
    namespace,
    hosts,
    path,
    shares,
    termination,
    secure,
    plainToo,
    attached,
  });
  const at: Path = ['spec', 'pools', pool.index];
  if (!weighted) reportNoWeight(input.findings, vs, at);
  const { findings, virtual } = input;
  const reason = missingReason(pool.spec, at);
  reportMissedPools({ findings, resource: vs, virtual, said: named, made: pool.backends, ...reason });
}

/**
 * Names of the backends' pools as the data group has them. They are made anew: without the label of nodes, with the port of the
 * last backend, and with the pool's own name for all, where it has one; so they can miss the pools (specification 02 §5.2, §10,
 * 01 §4.7).
 */
function namesInShares({ inventory, vs }: SplitInput, { spec, resolved, path }: BuiltPool): string[] {
  const port = resolved.at(-1)?.port ?? 0;
  return resolved.map(({ service, namespace, cluster }) =>
    spec.name === ''
      ? poolName({ service, port, namespace, host: vs.host, path, ...clusterInNames(inventory.table, cluster) })
      : spec.name,
  );
}
