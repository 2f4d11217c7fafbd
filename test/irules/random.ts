/** Mulberry32: the same traffic in every run. */
export function random(seed: number) {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  return {
    next,
    below,
    chance: (probability: number) => next() < probability,
    pick: <T>(items: readonly T[]): T => items[below(items.length)]!,
  };
}
export type Random = ReturnType<typeof random>;

export const POOLS = ['p0', 'p1', 'p2', 'p3', 'p4'];

/** Up to six records, whose keys are a host and a path each. */
export function records<T>(
  { below, pick }: Random,
  value: (key: string) => T,
  keys: readonly string[],
  paths: readonly string[],
): Record<string, T> {
  const entries = Array.from({ length: 1 + below(6) }, () => pick(keys) + pick(paths).replace(/\/$/, ''));
  return Object.fromEntries(entries.map(key => [key, value(key)]));
}

/** A value of an A/B data group; without any weight it is empty. */
export function shares({ below, pick, chance }: Random): string {
  const weights = Array.from({ length: 1 + below(4) }, () => 1 + below(5));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let running = 0;
  const value = weights.map(weight => {
    running += weight;
    return `${pick(POOLS)},${(running / total).toFixed(3)}`;
  });
  return chance(0.1) ? '' : value.join(';');
}
