import { CST, Parser } from 'yaml';
import type { JsonObject } from '../load/manifest-object.ts';
import { FunctionProblem } from './function-problem.ts';
import { itemOf } from './item.ts';
import type { Changes, HeadedListing } from './listing.ts';
import { yamlText } from './yaml-text.ts';

/** A part of a text, from its first line to before the line of the next one. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/** `items: []` on a line of its own, or a list in it that is written as JSON. */
const blockHint = 'Write `items` as a list with a line for each item, or the whole list as JSON, as every tool does.';

/** A ResourceList as kustomize and kpt write it: a mapping of blocks, in which each item begins with a dash. Undefined for any other text. */
export function readBlockList(text: string): HeadedListing | undefined {
  const tokens = [...new Parser().parse(text)];
  const documents = tokens.filter(token => token.type === 'document');
  const [first] = documents;
  if (documents.length !== 1 || !first) return undefined;
  const broken = tokens.find(token => token.type === 'error');
  if (broken) throw notYaml(text, broken.offset);
  const root = first.value;
  if (root?.type !== 'block-map') return undefined;
  const entries = entriesOf(text, root);
  const twice = entries.find(({ key }, index) => entries.findIndex(other => other.key === key) < index);
  if (twice)
    throw new FunctionProblem(`the key ${twice.key} stands twice in the ResourceList`, 'Leave one of them out.');
  const entry = (key: string): Entry | undefined => entries.find(each => each.key === key);
  const written = entry('items')?.value;
  // So kpt writes a package without resources.
  const isEmpty = written?.type === 'flow-collection' && written.start.source === '[' && written.items.length === 0;
  const list = isEmpty ? undefined : written;
  if (list && list.type !== 'block-seq') throw new FunctionProblem('items is not a list of blocks', blockHint);
  const spans = list ? itemSpans(text, list, entry('items')!) : [];
  const items = spans.map((span, index) => itemOf(itemText(text, span), `items[${index}]`));
  const config = entry('functionConfig');
  const indent = list ? ' '.repeat(columnOf(text, list.offset)) : '';
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const block = (value: unknown): string => yamlText(value).replace(/\n(?=.)/g, `\n${indent}`);
  const itemBlock = (value: JsonObject): string => `${indent}${block([value])}`;

  const changed = ({ replaced, added, results }: Changes): string => {
    const pieces: string[] = [];
    let at = 0;
    /** Goes on behind a span that something else takes the place of. */
    const put = ({ start, end }: Span, lines: string): void => {
      const before = text.slice(at, start);
      pieces.push(before, before === '' || before.endsWith('\n') ? '' : newline, lines.replaceAll('\n', newline));
      at = end;
    };
    const found = entry('results');
    const resultLines = results.length === 0 ? '' : yamlText({ results });
    const edits = spans.flatMap((span, index) => {
      const item = items[index]!;
      const value = replaced.get(item);
      return replaced.has(item) ? [{ ...withoutComments(text, span), lines: value ? itemBlock(value) : '' }] : [];
    });
    const last = spans.at(-1);
    if (last && added.length > 0) edits.push({ start: last.end, end: last.end, lines: added.map(itemBlock).join('') });
    const end = found ?? { start: entries.at(-1)!.end, end: entries.at(-1)!.end };
    if (found || resultLines !== '') edits.push({ start: end.start, end: end.end, lines: resultLines });
    for (const { lines, ...span } of edits.sort((a, b) => a.start - b.start || a.end - b.end)) put(span, lines);
    return pieces.join('') + text.slice(at);
  };
  const word = (key: string): unknown => {
    const token = entry(key)?.value;
    return CST.isScalar(token) ? CST.resolveAsScalar(token)?.value : undefined;
  };
  return {
    form: 'list',
    apiVersion: word('apiVersion'),
    kind: word('kind'),
    items,
    config: config && itemOf(valueText(text, config), 'functionConfig'),
    changed,
  };
}

interface Entry extends Span {
  readonly key: string;
  readonly value: CST.Token | null | undefined;
  /** Behind the colon. */
  readonly colon: number;
}

function entriesOf(text: string, map: CST.BlockMap): Entry[] {
  const ends = [...map.items.slice(1).map(({ key }) => lineStart(text, key?.offset ?? text.length)), endOf(map)];
  return map.items.flatMap(({ key, sep, value }, index) => {
    // What follows the last entry is only comments.
    if (!key && !value) return [];
    const colon = sep?.find(({ type }) => type === 'map-value-ind')?.offset;
    if (!key || colon === undefined) throw notYaml(text, (key ?? value)?.offset ?? map.offset);
    const name = CST.isScalar(key) ? CST.resolveAsScalar(key)?.value : undefined;
    const start = lineStart(text, key.offset);
    return [{ key: String(name), value, colon: colon + 1, start, end: ends[index]! }];
  });
}

/** From the dash of each item to that of the next. */
function itemSpans(text: string, list: CST.BlockSequence, { end }: Entry): Span[] {
  const dashes = list.items.flatMap(({ start, value }) => {
    const dash = start.find(({ type }) => type === 'seq-item-ind');
    if (!dash && value) throw notYaml(text, value.offset);
    return dash ? [dash.offset] : [];
  });
  return dashes.map((dash, index) => ({
    start: lineStart(text, dash),
    end: index + 1 < dashes.length ? lineStart(text, dashes[index + 1]!) : end,
  }));
}

/** Without the comments behind an item that stand no further to the right than its dash: they are about what follows. */
function withoutComments(text: string, { start, end }: Span): Span {
  const lines = text.slice(start, end);
  const dash = lines.indexOf('-');
  const about = (line: string): boolean => line.trim() === '' || (line.search(/\S/) <= dash && /^\s*#/.test(line));
  const kept = lines.split('\n');
  while (about(kept.at(-1) ?? '-')) kept.pop();
  return { start, end: Math.min(end, start + kept.join('\n').length + 1) };
}

/** A document with what stands behind a dash: its other lines keep their indentation. */
function itemText(text: string, { start, end }: Span): string {
  const lines = text.slice(start, end);
  const dash = lines.indexOf('-');
  return `${' '.repeat(dash + 1)}${lines.slice(dash + 1)}`;
}

function valueText(text: string, { start, colon, end }: Entry): string {
  return `${' '.repeat(colon - start)}${text.slice(colon, end)}`;
}

function endOf(token: CST.Token): number {
  return token.offset + CST.stringify(token).length;
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

function columnOf(text: string, offset: number): number {
  return offset - lineStart(text, offset);
}

function notYaml(text: string, offset: number): FunctionProblem {
  const line = text.slice(0, offset).split('\n').length;
  return new FunctionProblem(
    `standard input is not YAML: line ${line} fits nothing before it`,
    'Give it what a tool writes: a ResourceList.',
  );
}
