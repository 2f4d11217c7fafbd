import type { Outcome, Request } from './simulate.ts';
import type { Virtual } from './virtual.ts';

interface Route {
  readonly host: string;
  readonly path: string;
}

/** The weighted choice as specification 02 §12.2 has it; nothing when no pool of the value can be taken. */
export function weightedChoice(value: string, drawn: number, virtual: Virtual): string | undefined {
  let remembered: string | undefined;
  for (const { pool, threshold } of sharesOf(value)) {
    const active = isActive(virtual, pool);
    if (active) remembered = pool;
    if (drawn > threshold) continue;
    if (active) return pool;
    if (remembered !== undefined) return remembered;
  }
  return undefined;
}

export function sharesOf(value: string): { readonly pool: string; readonly threshold: number }[] {
  return value
    .split(';')
    .filter(Boolean)
    .map(share => ({ pool: share.split(',')[0] ?? '', threshold: Number(share.split(',')[1]) }));
}

export function isActive({ down = [], missing = [] }: Virtual, pool: string): boolean {
  return !down.includes(pool) && !missing.includes(pool);
}

/** The choice of an A/B route, if there is one. */
export function shared(virtual: Virtual, where: Route, draw: () => number): Outcome | undefined {
  const value = sharesAt(virtual, where);
  if (value === undefined) return undefined;
  const pool = weightedChoice(value, draw(), virtual);
  return pool === undefined ? { answer: '503', draws: 1 } : { pool, draws: 1 };
}

/** The shares of the nearest key above: exact host, longest path. */
export function sharesAt({ ab = {} }: Virtual, { host, path }: Route): string | undefined {
  return parents(path)
    .map(parent => ab[host + parent])
    .find(value => value !== undefined);
}

export function route({ host = '', path = '/' }: Request): Route {
  return { host, path };
}

/** `/a/b` and the paths above it: `/a/b`, `/a`, the empty one. */
export function parents(path: string): string[] {
  const pieces = path.split('/');
  return pieces.map((_, index) => pieces.slice(0, pieces.length - index).join('/'));
}
