import type { Colors } from 'picocolors/types.js';
import type { ShownFinding } from '../finding.ts';
import type { Difference, Side } from '../parity/difference.ts';
import type { PathChange } from '../parity/failover.ts';
import type { PairParity, Parity } from '../parity/index.ts';
import type { Place, Position } from '../place.ts';
import { table } from './table.ts';

type Locate = (place: Place) => Position | undefined;

/** Findings that the table tells with both places: they need not be said twice. */
export function inParityTable({ rule }: ShownFinding): boolean {
  return tabled.has(rule);
}

const tabled: ReadonlySet<string> = new Set([
  'parity-object-missing',
  'parity-field-differs',
  'parity-field-unshared',
  'parity-argument-differs',
  'parity-argument-aside',
  'parity-cluster-name-shared',
  'parity-virtual-missing',
  'parity-virtual-differs',
]);

/** Result of `render parity` for programs. */
export function parityJson({ pairs, differs }: Parity, findings: readonly ShownFinding[], locate: Locate): string {
  const side = ({ value, place }: Side): object => ({ value, position: place && locate(place) });
  const shown = pairs.map(({ differences, views, failover, ...pair }) => ({
    ...pair,
    differences: differences.map(({ primary, secondary, ...difference }) => ({
      ...difference,
      primary: side(primary),
      secondary: side(secondary),
    })),
    views: views.map(({ primary, secondary, ...view }) => ({
      ...view,
      primary: primary && locate(primary),
      secondary: secondary && locate(secondary),
    })),
    failover: failover.map(({ place: _, ...change }) => ({ ...change, words: changeWords(change) })),
  }));
  return `${JSON.stringify({ differs, pairs: shown, findings }, undefined, 2)}\n`;
}

/** Result of `render parity` for people. */
export function parityText({ pairs }: Parity, colors: Colors, locate: Locate): string {
  return pairs.map(pair => `${pairText(pair, colors, locate)}\n`).join('\n');
}

function pairText(pair: PairParity, colors: Colors, locate: Locate): string {
  const { primary, secondary, mode, differences, views, comparable } = pair;
  const title = `${colors.bold(`${primary} (primary) and ${secondary} (secondary)`)}${mode === 'none' ? '' : `, ${mode}`}`;
  const sections = [
    differencesText('arguments', differences.filter(isOf('argument')), pair, colors, locate),
    differencesText('manifests', differences.filter(isOf('manifest')), pair, colors, locate),
    viewsText(views, colors, locate),
    ...(comparable ? [failoverText(pair, colors)] : []),
  ];
  return [title, ...sections, closingLine(pair)].filter(Boolean).join('\n\n');
}

const isOf =
  (area: Difference['area']) =>
  (difference: Difference): boolean =>
    difference.area === area;

/** Differences with both values and, below them, both places. */
function differencesText(
  title: string,
  differences: readonly Difference[],
  { primary, secondary }: PairParity,
  colors: Colors,
  locate: Locate,
): string {
  if (differences.length === 0) return '';
  const rows: string[][] = [[title, '', primary, secondary]];
  let before = '';
  for (const { resource, field = '', rule, allowed, ...sides } of differences) {
    const object = resource ? `${resource.kind} ${[resource.namespace, resource.name].filter(Boolean).join('/')}` : '';
    const absent = resource && field === '' ? 'missing' : 'not set';
    const remark = allowed === undefined ? `[${rule}]` : `allowed: ${allowed}`;
    const shown = resource ? field : `--${field}`;
    const label = object === '' ? shown : object === before ? '' : object;
    const { primary: one, secondary: other } = sides;
    rows.push([label, object === '' ? '' : shown, one.value ?? absent, other.value ?? absent]);
    rows.push(['', remark, placeText(one.place, locate), placeText(other.place, locate)]);
    before = object;
  }
  const [header = '', ...lines] = table(rows, { left: true }).split('\n');
  return [colors.dim(header), ...lines.map((line, index) => (index % 2 === 0 ? line : colors.dim(line)))].join('\n');
}

function placeText(place: Place | undefined, locate: Locate): string {
  const position = place && locate(place);
  return position ? `${position.file}:${position.line}:${position.column}` : '';
}

/** What of this is told of one virtual server. */
const mostWords = 5;

function viewsText(views: PairParity['views'], colors: Colors, locate: Locate): string {
  if (views.length === 0) return '';
  const lines = views.flatMap(({ tenant, virtual, what, primary, secondary }) => {
    const places = [primary, secondary].map(place => placeText(place, locate)).filter(Boolean);
    const only = primary ? 'only the primary has it' : 'only the secondary has it';
    const said = what.length === 0 ? [only] : what.slice(0, mostWords);
    const more = what.length > mostWords ? [colors.dim(`    … and ${what.length - mostWords} more`)] : [];
    const rule = what.length === 0 ? 'parity-virtual-missing' : 'parity-virtual-differs';
    const head = `  ${virtual} of tenant ${tenant}  ${colors.dim(`${[...new Set(places)].join(', ')} [${rule}]`)}`;
    return [head, ...said.map(words => `    ${words}`), ...more];
  });
  return [colors.dim('  views: what the secondary would post otherwise than the primary'), ...lines].join('\n');
}

/** Paths that are told one by one; a workspace can have thousands. */
const mostPaths = 60;

function failoverText({ primary, secondary, failover }: PairParity, colors: Colors): string {
  const title = colors.dim(`  failover: ${primary} is down, and ${secondary} posts without its members`);
  const changed = failover.filter(change => !isUnchanged(change));
  const lines: string[] = [];
  let before = '';
  for (const change of changed.slice(0, mostPaths)) {
    const head = `  ${change.virtual} of tenant ${change.tenant}`;
    if (head !== before) lines.push(head);
    lines.push(`    ${change.path}: ${changeWords(change)}`);
    before = head;
  }
  if (changed.length > mostPaths) lines.push(colors.dim(`  … and ${changed.length - mostPaths} more paths`));
  const same = failover.length - changed.length;
  if (same > 0)
    lines.push(`  ${same === 1 ? '1 path stays' : `${same} paths stay`} as ${same === 1 ? 'it is' : 'they are'}`);
  if (failover.length === 0) lines.push('  nothing is published');
  return [title, ...lines].join('\n');
}

function isUnchanged({ before, after, lost, gained }: PathChange): boolean {
  if (!before || !after || lost.length + gained.length > 0) return false;
  const clusters = [...new Set([...Object.keys(before.shares), ...Object.keys(after.shares)])];
  return clusters.every(cluster => before.shares[cluster] === after.shares[cluster]);
}

/** What a failover does to the requests of one path. */
function changeWords({ before, after, kept, gained, lost }: PathChange): string {
  if (!before) return `published by the secondary alone, with ${members(count(after?.members ?? {}))}`;
  const had = count(before.members);
  if (kept)
    return `the secondary does not post its tenant: the BIG-IP keeps it as the primary left it, with ${members(had)}`;
  if (!after) return `taken off the BIG-IP, since the secondary does not publish it; ${members(had)} lost`;
  const remain = had - lost.length;
  const come = gained.length > 0 ? [`${gained.length} ${gained.length === 1 ? 'comes' : 'come'}`] : [];
  const stay =
    had === 0
      ? 'had no members'
      : `${remain === 0 ? 'none' : remain} of ${members(had)} ${remain > 1 ? 'remain' : 'remains'}`;
  const clusters = [...new Set([...Object.keys(before.shares), ...Object.keys(after.shares)])];
  const shares = clusters.map(name => `${name} ${percent(before.shares[name])} → ${percent(after.shares[name])}`);
  const served = Object.keys(after.shares).length > 0 ? [] : ['nothing serves it'];
  return [[stay, ...come].join(', '), ...served, shares.join(', ')].filter(Boolean).join('; ');
}

const count = (values: Readonly<Record<string, number>>): number => Object.values(values).reduce((a, b) => a + b, 0);
const members = (number: number): string => `${number} ${number === 1 ? 'member' : 'members'}`;
const percent = (share = 0): string => `${Math.round(share * 100)} %`;

function closingLine({ differences, views, comparable }: PairParity): string {
  const open = differences.filter(({ harmless, allowed }) => !harmless && allowed === undefined).length;
  const allowed = differences.filter(one => one.allowed !== undefined).length;
  const words = [
    open === 0 ? 'no difference that matters' : `${open} ${open === 1 ? 'difference' : 'differences'}`,
    ...(comparable ? [] : ['views cannot be compared']),
    ...(allowed > 0 ? [`${allowed} allowed`] : []),
    ...(views.length > 0
      ? [`${views.length} ${views.length === 1 ? 'virtual server' : 'virtual servers'} affected`]
      : []),
  ];
  return words.join(', ');
}
