import { type Finding, Findings, type ResourceRef } from '../finding.ts';
import { readFileObjects } from '../load/index.ts';
import type { ManifestObject } from '../load/manifest-object.ts';
import type { Source, SourceFile } from '../place.ts';
import { reportAdmission } from './admission.ts';
import { FieldReader } from './field-reader.ts';
import { type Store, stores } from './kinds.ts';
import { objectKey, type Resource } from './metadata.ts';
import { mistakenKind } from './mistaken-kind.ts';
import { reportObjectKeys } from './object-keys.ts';
import { reportObjectLimits } from './object-limits.ts';
import { readSuppressions, type Suppression } from './suppression.ts';
import { refOf, whereOf } from './where.ts';

/** What a document was found to be, but for where it stands. */
interface KnownDocument {
  readonly identity: string;
  readonly store?: Store;
  readonly resource?: Resource;
}

/**
 * Documents by their text, over all clusters of a workspace: a primary and its secondary hold the same manifests, so most
 * documents come again, and need not be read again. Only what gave no finding and suppresses
 * none is remembered.
 */
export type KnownDocuments = Map<string, KnownDocument>;

/** An object that a file holds, whatever else the cluster holds. */
interface ReadObject {
  /** Group, kind and name: a cluster has one of it. */
  readonly identity: string;
  readonly ref: ResourceRef;
  readonly source: Source;
  readonly store: Store;
  /** Absent where a cluster refuses it, and where no controller reads it. */
  readonly resource?: Resource;
}

/** What was found in a file. */
export interface FileReading {
  readonly objects: readonly ReadObject[];
  readonly suppressions: readonly Suppression[];
  readonly findings: readonly Finding[];
  /** True when something was left out as unreadable. */
  readonly incomplete: boolean;
}

/** Reads the objects of a file, as they are whatever else a cluster holds. */
export function readFile(file: SourceFile, known: KnownDocuments): FileReading {
  const findings = new Findings();
  const objects: ReadObject[] = [];
  const suppressions: Suppression[] = [];
  let incomplete = false;
  const unread = (): void => {
    incomplete = true;
  };
  const takes = (document: string, source: Source): boolean => {
    const { identity, store, resource } = known.get(document) ?? {};
    if (identity === undefined) return false;
    if (store && resource) objects.push({ identity, ref: resource, source, store, resource: { ...resource, source } });
    return true;
  };
  for (const object of readFileObjects(file, { findings, unread, takes })) {
    const store = stores.get(`${object.value.apiVersion} ${object.kind}`);
    const identity = `${object.group}/${object.kind}/${objectKey(object)}`;
    const reported = findings.list.length;
    const suppressed = readSuppressions(object);
    suppressions.push(...suppressed);
    let resource: Resource | undefined;
    if (store) {
      const reader = new FieldReader(object, findings);
      resource = store.read(object, reader);
      // A refused object never reached the cluster: what an earlier document of that name said still stands.
      if (!reader.usable) resource = undefined;
      if (reader.usable) {
        reportObjectKeys(object, findings);
        if (resource) reportObjectLimits(object, resource, findings);
        reportAdmission(object, store, findings);
      } else if (!store.beside) incomplete = true;
    } else if (reportMistakenKind(object, findings)) incomplete = true;
    if (object.document !== undefined && findings.list.length === reported && suppressed.length === 0) {
      known.set(object.document, { identity, ...(store && resource && { store, resource }) });
    }
    if (store)
      objects.push({ identity, ref: refOf(object), source: object.source, store, ...(resource && { resource }) });
  }
  return { objects, suppressions, findings: findings.list, incomplete };
}

/** The kinds that the controller reads. */
const controllerKinds = [...stores].flatMap(([title, { beside }]) => (beside ? [] : [title]));

/** True for an object that was probably meant to be read, and cannot be. */
function reportMistakenKind(object: ManifestObject, findings: Findings): boolean {
  const mistaken = mistakenKind(object, controllerKinds);
  if (!mistaken) return false;
  const { field, ...suggested } = mistaken;
  const values = {
    apiVersion: String(object.value.apiVersion),
    kind: object.kind,
    name: objectKey(object),
    ...suggested,
  };
  findings.add('object-kind-unknown', values, whereOf(object, [field]));
  return true;
}
