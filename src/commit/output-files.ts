import { closeSync, existsSync, lstatSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { byBytes } from '../order.ts';

/** Directory of the view that a secondary posts when its primary is down, beside its own files. */
const failoverDirectory = 'failover';

/** Path of a tenant's file within the output directory, with `/`. */
export function tenantFile(cluster: string, tenant: string, failover: boolean): string {
  return `${cluster}/${failover ? `${failoverDirectory}/` : ''}${tenant}.json`;
}

/** Cluster, tenant and kind of view of a file that we wrote; undefined for any other path. */
export function parseTenantFile(
  path: string,
): { readonly cluster: string; readonly tenant: string; readonly failover: boolean } | undefined {
  const match = /^([^/]+)\/(failover\/)?([^/]+)\.json$/.exec(path);
  return match ? { cluster: match[1]!, tenant: match[3]!, failover: match[2] !== undefined } : undefined;
}

/**
 * Files in the output directory that were rendered: `<cluster>/<tenant>.json` and `<cluster>/failover/<tenant>.json` that
 * begin as our declarations do. Whatever else lies there is not ours, and is left alone.
 */
export function renderedFiles(output: string): string[] {
  if (!existsSync(output)) return [];
  const files: string[] = [];
  const look = (folder: string, prefix: string, deeper: boolean): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isFile() && entry.name.endsWith('.json') && prefix !== '' && isOurs(path))
        files.push(prefix + entry.name);
      if (entry.isDirectory() && (prefix === '' || (deeper && entry.name === failoverDirectory))) {
        look(path, `${prefix}${entry.name}/`, prefix === '');
      }
    }
  };
  look(output, '', true);
  return files.sort(byBytes);
}

/**
 * What is in the place of files of a view and is none that was rendered, relative to the output directory: cut off, changed by hand, a symbolic
 * link, or a link where their directory should be.
 */
export function strangeFiles(output: string, cluster: string, failover: boolean): string[] {
  const below = failover ? [cluster, `${cluster}/${failoverDirectory}`] : [cluster];
  const link = below.find(path => lstatSync(join(output, path), { throwIfNoEntry: false })?.isSymbolicLink());
  if (link !== undefined) return [link];
  const folder = below.at(-1)!;
  if (!lstatSync(join(output, folder), { throwIfNoEntry: false })?.isDirectory()) return [];
  return readdirSync(join(output, folder), { withFileTypes: true })
    .filter(entry => entry.name.endsWith('.json') && !entry.isDirectory())
    .filter(entry => !entry.isFile() || !isOurs(join(output, folder, entry.name)))
    .map(({ name }) => `${folder}/${name}`)
    .sort(byBytes);
}

/** True for a file that begins with our envelope: its label is within the first characters. */
function isOurs(path: string): boolean {
  const head = Buffer.alloc(512);
  const file = openSync(path, 'r');
  try {
    const length = readSync(file, head, 0, head.length, 0);
    return /^\{\s*"class": "ADC"[\s\S]*"label": "cis-render"/.test(head.toString('utf8', 0, length));
  } finally {
    closeSync(file);
  }
}
