import type { Colors } from 'picocolors/types.js';
import type { ExplainedPool, ExplainedView, Origin } from '../explain/index.ts';
import type { ResourceRef } from '../finding.ts';
import type { Place, Position } from '../place.ts';
import { printable } from './printable.ts';

/** A resource, where it stands in each cluster, and what becomes of it in each view. */
export interface ExplainedResource {
  readonly resource: ResourceRef;
  readonly places: ReadonlyArray<{ readonly cluster: string; readonly position?: Position }>;
  readonly views: readonly ExplainedView[];
}

/** Members of a pool that are told one by one. */
const mostMembers = 20;

type Locate = (place: Place) => Position | undefined;

/** For people: where it stands, and view by view what comes from it. */
export function explainedText(explained: ExplainedResource, colors: Colors, locate: Locate): string {
  const { resource, places, views } = explained;
  const lines = [
    colors.bold(printable(refWords(resource))),
    ...places.map(({ cluster, position }) =>
      printable(`  ${cluster}: ${position ? placeWords(position) : 'without a place'}`),
    ),
  ];
  for (const view of views) lines.push('', ...viewLines(view, colors, locate));
  return `${lines.join('\n')}\n`;
}

function* viewLines(view: ExplainedView, colors: Colors, locate: Locate): Generator<string> {
  const { cluster, without, outcome, status, virtuals, paths, pools } = view;
  const title = `view ${cluster}${without === undefined ? '' : ` without the members of ${without}`}`;
  const verdict = status ? (status.accepted ? colors.green('accepted') : colors.red('rejected')) : '';
  yield `${colors.bold(printable(title))}${verdict === '' ? '' : `: ${verdict}`}`;
  if (status && !status.accepted)
    yield printable(`  ${[status.reason, status.message.trim()].filter(Boolean).join(': ')}`);
  if (outcome !== 'posts') yield printable(`  the controller ${outcomeWords[outcome]}`);
  else if (virtuals.length + pools.length === 0) yield '  nothing that is posted comes from it';
  for (const { tenant, name, address, port, madeFor } of virtuals)
    yield printable(`  virtual server ${tenant}/${name} ${address}:${port}, made for ${originWords(madeFor, locate)}`);
  for (const { path, virtual, pools: shares, clusters } of paths) {
    yield printable(`  ${path} (${virtual})`);
    for (const { pool, share } of shares) yield printable(`    ${percent(share)} pool ${pool}`);
    const parts = Object.entries(clusters).map(([name, share]) => `${name} ${percent(share)}`);
    yield printable(`    by cluster: ${parts.length > 0 ? parts.join(', ') : 'nothing, no member is enabled'}`);
  }
  for (const pool of pools) yield* poolLines(pool, colors, locate);
}

function* poolLines(pool: ExplainedPool, colors: Colors, locate: Locate): Generator<string> {
  const { name, service, asked, members, discovery, minimumMembersActive: minimum } = pool;
  yield printable(`  pool ${name}: Service ${service}, asked for by ${originWords(asked, locate)}`);
  for (const { system, object } of discovery) yield printable(`    ${system}: ${originWords(object, locate)}`);
  if (minimum !== undefined)
    yield `    priority groups, the next one as soon as fewer than ${minimum} of those above are up`;
  if (members.length === 0) yield colors.yellow('    no members');
  for (const { address, port, cluster, adminState = 'enable', from, priorityGroup, rankedBy, foundBy } of members.slice(
    0,
    mostMembers,
  )) {
    const group = priorityGroup === undefined ? '' : `, priority ${priorityGroup}`;
    const state = `${group}${adminState === 'enable' ? '' : `, ${adminState}`}`;
    const source = from ? originWords(from, locate) : 'listed there';
    const by = [foundBy, rankedBy].map(found =>
      found ? `; ${found.system}: ${originWords(found.object, locate)}` : '',
    );
    yield printable(`    ${address}:${port} (${cluster}${state}): ${source}${by.join('')}`);
  }
  if (members.length > mostMembers) yield `    … and ${members.length - mostMembers} more`;
}

const outcomeWords: Readonly<Record<ExplainedView['outcome'], string>> = {
  posts: 'posts',
  'posts-nothing': 'posts nothing',
  'refuses-to-start': 'refuses to start',
  crashes: 'crashes',
};

function originWords({ resource, place }: Origin, locate: Locate): string {
  const position = locate(place);
  return `${refWords(resource)}${position ? `, ${placeWords(position)}` : ''}`;
}

function refWords({ kind, namespace, name }: ResourceRef): string {
  return `${kind} ${namespace === '' ? '' : `${namespace}/`}${name}`;
}

function placeWords({ file, line }: Position): string {
  return `${file}:${line}`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

/** The same for programs, with lines in place of offsets. */
export function explainedJson({ resource, places, views }: ExplainedResource, locate: Locate): string {
  const shown = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(shown);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, held]) =>
        key === 'place' ? [['position', locate(held as Place)]] : [[key, shown(held)]],
      ),
    );
  };
  return `${JSON.stringify({ resource, places, views: views.map(shown) }, undefined, 2)}\n`;
}
