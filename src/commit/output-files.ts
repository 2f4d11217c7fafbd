import {
  closeSync,
  type Dirent,
  existsSync,
  lstatSync,
  openSync,
  readdirSync,
  readSync,
  realpathSync,
  statSync,
} from 'node:fs';
import { join, sep } from 'node:path';
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
 *
 * @param within directory of which symbolic links may lead to another place, as they do in a volume of Kubernetes; without it none counts
 */
export function renderedFiles(output: string, within?: string): string[] {
  if (!existsSync(output)) return [];
  const files: string[] = [];
  const look = (folder: string, prefix: string, deeper: boolean): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      const kind = entry.isSymbolicLink() ? linked(path, within) : entry;
      if (kind?.isFile() && entry.name.endsWith('.json') && prefix !== '' && isOurs(path))
        files.push(prefix + entry.name);
      if (kind?.isDirectory() && (prefix === '' || (deeper && entry.name === failoverDirectory))) {
        look(path, `${prefix}${entry.name}/`, prefix === '');
      }
    }
  };
  look(output, '', true);
  return files.sort(byBytes);
}

/** What a link leads to; undefined where it leads out of a directory, or nowhere. */
function linked(path: string, within: string | undefined): Pick<Dirent, 'isFile' | 'isDirectory'> | undefined {
  return within !== undefined && staysWithin(path, within) ? statSync(path) : undefined;
}

/** True for a path that is there and, links followed, lies in a directory. */
export function staysWithin(path: string, directory: string): boolean {
  return existsSync(path) && realpathSync(path).startsWith(realpathSync(directory) + sep);
}

/**
 * What is in the place of files of a view and is none that was rendered, relative to the output directory: cut off, changed by hand, or a symbolic
 * link that leads out of `within` or nowhere, also where their directory should be.
 */
export function strangeFiles(output: string, cluster: string, failover: boolean, within: string): string[] {
  const below = failover ? [cluster, `${cluster}/${failoverDirectory}`] : [cluster];
  const link = below.find(path => isLink(join(output, path)) && !staysWithin(join(output, path), within));
  if (link !== undefined) return [link];
  const folder = below.at(-1)!;
  if (!statSync(join(output, folder), { throwIfNoEntry: false })?.isDirectory()) return [];
  return readdirSync(join(output, folder), { withFileTypes: true })
    .filter(entry => entry.name.endsWith('.json') && !entry.isDirectory())
    .filter(entry => {
      const path = join(output, folder, entry.name);
      const kind = entry.isSymbolicLink() ? linked(path, within) : entry;
      return !kind?.isFile() || !isOurs(path);
    })
    .map(({ name }) => `${folder}/${name}`)
    .sort(byBytes);
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
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
