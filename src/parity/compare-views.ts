import type { Resource } from '../model/metadata.ts';
import type { Place } from '../place.ts';
import type { Tenant, Virtual } from '../translate/adc.ts';
import type { View } from '../translate/index.ts';
import { fieldDifferences } from './field-differences.ts';
import { fieldName } from './field-names.ts';
import { shownValue } from './shown-value.ts';
import { membersOf, servedPools, sharesByCluster, type TrafficPath, trafficPaths } from './traffic.ts';

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
    paths.set(key, [...(paths.get(key) ?? []), path]);
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
      const [shares, changed] = [shareWords(one), shareWords(two)];
      const [had, has] = [memberTexts(one), memberTexts(two)];
      if (shares !== changed) yield `${path.path} goes to ${changed}, not to ${shares}`;
      else if (had !== has) yield `${path.path} has other members`;
    }
  }
  for (const path of others.keys()) yield `${path} is added`;
}

/** Members with all that is posted of them, in no order. */
function memberTexts(served: ReturnType<typeof servedPools>): string {
  return [...membersOf(served).values()]
    .map(({ cluster: _, ...member }) => JSON.stringify(member))
    .sort()
    .join();
}

function shareWords(served: ReturnType<typeof servedPools>): string {
  const shares = [...sharesByCluster(served)].map(([cluster, share]) => `${cluster} ${Math.round(share * 100)} %`);
  return shares.length === 0 ? 'no member' : shares.sort().join(', ');
}

/** Properties that differ, but for members, which the paths tell of. */
function* propertyWords(wanted: Virtual, present: Virtual): Generator<string> {
  for (const { at, primary, secondary } of fieldDifferences(properties(wanted), properties(present))) {
    const said = (value: unknown): string => shownValue(value, false).value ?? 'not there';
    const field = fieldName(at.primary);
    yield field.startsWith('tls.') ? `${field} differs` : `${field} is ${said(secondary)}, not ${said(primary)}`;
  }
}

/** A virtual server as data, its parts by their names. */
function properties(virtual: Virtual): object {
  const { address, additionalAddresses, serviceAddress, port, service, profiles, policy, defaultPool } = virtual;
  const { pools, monitors, tls, iRules, iRuleTexts, dataGroups } = virtual;
  const settings = pools.map(({ members: _, isEmpty: __, origin: ___, originPath: ____, ...pool }) => [
    pool.name,
    pool,
  ]);
  const groups = [...dataGroups].map(([suffix, { records }]) => [
    suffix,
    Object.fromEntries(records.map(({ key, value }) => [key, value])),
  ]);
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
