import type { DataGroups } from './data-groups.ts';
import type { IRuleList } from './irule-list.ts';
import { distribution, type Share } from './shares.ts';

export interface SplitPath {
  readonly namespace: string;
  /** The host, then its aliases. */
  readonly hosts: readonly string[];
  readonly path: string;
  readonly shares: readonly Share[];
  /** Absent without TLS. */
  readonly termination: string | undefined;
  /** On the virtual server for HTTPS. */
  readonly secure: boolean;
  /** It is served without TLS too. */
  readonly plainToo: boolean;
  /** The virtual server refers to the A/B iRule. */
  readonly attached: boolean;
}

/**
 * Adds the shares of a path's backends, and the A/B iRule where the TLS iRule does not choose by them itself (specification 01
 * §4.7, §5.12, 02 §5.2). Without any weight the type of the keys is lost, and aliases get no record. Returns whether there is one.
 */
export function addShares(dataGroups: DataGroups, iRules: IRuleList, split: SplitPath): boolean {
  const { namespace, hosts, path, shares, termination, secure, plainToo, attached } = split;
  const passthrough = termination === 'passthrough';
  const hasPath = path !== '' && path !== '/';
  const value = distribution(shares);
  for (const host of value === '' ? hosts.slice(0, 1) : hosts) {
    const key = hasPath && !passthrough ? host + path : host;
    dataGroups.set('ab_deployment_dg', namespace, key, value, value === '' ? '' : 'string');
  }
  const byPath = hasPath && (termination === 'edge' || (termination === 'reencrypt' && !plainToo));
  if (!passthrough && (termination === undefined || !secure || byPath)) iRules.attachAbPath(attached);
  return value !== '';
}
