import type { Colors } from 'picocolors/types.js';
import type { Change, ShareChange, TrafficChange } from '../diff/index.ts';
import type { ResourceRef } from '../finding.ts';
import { byBytes } from '../order.ts';
import type { Position } from '../place.ts';
import { changeWords, trafficWords } from './change-words.ts';
import { printable } from './printable.ts';

/** What in Git a change comes from. */
export interface ShownCause {
  readonly resource: ResourceRef;
  /** Cluster whose manifest it is. */
  readonly cluster?: string;
  readonly position?: Position;
  /** Set where it stands in that revision, and no more in the files. */
  readonly revision?: string;
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
  const told = toldByClusters(traffic);
  for (const change of changes) {
    const views = change.kind === 'share' ? told(change) : change.views;
    if (views !== 'all') groupOf({ ...change, ...(views && { views }) }).changes.push(change);
  }
  for (const change of traffic) groupOf(change).traffic.push(change);
  return [...groups]
    .map(([key, group]) => {
      const [tenant, views] = JSON.parse(key) as [string, string[]];
      return { tenant, views, ...group };
    })
    .sort(
      (a, b) =>
        byBytes(a.tenant, b.tenant) || byBytes(a.views[0] ?? '', b.views[0] ?? '') || b.views.length - a.views.length,
    );
}

/** Tells in which views a share is not told by its clusters already: `all` where it is in all of them. */
function toldByClusters(
  traffic: ReadonlyArray<TrafficChange & Told>,
): (share: ShareChange & Told) => readonly string[] | 'all' | undefined {
  const keyOf = (tenant: string, server: string, path: string): string => JSON.stringify([tenant, server, path]);
  const told = new Map<string, Set<string>>();
  for (const { tenant, virtualServer, path, views = [''], onlyClusters } of traffic) {
    const key = keyOf(tenant, virtualServer, path);
    if (onlyClusters) told.set(key, new Set([...(told.get(key) ?? []), ...views]));
  }
  return ({ tenant, object, path, views }) => {
    const known = told.get(keyOf(tenant, virtualServerOf(object), path));
    const left = (views ?? ['']).filter(view => !known?.has(view));
    return left.length === 0 ? 'all' : views && left;
  };
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

/** All lines of a group. What becomes of the requests of a path is told once for all virtual servers that have it. */
export function linesOf({ changes, traffic }: ChangeGroup): ChangeLine[] {
  const lines = new Map<string, ChangeLine & { readonly servers: string[] }>();
  const add = (sign: string, words: string, { cause }: Told, server?: string): void => {
    const key = server === undefined ? String(lines.size) : JSON.stringify([sign, words, cause]);
    const known = lines.get(key);
    if (known && server !== undefined) known.servers.push(server);
    else lines.set(key, { sign, words, ...(cause && { cause }), servers: server === undefined ? [] : [server] });
  };
  for (const change of changes) {
    const server = change.kind === 'share' ? virtualServerOf(change.object) : undefined;
    add(signs[change.verb], changeWords(change), change, server);
  }
  for (const change of traffic) add(signs.changed, trafficWords(change), change, change.virtualServer);
  return [...lines.values()].map(({ servers, words, ...line }) => ({
    ...line,
    words: servers.length === 0 ? words : `${words} (${servers.join(', ')})`,
  }));
}

const virtualServerOf = (dataGroup: string): string => dataGroup.replace(/_ab_deployment_dg$/, '');

/** `Endpoints shop/cart, clusters/cluster3/cart.yaml:12`. */
function causeWords(cause: ShownCause): string {
  const { position, revision } = cause;
  const place = position ? `, ${position.file}:${position.line}` : '';
  return `${resourceWords(cause)}${place}${place !== '' && revision !== undefined ? ` at ${revision}` : ''}`;
}

/** Where there is a file, it tells the cluster. */
export function resourceWords({ resource, cluster, position }: ShownCause): string {
  const name = [resource.namespace, resource.name].filter(Boolean).join('/');
  return `${resource.kind} ${name}${cluster === undefined || position ? '' : ` of ${cluster}`}`;
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
