import type { DataGroups } from './data-groups.ts';

export interface ServedHosts {
  readonly namespace: string;
  readonly termination: 'edge' | 'reencrypt' | 'passthrough';
  readonly hosts: readonly string[];
  readonly path: string;
  readonly pool: string;
  /** Profile for the way to the servers, of reencrypt; without one nothing is said of it. */
  readonly serverSsl: string | undefined;
}

/** Adds the records by which the TLS iRule finds a pool and the TLS to its servers (specification 01 §5.11, 02 §7). */
export function addServerNames(
  dataGroups: DataGroups,
  { namespace, termination, hosts, path, pool, serverSsl }: ServedHosts,
): void {
  if (termination === 'passthrough') {
    for (const host of hosts) dataGroups.set('ssl_passthrough_servername_dg', namespace, host, pool);
    return;
  }
  const key = (host: string): string => `${host}${path}`.replace(/\/$/, '');
  dataGroups.setHosts(`ssl_${termination}_servername_dg`, namespace, { hosts, rest: path, key, value: pool });
  const value = termination === 'edge' ? 'false' : serverSsl;
  if (value === undefined) return;
  dataGroups.setHosts(`ssl_${termination}_serverssl_dg`, namespace, { hosts, rest: path, key, value });
}

/** Adds what the TLS iRule asks beside server names: who may connect, and the default pool (02 §6.2). Empty = nothing. */
export function addTlsLimits(
  dataGroups: DataGroups,
  namespace: string,
  { sources, defaultPool }: { readonly sources: readonly string[]; readonly defaultPool: string },
): void {
  for (const range of sources) dataGroups.set('allowSourceRange', namespace, range, 'true', 'ip');
  if (defaultPool !== '') dataGroups.set('default_pool_servername_dg', namespace, 'defaultPool', defaultPool);
}
