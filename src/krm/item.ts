import { isObject, type JsonObject } from '../load/manifest-object.ts';
import { loadYaml } from '../load/yaml.ts';

/** A resource as a caller hands it over: text of its own, and what it says of itself. */
export interface Item {
  /** Of the file that it comes from, where the caller tells; else its kind and name. */
  readonly path: string;
  /** A document with this resource alone. */
  readonly text: string;
  /** Undefined where it cannot be read. */
  readonly value: JsonObject | undefined;
  readonly annotations: Readonly<Record<string, unknown>>;
  /** Which document of its file it is, from 0. */
  readonly index?: number;
  /** True where the caller tells of which file it is. */
  readonly ofFile: boolean;
}

/** What callers write of a file, and what they wrote before. */
const pathNames = ['internal.config.kubernetes.io/path', 'config.kubernetes.io/path'];
const indexNames = ['internal.config.kubernetes.io/index', 'config.kubernetes.io/index'];

/** @param place what the resource is called where it says nothing of itself */
export function itemOf(text: string, place: string): Item {
  const loaded = loadYaml(text);
  const [first] = loaded.ok ? loaded.value.documents : [];
  const value = isObject(first) ? first : undefined;
  const metadata = isObject(value?.metadata) ? value.metadata : {};
  const annotations = isObject(metadata.annotations) ? metadata.annotations : {};
  const path = pathNames.map(name => annotations[name]).find(found => typeof found === 'string' && found !== '');
  const index = Number(indexNames.map(name => annotations[name]).find(found => found !== undefined));
  return {
    path: typeof path === 'string' ? path : nameOf(value, metadata, place),
    text,
    value,
    annotations,
    ofFile: path !== undefined,
    ...(path !== undefined && Number.isInteger(index) && { index }),
  };
}

function nameOf(value: JsonObject | undefined, metadata: JsonObject, place: string): string {
  const { kind } = value ?? {};
  const { namespace, name } = metadata;
  if (typeof kind !== 'string' || typeof name !== 'string') return place;
  return `${kind} ${typeof namespace === 'string' && namespace !== '' ? `${namespace}/` : ''}${name}`;
}

/** True for what a tool reads and no cluster gets. */
export function isLocal({ annotations }: Item): boolean {
  return annotations['config.kubernetes.io/local-config'] === 'true';
}
