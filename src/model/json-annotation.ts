import type { Findings, ResourceRef } from '../finding.ts';
import { suggestion } from '../load/suggestion.ts';
import type { Inner, Path, Place } from '../place.ts';
import type { Suggested } from '../rules/did-you-mean.ts';

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

/** A key that is not read. `path` leads to it. */
export interface UnreadKey extends Suggested {
  readonly key: string;
  readonly path: Path;
}

/** Keys of an object that are none of those that are read. */
export function unreadKeys(
  object: Readonly<Record<string, unknown>>,
  read: readonly string[],
  path: Path,
): readonly UnreadKey[] {
  const known = new Set(read.map(key => key.toLowerCase()));
  return Object.keys(object)
    .filter(key => !known.has(key.toLowerCase()))
    .map(key => ({ key, path: [...path, key], ...suggestion(key, read) }));
}

/** Whose annotation it is, and where. */
export interface AnnotationOwner {
  readonly owner: string;
  readonly annotation: string;
  readonly at: Place;
  readonly resource: ResourceRef;
}

/** Reports the keys of an annotation's JSON that are passed over. */
export function reportUnreadKeys(
  read: JsonProblem | { readonly unread: readonly UnreadKey[] } | undefined,
  { owner, annotation, at, resource }: AnnotationOwner,
  findings: Findings,
): void {
  if (!read || 'problem' in read) return;
  for (const { path, ...values } of read.unread) {
    const inner = { syntax: 'json', path, part: 'key' } as const;
    findings.add('annotation-json-key-unknown', { owner, annotation, ...values }, { at: { ...at, inner }, resource });
  }
}
