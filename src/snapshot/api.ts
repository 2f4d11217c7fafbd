import type { Reply } from '../load/kubectl.ts';
import { isObject, type JsonObject } from '../load/manifest-object.ts';
import { OutsideError } from '../outside-error.ts';
import type { SnapshotKind } from './kinds.ts';

/** Asks an API server for what stands at a path. Throws `OutsideError` for what nobody can go on with. */
export type Ask = (path: string) => Promise<Reply>;

/** Objects that an API server gives at once: a page of the largest takes some MiB. */
const pageSize = 500;

/** A right that is missing, in the words of a Role. */
export class MissingRight extends OutsideError {
  readonly kind: SnapshotKind;
  constructor(kind: SnapshotKind, message: string) {
    super(message);
    this.kind = kind;
  }
}

/** An API server as far as it is read. */
export class Api {
  readonly #ask: Ask;
  /** By group and version: names of kinds in paths; undefined where the server does not tell. */
  readonly #groups = new Map<string, Promise<ReadonlyMap<string, string> | undefined>>();

  constructor(ask: Ask) {
    this.#ask = ask;
  }

  /**
   * What `read` makes of every object of a kind, in one namespace or in all; it is called page by page, so that no more than
   * one is held whole. Nothing where the server does not have the kind.
   */
  async list<T>(kind: SnapshotKind, where: Where, read: (object: JsonObject) => T | undefined): Promise<T[]> {
    const resource = await this.#resource(kind);
    if (resource === undefined) return [];
    const path = pathOf(kind, resource, where.namespace);
    // The state that the pages are of may be forgotten before the last one: then all at once.
    return (await this.#pages(kind, path, where, read)) ?? (await this.#pages(kind, path, where, read, 0)) ?? [];
  }

  /** Undefined where the server does not have the state any more that the first pages were of. */
  async #pages<T>(
    kind: SnapshotKind,
    path: string,
    { labelSelector }: Where,
    read: (object: JsonObject) => T | undefined,
    limit = pageSize,
  ): Promise<T[] | undefined> {
    const found: T[] = [];
    let token = '';
    do {
      const query = new URLSearchParams({
        ...(limit > 0 && { limit: String(limit) }),
        ...(labelSelector !== undefined && { labelSelector }),
        ...(token !== '' && { continue: token }),
      });
      const reply = await this.#ask(query.size === 0 ? path : `${path}?${query}`);
      if (reply.refused === 'Expired' && token !== '') return undefined;
      if (reply.refused === 'NotFound' && kind.optional) return [];
      if (reply.refused !== undefined) throw problem(kind, reply.refused, reply.message);
      const { items, metadata } = parsed(reply.text, path);
      if (!Array.isArray(items) && items !== null) throw notKubernetes(path);
      for (const item of items ?? []) {
        const result = isObject(item) ? read(item) : undefined;
        if (result !== undefined) found.push(result);
      }
      token = isObject(metadata) ? String(metadata.continue ?? '') : '';
    } while (token !== '');
    return found;
  }

  /** One object by its name; undefined where there is none. */
  async object(kind: SnapshotKind, name: string, namespace?: string): Promise<JsonObject | undefined> {
    const path = `${pathOf(kind, kind.resource, namespace)}/${encodeURIComponent(name)}`;
    const reply = await this.#ask(path);
    if (reply.refused === 'NotFound') return undefined;
    if (reply.refused !== undefined) throw problem(kind, reply.refused, reply.message);
    return parsed(reply.text, path);
  }

  /** The name of a kind in paths. Who may not list a kind that does not exist is told that he may not, so this is asked first. */
  async #resource({ apiVersion, kind, resource, optional }: SnapshotKind): Promise<string | undefined> {
    if (!optional) return resource;
    const names = this.#groups.get(apiVersion) ?? this.#namesOf(apiVersion);
    this.#groups.set(apiVersion, names);
    const known = await names;
    return known === undefined ? resource : known.get(kind);
  }

  async #namesOf(apiVersion: string): Promise<ReadonlyMap<string, string> | undefined> {
    const path = `/apis/${apiVersion}`;
    const reply = await this.#ask(path);
    if (reply.refused === 'NotFound') return new Map();
    if (reply.refused !== undefined) return undefined;
    const { resources } = parsed(reply.text, path);
    if (!Array.isArray(resources)) throw notKubernetes(path);
    const listed = resources.filter(isObject).filter(({ name }) => !String(name).includes('/'));
    return new Map(listed.map(({ kind, name }) => [String(kind), String(name)]));
  }
}

/** Which objects of a kind. */
export interface Where {
  /** Absent: all. */
  readonly namespace?: string;
  /** Only those with these labels: `f5nr=true`. */
  readonly labelSelector?: string;
}

function pathOf({ apiVersion }: SnapshotKind, resource: string, namespace: string | undefined): string {
  const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  return `${root}/${namespace === undefined ? '' : `namespaces/${encodeURIComponent(namespace)}/`}${resource}`;
}

function parsed(text: string, path: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return value;
  } catch {
    // Said below.
  }
  throw notKubernetes(path);
}

function notKubernetes(path: string): OutsideError {
  return new OutsideError(`what answers is no Kubernetes API: it gives no list at ${path}`);
}

function problem(kind: SnapshotKind, refused: 'Forbidden' | 'NotFound' | 'Expired', message: string): OutsideError {
  if (refused === 'Forbidden') return new MissingRight(kind, message);
  if (refused === 'NotFound') return new OutsideError(`what answers is no Kubernetes API: it has no ${kind.resource}`);
  return new OutsideError(`the API server changes too fast to list ${kind.resource}: ${message}`);
}
