import type { ResourceRef } from '../finding.ts';
import type { Source, SourceFile } from '../place.ts';
import { sourceText } from './locate.ts';
import { type ManifestObject, rereadObject } from './manifest-object.ts';

/** Reads objects again whose text is not kept. It remembers the last file: objects are asked for file by file. */
export function createReader(): (ref: ResourceRef, source: Source) => ManifestObject | undefined {
  let file: SourceFile | undefined;
  let text: string | undefined;
  return (ref, source) => {
    if (file !== source.file) {
      file = source.file;
      text = sourceText(file);
    }
    return text === undefined ? undefined : rereadObject(ref, source, text);
  };
}
