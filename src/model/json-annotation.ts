import type { Inner } from '../place.ts';

/** Why a JSON text is not what it should be, with the path to the value or the offset in the text. */
export interface JsonProblem {
  readonly problem: string;
  readonly path?: ReadonlyArray<string | number>;
  readonly offset?: number;
}

/** Where in the text the problem is. */
export function jsonPlace({ path, offset }: JsonProblem): Inner {
  return path ? { syntax: 'json', path } : { syntax: 'text', offset: offset ?? 0, length: 1 };
}

/** Parses JSON as the controller does: strictly, and without a say on how often a key stands. */
export function parseJson(text: string): { readonly value: unknown } | JsonProblem {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    const message = (error as Error).message;
    const position = /position (\d+)/.exec(message);
    const problem = message.replace(/ in JSON at position.*/s, '').replace(/, ("|\.\.\.).* is not valid JSON$/s, '');
    return { problem, offset: position ? Number(position[1]) : text.trimEnd().length };
  }
}

/** Value of a key, which JSON decoding in Go finds whatever its case. */
export function caseless(object: Readonly<Record<string, unknown>>, key: string): unknown {
  if (object[key] !== undefined) return object[key];
  const found = Object.keys(object).find(name => name.toLowerCase() === key.toLowerCase());
  return found === undefined ? undefined : object[found];
}
