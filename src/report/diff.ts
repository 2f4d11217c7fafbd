import type { Colors } from 'picocolors/types.js';
import type { Change, TrafficChange } from '../diff/index.ts';
import type { ResourceRef } from '../finding.ts';
import type { Position } from '../place.ts';
import { changeWords, trafficWords } from './change-words.ts';
import { printable } from './printable.ts';

/** What in Git a change comes from. */
export interface ShownCause {
  readonly resource: ResourceRef;
  /** Cluster whose manifest it is. */
  readonly cluster?: string;
  readonly position?: Position;
}

/** What is told of a change beside itself. */
export interface Told {
  /** Views that have it, such as `cluster2` and `cluster2/failover`; none where there is but one. */
  readonly views?: readonly string[];
  readonly cause?: ShownCause;
}

/** Changes that are told one by one, of one tenant. */
const mostChanges = 200;

const signs = { added: '+', removed: '-', changed: '~' } as const;

/** Changes for people, by tenant and by the views that have them. `traffic` is what they do to the requests of each path. */
export function changesText(
  changes: ReadonlyArray<Change & Told>,
  colors: Colors,
  traffic: ReadonlyArray<TrafficChange & Told> = [],
): string {
  return changeGroups(changes, traffic)
    .map(group => {
      const lines = linesOf(group).map(({ sign, words, cause }) => {
        const text = printable(words);
        const told = sign === '+' ? colors.green(text) : sign === '-' ? colors.red(text) : text;
        return `  ${sign} ${told}${cause ? `  ${colors.dim(printable(causeWords(cause)))}` : ''}`;
      });
      const shown = lines.slice(0, mostChanges);
      const more = lines.length > shown.length ? [colors.dim(`  … and ${lines.length - shown.length} more`)] : [];
      return [colors.bold(printable(titleOf(group))), ...shown, ...more].map(line => `${line}\n`).join('');
    })
    .join('\n');
}

/** Changes of one tenant that the same views have. */
export interface ChangeGroup {
  readonly tenant: string;
  readonly views: readonly string[];
  readonly changes: ReadonlyArray<Change & Told>;
  readonly traffic: ReadonlyArray<TrafficChange & Told>;
}

export function changeGroups(
  changes: ReadonlyArray<Change & Told>,
  traffic: ReadonlyArray<TrafficChange & Told>,
): ChangeGroup[] {
  const groups = new Map<string, { changes: Array<Change & Told>; traffic: Array<TrafficChange & Told> }>();
  const groupOf = ({ tenant, views = [] }: { readonly tenant: string } & Told) => {
    const key = JSON.stringify([tenant, views]);
    const group = groups.get(key) ?? { changes: [], traffic: [] };
    groups.set(key, group);
    return group;
  };
  for (const change of changes) groupOf(change).changes.push(change);
  for (const change of traffic) groupOf(change).traffic.push(change);
  return [...groups]
    .map(([key, group]) => {
      const [tenant, views] = JSON.parse(key) as [string, string[]];
      return { tenant, views, ...group };
    })
    .sort((a, b) => (a.tenant < b.tenant ? -1 : a.tenant > b.tenant ? 1 : 0));
}

export function titleOf({ tenant, views }: ChangeGroup): string {
  return `tenant ${tenant}${views.length > 0 ? ` in ${views.join(', ')}` : ''}`;
}

/** A line of a group. */
export interface ChangeLine {
  readonly sign: string;
  readonly words: string;
  readonly cause?: ShownCause;
}

/** All lines of a group. A share that the clusters tell of is not told by its pools as well. */
export function linesOf({ changes, traffic }: ChangeGroup): ChangeLine[] {
  const told = new Set(traffic.map(({ virtualServer, path }) => `${virtualServer} ${path}`));
  const cause = (one: Told) => (one.cause ? { cause: one.cause } : {});
  const own = changes
    .filter(change => !(change.kind === 'share' && told.has(`${virtualServerOf(change.object)} ${change.path}`)))
    .map(change => ({ sign: signs[change.verb], words: changeWords(change), ...cause(change) }));
  return [...own, ...traffic.map(one => ({ sign: signs.changed, words: trafficWords(one), ...cause(one) }))];
}

const virtualServerOf = (dataGroup: string): string => dataGroup.replace(/_ab_deployment_dg$/, '');

/** `Endpoints shop/cart of cluster3, clusters/cluster3/cart.yaml:12`. */
export function causeWords({ resource, cluster, position }: ShownCause): string {
  const name = [resource.namespace, resource.name].filter(Boolean).join('/');
  const from = cluster === undefined ? '' : ` of ${cluster}`;
  return `${resource.kind} ${name}${from}${position ? `, ${position.file}:${position.line}` : ''}`;
}

/** How many changes there are, by what becomes of things. */
export function changeCounts(changes: readonly Change[]): string {
  if (changes.length === 0) return 'no difference';
  const count = (verb: Change['verb']): number => changes.filter(change => change.verb === verb).length;
  return (['added', 'removed', 'changed'] as const)
    .filter(verb => count(verb) > 0)
    .map(verb => `${count(verb)} ${verb}`)
    .join(', ');
}
