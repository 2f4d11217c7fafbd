import { isUtf8 } from 'node:buffer';
import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseTenantFile, renderedFiles, staysWithin, strangeFiles, tenantFile } from './output-files.ts';

/** Why a file of the output directory cannot be taken for what was rendered, and where in it. */
export class UnreadableFile extends Error {
  /** Relative to the output directory. */
  readonly path: string;
  /** 1-based; absent where it is the file as a whole. */
  readonly line: number | undefined;

  constructor(path: string, line: number | undefined, reason: string) {
    super(reason);
    this.path = path;
    this.line = line;
  }
}

/** A file of one tenant. `T` is what stands under its name. */
export interface TenantFile<T> {
  /** Relative to the output directory. */
  readonly path: string;
  /** The whole file. */
  readonly text: string;
  /** AS3 release that it is made for, `3.56.0`. */
  readonly schemaVersion: string;
  readonly declared: T;
}

/** The files of one view, by tenant, each read when it is asked for. */
export type TenantFiles<T> = ReadonlyMap<string, () => TenantFile<T>>;

/** What the output directory holds, view by view. */
export interface RenderedDirectory<T> {
  /** Views that have files. */
  readonly views: ReadonlyArray<{ readonly cluster: string; readonly failover: boolean }>;
  /** Files of a view. Throws `UnreadableFile` when one is read, or where there is another file in the place of one of `expected`. */
  readonly tenants: (
    view: { readonly cluster: string; readonly failover: boolean },
    expected: readonly string[],
  ) => TenantFiles<T>;
  /** Files of a view. Throws `UnreadableFile` also where there is, in the place of files of its cluster, what was not rendered. */
  readonly wholeView: (view: { readonly cluster: string; readonly failover: boolean }) => TenantFiles<T>;
}

/**
 * Reads an output directory. `T` is what stands under a tenant's name, whatever that is.
 *
 * @param workspace in which it lies, and which no symbolic link may lead out of
 */
export function renderedDirectory<T>(output: string, workspace: string): RenderedDirectory<T> {
  refuseLinkOut(output, workspace);
  const files = renderedFiles(output, workspace);
  const parsed = files.flatMap(path => {
    const file = parseTenantFile(path);
    return file ? [{ ...file, path }] : [];
  });
  const tenantsOf = (cluster: string, failover: boolean): Map<string, () => TenantFile<T>> => {
    const own = parsed.filter(file => file.cluster === cluster && file.failover === failover);
    return new Map(own.map(({ tenant, path }) => [tenant, () => readTenant<T>(output, path, tenant)]));
  };
  const views = new Map(parsed.map(({ cluster, failover }) => [`${cluster} ${failover}`, { cluster, failover }]));
  return {
    views: [...views.values()],
    tenants: ({ cluster, failover }, expected) => {
      const found = tenantsOf(cluster, failover);
      for (const tenant of expected) {
        const path = tenantFile(cluster, tenant, failover);
        if (!found.has(tenant) && isThere(join(output, path))) throw notRendered(output, path, workspace);
      }
      return found;
    },
    wholeView: ({ cluster, failover }) => {
      // Of both views: that there is one for failover tells a secondary, which asks its primary first.
      const [strange] = [false, true].flatMap(one => strangeFiles(output, cluster, one, workspace));
      if (strange !== undefined) throw notRendered(output, strange, workspace);
      return tenantsOf(cluster, failover);
    },
  };
}

function notRendered(output: string, path: string, workspace: string): UnreadableFile {
  return new UnreadableFile(
    path,
    undefined,
    staysWithin(join(output, path), workspace) ? 'does not begin as a declaration of cis-render does' : strayLink,
  );
}

const strayLink = 'is a symbolic link, and leads to nothing in the workspace';

function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

function refuseLinkOut(output: string, workspace: string): void {
  if (isThere(output) && !staysWithin(output, workspace)) throw new UnreadableFile('.', undefined, strayLink);
}

function readTenant<T>(output: string, path: string, tenant: string): TenantFile<T> {
  const bytes = readFileSync(join(output, path));
  if (!isUtf8(bytes)) throw new UnreadableFile(path, undefined, 'is not UTF-8');
  const text = bytes.toString('utf8').replace(/^\ufeff/, '');
  const declaration = parse(text, path);
  if (!isObject(declaration) || declaration.class !== 'ADC')
    throw new UnreadableFile(path, 1, 'is no AS3 declaration of class ADC');
  const { schemaVersion } = declaration;
  if (typeof schemaVersion !== 'string' || !/^\d+\.\d+\.\d+$/.test(schemaVersion))
    throw new UnreadableFile(path, 1, 'has no schemaVersion');
  const tenants = Object.entries(declaration).filter(([, held]) => isObject(held) && held.class === 'Tenant');
  const [[name, declared] = []] = tenants;
  if (name !== tenant || tenants.length > 1)
    throw new UnreadableFile(path, 1, `does not hold the one tenant "${tenant}" for which it is named`);
  return { path, text, schemaVersion, declared: declared as T };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parse(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const conflict = /^(?:<{7}|={7}|>{7})(?: |$)/m.exec(text);
    if (conflict)
      throw new UnreadableFile(path, lineAt(text, conflict.index), 'has a merge conflict that is not resolved');
    const position = / at position (\d+)/.exec((error as Error).message)?.[1];
    const ended = position === undefined || Number(position) >= text.trimEnd().length;
    throw ended
      ? new UnreadableFile(path, lineAt(text, text.trimEnd().length), 'is no JSON: it ends too early')
      : new UnreadableFile(path, lineAt(text, Number(position)), 'is no JSON');
  }
}

function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return line;
}
