import type { Colors } from 'picocolors/types.js';
import type { ShownFinding } from '../finding.ts';
import type { Difference } from '../parity/difference.ts';
import type { PathChange } from '../parity/failover.ts';
import type { PairParity, Parity } from '../parity/index.ts';
import type { Place } from '../place.ts';
import { changeWords } from './failover-words.ts';
import type { Locate } from './parity-result.ts';
import { printable } from './printable.ts';
import { table } from './table.ts';

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
    const where = printable([...new Set(places)].join(', '));
    const head = `  ${printable(virtual)} of tenant ${printable(tenant)}  ${colors.dim(`${where} [${rule}]`)}`;
    return [head, ...said.map(words => `    ${printable(words)}`), ...more];
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
    const head = `  ${printable(change.virtual)} of tenant ${printable(change.tenant)}`;
    if (head !== before) lines.push(head);
    lines.push(`    ${printable(change.path)}: ${changeWords(change)}`);
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
