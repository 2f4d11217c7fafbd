import { fileURLToPath, pathToFileURL } from 'node:url';

/** Absolute path of a document; undefined for what is no file, such as one that was never saved. */
export function filePath(uri: string): string | undefined {
  try {
    return fileURLToPath(uri);
  } catch {
    return undefined;
  }
}

export function fileUri(path: string): string {
  return pathToFileURL(path).href;
}
