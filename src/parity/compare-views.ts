import type { Resource } from '../model/metadata.ts';
import type { Place } from '../place.ts';
import type { Tenant, Virtual } from '../translate/adc.ts';
import type { View } from '../translate/index.ts';
import {
  membersOf,
  type ServedPool,
  servedPools,
  sharesByCluster,
  type TrafficPath,
  trafficPaths,
} from '../translate/traffic.ts';
import { fieldDifferences } from './field-differences.ts';
import { fieldName } from './field-names.ts';
import { shownValue } from './shown-value.ts';

/** A virtual server that the secondary would publish otherwise than with the primary's manifests and arguments. */
export interface VirtualDifference {
  readonly tenant: string;
  readonly virtual: string;
  readonly primary?: Place;
  readonly secondary?: Place;
  /** In words; empty where only one side has it. */
  readonly what: readonly string[];
}

/** Compares the view that a secondary ought to have with the one that it has. `primary` tells where things come from. */
export function compareViews(primary: View, expected: View, actual: View): VirtualDifference[] {
  const [wanted, present] = [virtualsOf(expected), virtualsOf(actual)];
  const origins = virtualsOf(primary);
  const [wantedPaths, presentPaths] = [pathsByVirtual(expected), pathsByVirtual(actual)];
  return [...new Set([...wanted.keys(), ...present.keys()])].sort().flatMap(key => {
    const [one, other] = [wanted.get(key), present.get(key)];
    const { tenant, name } = (one ?? other)!;
    const place = (virtual: Virtual | undefined, side: 'primary' | 'secondary') =>
      virtual ? { [side]: namePlace(virtual.origin) } : {};
    const what =
      one && other
        ? [...trafficWords(wantedPaths.get(key) ?? [], presentPaths.get(key) ?? []), ...propertyWords(one, other)]
        : [];
    if (one && other && what.length === 0) return [];
    const places = { ...place(one && (origins.get(key) ?? one), 'primary'), ...place(other, 'secondary') };
    return [{ tenant, virtual: name, ...places, what }];
  });
}

const keyOf = ({ tenant, name }: Virtual): string => `${tenant} ${name}`;

function virtualsOf({ tenants }: View): ReadonlyMap<string, Virtual> {
  return new Map(tenants.flatMap(({ virtuals }: Tenant) => virtuals.map(virtual => [keyOf(virtual), virtual])));
}

const namePlace = ({ source }: Resource): Place => ({ source, path: ['metadata', 'name'] });

function pathsByVirtual(view: View): ReadonlyMap<string, readonly TrafficPath[]> {
  const paths = new Map<string, TrafficPath[]>();
  for (const path of trafficPaths(view)) {
    const key = keyOf(path.virtual);
    const list = paths.get(key);
    if (list) list.push(path);
    else paths.set(key, [path]);
  }
  return paths;
}

/** What happens to requests, path by path: these words say first what an operator wants to know. */
function* trafficWords(wanted: readonly TrafficPath[], present: readonly TrafficPath[]): Generator<string> {
  const others = new Map(present.map(path => [path.path, path]));
  for (const path of wanted) {
    const other = others.get(path.path);
    others.delete(path.path);
    if (!other) yield `${path.path} is lost`;
    else {
      const [one, two] = [servedPools(path), servedPools(other)];
      const told = [clusterWords, serviceWords, poolWords].find(words => words(one) !== words(two));
      if (told) yield `${path.path} goes to ${told(two)}, not to ${told(one)}`;
      else if (memberTexts(one) !== memberTexts(two)) yield `${path.path} has other members`;
    }
  }
  for (const path of others.keys()) yield `${path} is added`;
}

/** Members with all that is posted of them, in no order. */
function memberTexts(served: readonly ServedPool[]): string {
  return [...membersOf(served).values()]
    .map(({ cluster: _, ...member }) => JSON.stringify(member))
    .sort()
    .join();
}

function clusterWords(served: readonly ServedPool[]): string {
  return shareWords([...sharesByCluster(served)]) || 'no member';
}

function serviceWords(served: readonly ServedPool[]): string {
  const shares = new Map<string, number>();
  for (const { service, share } of served) shares.set(service, (shares.get(service) ?? 0) + share);
  return shareWords([...shares].map(([service, share]) => [`Service ${service}`, share])) || 'no Service';
}

function poolWords(served: readonly ServedPool[]): string {
  return shareWords(served.map(({ pool, share }) => [`pool ${pool}`, share])) || 'no pool';
}

function shareWords(shares: ReadonlyArray<readonly [string, number]>): string {
  return shares
    .map(([name, share]) => `${name} ${Math.round(share * 100)} %`)
    .sort()
    .join(', ');
}

/** Parts of a virtual server that have names, as one of them is called. */
const parts: Readonly<Record<string, string>> = {
  pools: 'pool',
  rules: 'rule',
  monitors: 'monitor',
  dataGroups: 'data group',
};

/** Properties that differ, but for members and shares, which the paths tell of. */
function* propertyWords(wanted: Virtual, present: Virtual): Generator<string> {
  for (const { at, primary, secondary } of fieldDifferences(properties(wanted), properties(present))) {
    const [top = '', name = '', ...rest] = at.primary;
    const part = parts[top];
    const field =
      part && name !== '' ? [`${part} ${name}`, fieldName(rest)].filter(Boolean).join(' ') : fieldName(at.primary);
    // A part as a whole is named and no more; texts of certificates are nothing to read.
    const brief = (part && rest.length === 0) || top === 'tls';
    const said = (value: unknown): string => (brief ? '' : ` ${shownValue(value, false).value}`);
    if (secondary === undefined) yield `${field}${said(primary)} is missing`;
    else if (primary === undefined) yield `${field}${said(secondary)} is added`;
    else if (brief) yield `${field} differs`;
    else yield `${field} is${said(secondary)}, not${said(primary)}`;
  }
}

/** Data groups that say where requests go. */
const trafficGroups = /(?:_servername_dg|^ab_deployment_dg)$/;

/** A virtual server as data, its parts by their names. */
function properties(virtual: Virtual): object {
  const { address, additionalAddresses, serviceAddress, port, service, profiles, policy, defaultPool } = virtual;
  const { pools, monitors, tls, iRules, iRuleTexts, dataGroups } = virtual;
  const settings = pools.map(
    ({ name, members: _, isEmpty: __, origin: ___, originPath: ____, discovery: _____, ...pool }) => [
      name,
      { name, ...pool },
    ],
  );
  const groups = [...dataGroups]
    .filter(([suffix]) => !trafficGroups.test(suffix))
    .map(([suffix, { records }]) => [suffix, Object.fromEntries(records.map(({ key, value }) => [key, value]))]);
  return {
    address,
    additionalAddresses,
    serviceAddress,
    port,
    service,
    profiles,
    policy: policy?.name,
    rules: Object.fromEntries((policy?.rules ?? []).map(({ name, ...rule }) => [name, rule])),
    defaultPool,
    pools: Object.fromEntries(settings),
    monitors: Object.fromEntries(monitors.map(monitor => [monitor.name, monitor])),
    tls,
    iRules,
    iRuleTexts: [...iRuleTexts.keys()],
    dataGroups: Object.fromEntries(groups),
  };
}
