import { Findings } from '../finding.ts';
import { readManifest } from '../load/files.ts';
import { type ManifestObject, readObjects } from '../load/manifest-object.ts';
import type { SourceFile } from '../place.ts';

export interface ManifestOptions {
  /** Kinds of objects that are not printed, in capitals or not. */
  readonly excludedKinds: readonly string[];
  /** Asked for each file; one that only says what a cluster has is not printed. */
  readonly isInventory: (path: string, text: string) => boolean;
}

/**
 * The documents of a cluster's manifests as they are written, comments and all, each with the separator before it. What holds no
 * object of Kubernetes, such as a kustomization, is left out. Of a list with objects that are not wanted the others come one by one.
 */
export function* manifestDocuments(files: readonly SourceFile[], options: ManifestOptions): Generator<string> {
  const excluded = new Set(options.excludedKinds.map(kind => kind.toLowerCase()));
  // What cannot be read has been found before.
  const reader = { findings: new Findings(), unread: () => {}, takes: () => false };
  for (const file of files) {
    const text = readManifest(file, reader.findings);
    if (text === undefined || options.isInventory(file.path, text)) continue;
    const documents = byDocument(readObjects(file, text, reader));
    for (const [start, objects] of documents) {
      const wanted = objects.filter(({ kind }) => !excluded.has(kind.toLowerCase()));
      if (wanted.length === objects.length) yield separated(text.slice(start, objects[0]!.source.end));
      else for (const { value } of wanted) yield jsonDocument(value);
    }
  }
}

/** Objects by the start of their document, in order. */
function byDocument(objects: Iterable<ManifestObject>): Map<number, ManifestObject[]> {
  const documents = new Map<number, ManifestObject[]>();
  for (const object of objects) {
    const { start } = object.source;
    const others = documents.get(start);
    if (others) others.push(object);
    else documents.set(start, [object]);
  }
  return documents;
}

/** A document may begin on the line of its separator: `--- # comment`. */
function separated(text: string): string {
  return `---${/^[ \t\r\n]/.test(text) ? '' : '\n'}${text}${text.endsWith('\n') ? '' : '\n'}`;
}

/** An object of ours as a document: JSON is YAML, and nobody has to guess what is a number. */
export function jsonDocument(object: ManifestObject['value']): string {
  return `---\n${JSON.stringify(object, undefined, 2)}\n`;
}
