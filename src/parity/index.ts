import { Findings } from '../finding.ts';
import { createReader } from '../load/reread.ts';
import { type Cluster, objectKey } from '../model/cluster.ts';
import type { Resource } from '../model/metadata.ts';
import type { Workspace } from '../model/workspace.ts';
import { rules } from '../rules/index.ts';
import type { DiscoveryMode } from '../translate/clusters/cluster-table.ts';
import type { View } from '../translate/index.ts';
import { allowanceName, judged, unusedAllowances } from './allowances.ts';
import { argumentsOfPrimary, compareArguments } from './compare-arguments.ts';
import { compareKind, compareObjects, type ObjectComparison, type ObjectDifference } from './compare-objects.ts';
import { compareViews, type VirtualDifference } from './compare-views.ts';
import type { Difference } from './difference.ts';
import { expectedCluster } from './expected-cluster.ts';
import { failover, type PathChange } from './failover.ts';
import { reportPair } from './findings.ts';
import type { Pair } from './pairs.ts';
import { isGlobal, type WatchedKind, watchedKinds } from './watched-objects.ts';
import { type WatchedView, watchedView } from './watched-view.ts';

/** What a primary and its secondary do not have in common, and what a failover changes. */
export interface PairParity {
  /** Names of the two clusters. */
  readonly primary: string;
  readonly secondary: string;
  readonly mode: DiscoveryMode;
  /** Of manifests and arguments, those that are allowed or harmless among them. */
  readonly differences: readonly Difference[];
  /** Virtual servers that follow from these. */
  readonly views: readonly VirtualDifference[];
  /** False where a controller does not come to a view. */
  readonly comparable: boolean;
  /** By tenant, virtual server and path. */
  readonly failover: readonly PathChange[];
}

export interface Parity {
  readonly pairs: readonly PairParity[];
  readonly findings: Findings;
  /** True where something differs that is neither harmless nor allowed, or cannot be read. */
  readonly differs: boolean;
}

/**
 * Compares the primary and the secondary of each pair. Where something of them was left out as unreadable, the errors go with the
 * result: it may be what seems to be missing.
 */
export function compareParity(workspace: Workspace, pairs: readonly Pair[], reading: Findings): Parity {
  const { allowances } = workspace.config;
  const findings = new Findings();
  const unread = pairs.some(({ primary, secondary }) => primary.incomplete || secondary.incomplete);
  if (unread) findings.list.push(...reading.list.filter(({ rule }) => rules[rule].severity === 'error'));
  const compared = pairs.map(pair => {
    const parity = comparePair(workspace, pair);
    reportPair(pair, parity, findings);
    return parity;
  });
  const differences = compared.flatMap(pair => pair.differences);
  for (const allowance of unusedAllowances(allowances, differences))
    findings.add('parity-allowance-unused', { what: allowanceName(allowance) }, { at: allowance.place });
  return {
    pairs: compared.map(({ outcomes: _, ...parity }) => parity),
    findings,
    differs:
      unread ||
      compared.some(
        ({ differences, views, comparable }) =>
          !comparable ||
          views.length > 0 ||
          differences.some(({ harmless, allowed }) => !harmless && allowed === undefined),
      ),
  };
}

/** A comparison with how the two controllers fare. */
export interface ComparedPair extends PairParity {
  readonly outcomes: Readonly<Record<'primary' | 'secondary', View['outcome']>>;
}

function comparePair(workspace: Workspace, { primary, secondary }: Pair): ComparedPair {
  const [one, other] = [watchedView(workspace, primary), watchedView(workspace, secondary)];
  const judge = (difference: Difference): Difference => judged(difference, workspace.config.allowances);
  const settings = (cluster: typeof primary, { view }: WatchedView) => ({ cluster, controller: view.controller });
  const given = compareArguments(settings(primary, one), settings(secondary, other)).map(judge);

  const reread = createReader();
  const comparison: ObjectComparison = { primary, secondary, read: resource => reread(resource, resource.source) };
  const sides = [
    { cluster: primary, view: one.view },
    { cluster: secondary, view: other.view },
  ];
  const named: Partial<Record<WatchedKind['table'], ReadonlySet<string>>> = {
    services: new Set([...one.services, ...other.services]),
    secrets: new Set([...one.secrets, ...other.secrets]),
  };
  const found = [
    ...compareGlobalSpec(comparison, one.view, other.view),
    ...watchedKinds(sides).flatMap(kind => {
      const names = named[kind.table];
      const watches = (resource: Resource): boolean =>
        kind.watches(resource) || names?.has(objectKey(resource)) === true;
      return compareKind(comparison, { ...kind, watches });
    }),
  ].map(object => judgedObject(object, judge));

  const kept = new Set(
    given.flatMap(({ field, harmless, allowed }) => (harmless || allowed !== undefined ? [field] : [])),
  );
  const controller =
    primary.controller &&
    secondary.controller &&
    argumentsOfPrimary(primary.controller, secondary.controller, flag => kept.has(flag));
  const cluster = {
    ...expectedCluster({ secondary, objects: found, read: comparison.read }),
    ...(controller && { controller }),
  };
  const expected = watchedView(workspace, cluster);
  const objects = found.filter(object => isRead(object, one, expected, other));

  const outcomes = { primary: one.view.outcome, secondary: other.view.outcome };
  const comparable = Object.values(outcomes).every(outcome => outcome === 'posts' || outcome === 'posts-nothing');
  return {
    primary: primary.name,
    secondary: secondary.name,
    mode: other.view.table?.mode ?? one.view.table?.mode ?? 'none',
    differences: [
      ...given,
      ...objects.flatMap(({ fields, missing }) => missing ?? fields.map(({ difference }) => difference)),
    ],
    comparable,
    views: comparable ? compareViews(one.view, expected.view, other.view) : [],
    failover: comparable ? failover(one.view, other.view, [...workspace.clusters.values()]) : [],
    outcomes,
  };
}

function judgedObject(object: ObjectDifference, judge: (difference: Difference) => Difference): ObjectDifference {
  const { fields, missing } = object;
  return {
    ...object,
    fields: fields.map(({ field, difference }) => ({ field, difference: judge(difference) })),
    ...(missing && { missing: judge(missing) }),
  };
}

/** The ConfigMaps that the two controllers are given: they belong together, whatever their names are. */
function compareGlobalSpec(comparison: ObjectComparison, primary: View, secondary: View): ObjectDifference[] {
  const global = (cluster: Cluster, { controller }: View, { controller: otherwise }: View) =>
    [...cluster.configMaps.values()].find(configMap => isGlobal(controller ?? otherwise, configMap));
  const one = global(comparison.primary, primary, secondary);
  const other = global(comparison.secondary, secondary, primary);
  const routes = [primary, secondary].some(({ controller }) => controller?.mode === 'openshift');
  return compareObjects(
    comparison,
    'configMaps',
    { primary: one, secondary: other },
    {
      selects: label => label === 'f5nr',
      part: routes ? 'global' : 'clusters',
    },
  );
}

/**
 * True for what both controllers read in their own clusters. A Service that an entry of `multiClusterServices` names in one
 * cluster is looked for there alone, and need not be in the other.
 */
function isRead(
  { table, primary, secondary }: ObjectDifference,
  one: WatchedView,
  ...others: readonly WatchedView[]
): boolean {
  if (table !== 'services' && table !== 'secrets') return true;
  const resource = (primary ?? secondary)!;
  const key = objectKey(resource);
  if (table === 'services' && [primary, secondary].some(service => service && 'loadBalancer' in service)) return true;
  return one[table].has(key) && others.some(other => other[table].has(key));
}
