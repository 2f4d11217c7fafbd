import type { ManifestObject } from '../load/manifest-object.ts';
import type { FieldReader } from './field-reader.ts';
import { type Resource, resourceOf } from './metadata.ts';
import { type Placeholder, placeholdersIn } from './placeholder.ts';

/** Parameters by which IOMesh's CSI driver finds a cluster, each `namespace/name`. */
export const clusterParameters = ['clusterConnection', 'iomeshCluster'] as const;
export type ClusterParameter = (typeof clusterParameters)[number];

/** Parameter for the file system of a volume, of every CSI driver. */
export const fileSystemParameter = 'csi.storage.k8s.io/fstype';

/** A `storage.k8s.io/v1` StorageClass as far as IOMesh is concerned. It has no namespace. */
export interface StorageClass extends Resource {
  /** True for one of IOMesh: by its provisioner, or by one of its parameters. */
  readonly isIoMesh: boolean;
  readonly parameters: Readonly<Partial<Record<ClusterParameter | typeof fileSystemParameter, string>>>;
  readonly placeholders: readonly Placeholder[];
}

const read: ReadonlySet<string> = new Set([...clusterParameters, fileSystemParameter]);

export function readStorageClass(object: ManifestObject, reader: FieldReader): StorageClass {
  const parameters = reader.stringMap(object.value, 'parameters', [], key => read.has(key));
  const ofDriver = reader.string(object.value, 'provisioner', []) === 'com.iomesh.csi-driver';
  const isIoMesh = ofDriver || clusterParameters.some(key => parameters[key] !== undefined);
  const placeholders = isIoMesh ? placeholdersIn(object.value.parameters, ['parameters']) : [];
  return { ...resourceOf(object), isIoMesh, parameters, placeholders };
}
