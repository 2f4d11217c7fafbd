import { embeddedValue, type Syntax } from '../load/embedded-value.ts';
import { isObject } from '../load/manifest-object.ts';
import type { Path } from '../place.ts';

/** A path on each side: items of a list that belong together can stand at different places. */
interface Paths {
  readonly primary: Path;
  readonly secondary: Path;
}

/** A value that two objects do not have in common; undefined = absent. */
export interface FieldDifference {
  readonly at: Paths;
  /** Within the text that stands there. */
  readonly inner?: Paths & { readonly syntax: Syntax };
  readonly primary: unknown;
  readonly secondary: unknown;
}

/** The smallest parts in which two values differ. The order of keys means nothing; texts of JSON or YAML are looked into. */
export function fieldDifferences(primary: unknown, secondary: unknown): FieldDifference[] {
  const start: Paths = { primary: [], secondary: [] };
  return [...differencesOf(primary, secondary, start, true)].map(({ at, text, ...values }) => ({
    at: text ? text.outer : at,
    ...(text && { inner: { ...at, syntax: text.syntax } }),
    ...values,
  }));
}

interface Found {
  readonly at: Paths;
  readonly text?: { readonly outer: Paths; readonly syntax: Syntax };
  readonly primary: unknown;
  readonly secondary: unknown;
}

function* differencesOf(primary: unknown, secondary: unknown, at: Paths, embeds: boolean): Generator<Found> {
  if (primary === secondary || (primary ?? undefined) === (secondary ?? undefined)) return;
  if (isObject(primary) && isObject(secondary)) {
    for (const key of new Set([...Object.keys(primary), ...Object.keys(secondary)])) {
      yield* differencesOf(primary[key], secondary[key], below(at, key, key), embeds);
    }
  } else if (Array.isArray(primary) && Array.isArray(secondary)) {
    yield* listDifferences(primary, secondary, at, embeds);
  } else {
    const texts = embeds && typeof primary === 'string' && typeof secondary === 'string';
    const syntax: Syntax = at.primary.at(-1) === 'extendedSpec' ? 'yaml' : 'json';
    const inner = texts && [embeddedValue(primary, syntax), embeddedValue(secondary, syntax)];
    if (inner && inner[0] !== undefined && inner[1] !== undefined) {
      const start: Paths = { primary: [], secondary: [] };
      for (const found of differencesOf(inner[0], inner[1], start, false))
        yield { ...found, text: { outer: at, syntax } };
    } else yield { at, primary: primary ?? undefined, secondary: secondary ?? undefined };
  }
}

const below = ({ primary, secondary }: Paths, one: string | number, other: string | number): Paths => ({
  primary: [...primary, one],
  secondary: [...secondary, other],
});

/** Items with names of their own belong together by these; of others those at both ends that are the same are passed over. */
function* listDifferences(
  primary: readonly unknown[],
  secondary: readonly unknown[],
  at: Paths,
  embeds: boolean,
): Generator<Found> {
  const known = identities(primary);
  const others = identities(secondary);
  if (known && others) {
    for (const [identity, index] of known) {
      const other = others.get(identity) ?? secondary.length;
      yield* differencesOf(primary[index], secondary[other], below(at, index, other), embeds);
    }
    for (const [identity, other] of others) {
      if (known.has(identity)) continue;
      yield { at: below(at, primary.length, other), primary: undefined, secondary: secondary[other] };
    }
    return;
  }
  const same = (one: unknown, other: unknown): boolean => differencesOf(one, other, at, embeds).next().done === true;
  let start = 0;
  while (start < Math.min(primary.length, secondary.length) && same(primary[start], secondary[start])) start++;
  let [end, otherEnd] = [primary.length, secondary.length];
  while (end > start && otherEnd > start && same(primary[end - 1], secondary[otherEnd - 1])) {
    end--;
    otherEnd--;
  }
  if (end === otherEnd) {
    for (let index = start; index < end; index++)
      yield* differencesOf(primary[index], secondary[index], below(at, index, index), embeds);
  } else if (end === start) {
    for (let index = start; index < otherEnd; index++)
      yield { at: below(at, start, index), primary: undefined, secondary: secondary[index] };
  } else if (otherEnd === start) {
    for (let index = start; index < end; index++)
      yield { at: below(at, index, start), primary: primary[index], secondary: undefined };
  } else yield { at, primary, secondary };
}

/** Keys that tell items of the controller's lists apart. */
const identifying = ['clusterName', 'namespace', 'namespaceLabel', 'service', 'name'] as const;

/** Items by what identifies them, or undefined where something does not, or not alone. */
function identities(items: readonly unknown[]): Map<string, number> | undefined {
  const found = new Map<string, number>();
  for (const [index, item] of items.entries()) {
    if (!isObject(item)) return undefined;
    const names = identifying.map(key => item[key] ?? '');
    if (names.every(name => name === '')) return undefined;
    found.set(JSON.stringify(names), index);
  }
  return found.size === items.length ? found : undefined;
}
