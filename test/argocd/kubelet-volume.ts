import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { type Files, writeFiles } from '../temporary-workspace.ts';

/**
 * Puts files into a directory as the kubelet does for a volume of ConfigMaps and Secrets: into a directory of their own, which `..data`
 * leads to, with a link of the same name for each first part of a path.
 */
export function writeKubeletVolume(directory: string, files: Files): string {
  const payload = '..2026_11_21_10_00_00.1234567890';
  mkdirSync(directory, { recursive: true });
  writeFiles(join(directory, payload), files);
  symlinkSync(payload, join(directory, '..data'));
  const tops = new Set(Object.keys(files).map(path => path.split('/')[0]!));
  for (const top of tops) symlinkSync(`..data/${top}`, join(directory, top));
  return directory;
}
