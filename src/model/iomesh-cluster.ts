import type { ManifestObject } from '../load/manifest-object.ts';
import type { Path } from '../place.ts';
import type { FieldReader } from './field-reader.ts';
import { type Fields, specOf } from './fields.ts';
import { type Resource, resourceOf } from './metadata.ts';
import { type NodeTerms, readNodeTerms } from './node-affinity.ts';
import { type Placeholder, placeholdersIn } from './placeholder.ts';

/** A part of an IOMesh cluster that has Pods of its own. */
export interface IoMeshComponent {
  /** Keys below `spec`: `chunk.devicemanager`. */
  readonly name: string;
  readonly path: Path;
  /** `image.tag`; empty where it is absent. */
  readonly tag: string;
  /** On which Nodes its Pods may be; undefined where on all. */
  readonly nodes?: NodeTerms;
}

/** IOMesh's `iomesh.com/v1alpha1` IOMeshCluster: a pool of storage on some Nodes of a Kubernetes cluster. */
export interface IoMeshCluster extends Resource {
  /** Those that are written. */
  readonly components: readonly IoMeshComponent[];
  /** `dataCIDR` of chunk and redirector, where they are written. */
  readonly dataCidrs: Readonly<Partial<Record<DataComponent, string>>>;
  /** `chunk.devicemanager.blockDeviceNamespace`, the namespace of the management cluster. */
  readonly blockDeviceNamespace?: string;
  readonly placeholders: readonly Placeholder[];
}

/** Components that are on the data network. */
export const dataComponents = ['chunk', 'redirector'] as const;
export type DataComponent = (typeof dataComponents)[number];

/** Components that are told on which Nodes to be. */
export const placedComponents: ReadonlySet<string> = new Set(['meta', 'chunk', 'redirector']);
/** Components whose images come in a Community and an Enterprise Edition. */
export const editionComponents = placedComponents;

export const blockDevicePath: Path = ['spec', 'chunk', 'devicemanager', 'blockDeviceNamespace'];

const components: ReadonlyArray<readonly string[]> = [
  ['meta'],
  ['chunk'],
  ['chunk', 'devicemanager'],
  ['redirector'],
  ['probe'],
  ['toolbox'],
];

export function readIoMeshCluster(object: ManifestObject, reader: FieldReader): IoMeshCluster {
  const spec = specOf(object, reader);
  const at = (keys: readonly string[]): Fields => keys.reduce((fields, key) => fields.within(key), spec);
  const blockDeviceNamespace = at(['chunk', 'devicemanager']).optionalText('blockDeviceNamespace');
  return {
    ...resourceOf(object),
    components: components.map(at).filter(isWritten).map(readComponent),
    dataCidrs: Object.fromEntries(
      dataComponents.flatMap(name => {
        const text = spec.within(name).optionalText('dataCIDR');
        return text === undefined ? [] : [[name, text]];
      }),
    ),
    ...(blockDeviceNamespace !== undefined && { blockDeviceNamespace }),
    placeholders: placeholdersIn(object.value.spec, ['spec']),
  };
}

const isWritten = ({ written }: Fields): boolean => written;

function readComponent(fields: Fields): IoMeshComponent {
  const nodes = readNodeTerms(fields.within('podPolicy').within('affinity'));
  const { path } = fields;
  return { name: path.slice(1).join('.'), path, tag: fields.within('image').text('tag'), ...(nodes && { nodes }) };
}
