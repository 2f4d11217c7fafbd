import { Findings, type ResourceRef } from '../finding.ts';
import type { Path, Source, SourceFile } from '../place.ts';
import { splitDocuments } from './split-documents.ts';
import { detached } from './text.ts';
import { loadYaml } from './yaml.ts';

export type JsonObject = { readonly [key: string]: unknown };

/** A Kubernetes object as it is written, with where it stands. */
export interface ManifestObject extends ResourceRef {
  /** `apiVersion` up to the slash: `route.openshift.io`, or empty for the core group. Of a renamed group the first name. */
  readonly group: string;
  readonly value: JsonObject;
  readonly source: Source;
  /** Text of its document, where it is the only object in it. */
  readonly document?: string;
}

/** What whoever reads objects wants to know beside them. */
export interface ObjectReader {
  readonly findings: Findings;
  /** Called for every file, document or object that is left out as unreadable. */
  readonly unread: () => void;
  /** Asked for every document; one that it takes care of is passed over. */
  readonly takes: (document: string, source: Source) => boolean;
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Groups of Flomesh FSM, which has renamed its own: that of its first releases, and today's with what was in that. */
export const flomeshGroups: readonly [string, ...string[]] = ['flomesh.io', 'multicluster.flomesh.io'];

/** Kinds without a namespace, of those that we look at, with their groups. */
const clusterScoped = new Set(['/Node', '/Namespace', 'storage.k8s.io/StorageClass', 'flomesh.io/Cluster']);

/**
 * Reads every object of a manifest's text: documents of a stream, and the items of `List`s among them. What cannot be read
 * becomes a finding, and `unread` is called; nothing of a broken document goes on.
 */
export function* readObjects(file: SourceFile, text: string, reader: ObjectReader): Generator<ManifestObject> {
  const { findings, unread, takes } = reader;
  for (const { start, end } of splitDocuments(text)) {
    const source: Source = { file, start, end };
    const document = start === 0 && end === text.length ? text : text.slice(start, end);
    if (takes(document, source)) continue;
    const loaded = loadYaml(document);
    if (!loaded.ok) {
      const { reason, offset } = loaded.problem;
      const at = { source, range: [start + offset, start + offset] as const };
      if (reason.startsWith('alias')) findings.add('yaml-alias-bomb', { reason }, { at });
      else findings.add('yaml-syntax', { reason }, { at });
      unread();
      continue;
    }
    const { documents, duplicateKey } = loaded.value;
    if (duplicateKey !== undefined) {
      const offset = start + duplicateKey;
      findings.add('yaml-duplicate-key', {}, { at: { source, range: [offset, offset] } });
    }
    for (const value of documents) {
      for (const object of objectsOf(value, source, findings, unread)) {
        yield documents.length === 1 && !object.source.item ? { ...object, document } : object;
      }
    }
  }
}

/** Reads one object again, from the text of its file. Undefined where it is not there any more. */
export function rereadObject(
  { kind, namespace, name }: ResourceRef,
  source: Source,
  text: string,
): ManifestObject | undefined {
  const { file, start, end, item } = source;
  const loaded = loadYaml(text.slice(start, end));
  if (!loaded.ok) return undefined;
  const same = (object: ManifestObject): boolean =>
    object.kind === kind &&
    object.namespace === namespace &&
    object.name === name &&
    String(object.source.item) === String(item);
  for (const value of loaded.value.documents) {
    const found = [...objectsOf(value, { file, start, end }, new Findings(), () => {})].findLast(same);
    if (found) return found;
  }
  return undefined;
}

function* objectsOf(value: unknown, source: Source, findings: Findings, unread: () => void): Generator<ManifestObject> {
  if (value === null || value === undefined) return;
  if (!isObject(value) || (value.kind === undefined && value.apiVersion === undefined)) {
    findings.add('object-not-kubernetes', {}, { at: { source } });
    return;
  }
  const { kind, apiVersion } = value;
  if (typeof kind !== 'string' || kind === '' || typeof apiVersion !== 'string' || apiVersion === '') {
    const missing = typeof kind === 'string' && kind !== '' ? 'apiVersion' : 'kind';
    findings.add('object-without-identity', { field: missing }, { at: { source, path: [missing] } });
    unread();
    return;
  }
  if (kind.endsWith('List') && Array.isArray(value.items)) {
    const prefix: Path = [...(source.item ?? []), 'items'];
    for (const [index, item] of value.items.entries()) {
      yield* objectsOf(item, { ...source, item: [...prefix, index] }, findings, unread);
    }
    return;
  }
  const metadata = value.metadata;
  if (!isObject(metadata)) {
    // kustomization.yaml and the like: no object of a cluster, unless it has what only those have.
    const looksLikeOne =
      apiVersion === 'v1' || metadata !== undefined || value.spec !== undefined || value.data !== undefined;
    if (looksLikeOne) {
      findings.add('object-without-identity', { field: 'metadata' }, { at: { source, path: ['metadata'] } });
      unread();
    }
    return;
  }
  const { name, namespace } = metadata;
  const slash = apiVersion.indexOf('/');
  if (typeof name !== 'string' || name === '') {
    findings.add('object-without-identity', { field: 'metadata.name' }, { at: { source, path: ['metadata', 'name'] } });
    unread();
    return;
  }
  if (namespace !== undefined && namespace !== null && typeof namespace !== 'string') {
    const field = 'metadata.namespace';
    findings.add('object-without-identity', { field }, { at: { source, path: ['metadata', 'namespace'] } });
    unread();
    return;
  }
  const written = slash < 0 ? '' : apiVersion.slice(0, slash);
  const group = flomeshGroups.includes(written) ? flomeshGroups[0] : written;
  yield {
    group,
    kind: detached(kind),
    namespace: clusterScoped.has(`${group}/${kind}`) ? '' : detached(namespace || 'default'),
    name: detached(name),
    value,
    source,
  };
}
