import { isObject, type JsonObject } from '../load/manifest-object.ts';
import { byBytes } from '../order.ts';
import type { Kept, SnapshotKind } from './kinds.ts';

/** An object with only what is kept of its kind. */
export interface StrippedObject {
  readonly kind: string;
  /** Empty for an object without one. */
  readonly namespace: string;
  readonly name: string;
  readonly value: JsonObject;
}

/** Takes from an object, as an API server gives it, what is kept of its kind. Undefined where nothing of it is. */
export function stripped(kind: SnapshotKind, object: JsonObject): StrippedObject | undefined {
  const prepared = kind.prepare ? kind.prepare(object) : object;
  if (!prepared) return undefined;
  const metadata = isObject(object.metadata) ? object.metadata : {};
  const name = String(metadata.name ?? '');
  const namespace = kind.namespaced ? String(metadata.namespace ?? '') : '';
  const { apiVersion } = kind;
  const identity = { name, ...(namespace !== '' && { namespace }) };
  const value = { apiVersion, kind: kind.kind, metadata: { ...identity, ...keptMetadata(kind, metadata) } };
  const rest = keptOf(prepared, kind.kept);
  return { kind: kind.kind, namespace, name, value: { ...value, ...(isObject(rest) && rest) } };
}

function keptMetadata({ labels, annotations, aged }: SnapshotKind, metadata: JsonObject): JsonObject {
  const wanted = (key: string): boolean => annotations.some(prefix => key.startsWith(prefix));
  return {
    ...(aged && typeof metadata.creationTimestamp === 'string' && { creationTimestamp: metadata.creationTimestamp }),
    ...(labels && some('labels', metadata.labels, () => true)),
    ...some('annotations', metadata.annotations, wanted),
  };
}

/** The entries of a mapping that are wanted, under a key; nothing where there are none. */
function some(key: string, value: unknown, wanted: (key: string) => boolean): JsonObject {
  const entries = isObject(value) ? Object.entries(value).filter(([name]) => wanted(name)) : [];
  return entries.length > 0 ? { [key]: inOrder(Object.fromEntries(entries)) } : {};
}

/** What is kept of a value, in the order of the keys that are kept. Undefined where nothing is. */
function keptOf(value: unknown, kept: Kept): unknown {
  if (value === undefined || value === null) return undefined;
  if (kept === 'all') return inOrder(value);
  if (Array.isArray(value)) return value.map(item => keptOf(item, kept) ?? {});
  if (!isObject(value)) return undefined;
  const entries = Object.entries(kept)
    .map(([key, below]) => [key, keptOf(value[key], below)] as const)
    .filter(([, item]) => item !== undefined);
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

/** A value with the keys of its mappings in order; lists stay as they are. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).sort(([a], [b]) => byBytes(a, b));
  return Object.fromEntries(entries.map(([key, item]) => [key, inOrder(item)]));
}
