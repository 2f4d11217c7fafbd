import { isObject, type Json, type JsonObject } from './json.ts';

export interface Mutation {
  readonly words: string;
  readonly declaration: JsonObject;
}

const values: readonly Json[] = [
  ...[null, '', 'a wrong value', 'x'.repeat(70), '"', 0, -1, 1, 64, 901, 65536, 1e10, 0.5, true, false],
  ...[[], {}, ['x'], { bigip: 'x' }, { use: '' }],
];
const names = [
  'unknown',
  'bigip',
  'use',
  'class',
  'type',
  'serverTLS',
  'path',
  'ciphers',
  'cipherGroup',
  '1',
  'label-',
];

/** `count` copies of the declarations, each with one thing wrong or at least changed; the same for the same seed. */
export function mutations(declarations: readonly JsonObject[], count: number, seed: number): Mutation[] {
  const random = mulberry32(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  return Array.from({ length: count }, () => {
    const declaration = structuredClone(pick(declarations));
    const places = holders(declaration);
    // The depth first: otherwise nearly all would be in the rules of policies.
    const depth = pick([...new Set(places.map(place => place.path.length))]);
    const { path, holder } = pick(places.filter(place => place.path.length === depth));
    const keys: (string | number)[] = Array.isArray(holder) ? [...holder.keys()] : Object.keys(holder);
    const key = keys.length > 0 ? pick(keys) : pick(names);
    return { words: `${change(holder, key)} at /${[...path, key].join('/')}`, declaration };
  });

  function change(holder: Json[] | JsonObject, key: string | number): string {
    const kind = Array.isArray(holder) ? pick(['remove', 'replace', 'repeat']) : pick(['remove', 'replace', 'add']);
    const value = structuredClone(pick(values));
    if (Array.isArray(holder)) {
      const index = Number(key);
      if (kind === 'remove') holder.splice(index, 1);
      else if (kind === 'repeat') holder.push(structuredClone(holder[index] ?? null));
      else holder[index] = value;
    } else if (kind === 'remove') delete holder[key];
    else if (kind === 'add') {
      const name = pick(names);
      holder[name] = value;
      return `add ${name}: ${JSON.stringify(value)}`;
    } else holder[key] = value;
    return kind === 'replace' ? `${kind} by ${JSON.stringify(value)}` : kind;
  }
}

interface Place {
  readonly path: readonly (string | number)[];
  readonly holder: Json[] | JsonObject;
}

function holders(value: Json, path: readonly (string | number)[] = []): Place[] {
  if (Array.isArray(value)) {
    return [{ path, holder: value }, ...value.flatMap((item, i) => holders(item, [...path, i]))];
  }
  if (!isObject(value)) return [];
  return [{ path, holder: value }, ...Object.entries(value).flatMap(([key, item]) => holders(item, [...path, key]))];
}

function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
