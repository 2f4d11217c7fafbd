import { whereFrom } from '../emit/index.ts';
import { createLocator } from '../load/locate.ts';
import { readWorkspace, renderView } from '../pipeline.ts';
import type { ErrorPlace } from '../report/sync.ts';
import type { TenantOutcome } from '../sync/apply.ts';
import { objectsNamed } from '../sync/named-objects.ts';
import type { WantedTenant } from '../sync/plan.ts';

/** Tells of an object of a tenant where it stands in Git. */
export type Finder = (tenant: string, object: string) => Omit<ErrorPlace, 'object' | 'file'>;

/** Where the objects that AS3 complains of come from: the committed file with its line, and the resource that makes them. */
export async function errorPlaces(
  directory: string,
  cluster: string,
  outcomes: readonly TenantOutcome[],
  wanted: ReadonlyMap<string, WantedTenant>,
): Promise<ReadonlyMap<string, readonly ErrorPlace[]>> {
  const named = new Map<string, readonly string[]>();
  for (const { tenant, outcome, message, errors } of outcomes) {
    const text = wanted.get(tenant)?.text;
    if (outcome !== 'refused' || text === undefined) continue;
    named.set(tenant, objectsNamed(tenant, [message, ...errors], wanted.get(tenant)!.declared));
  }
  if ([...named.values()].every(objects => objects.length === 0)) return new Map();
  const find = await finder(directory, cluster);
  return new Map(
    [...named].map(([tenant, objects]) => {
      const { text, file } = wanted.get(tenant)!;
      return [
        tenant,
        objects.map(object => ({ object, file: `${file}:${lineOf(text, object)}`, ...find(tenant, object) })),
      ];
    }),
  );
}

/** Line of an object in a rendered file, where each has a line of its own. */
function lineOf(text: string, object: string): number {
  const at = text.indexOf(`\n      ${JSON.stringify(object)}: {`);
  return at < 0 ? 1 : text.slice(0, at + 1).split('\n').length;
}

/** By rendering the manifests as they are now. Without them, or where they are broken, nothing is told of resources. */
async function finder(directory: string, cluster: string): Promise<Finder> {
  try {
    const run = await readWorkspace(directory, { baseline: false });
    const view = renderView(run, cluster);
    const locator = createLocator();
    return (tenant, object) => {
      const { at, resource } = whereFrom(view, tenant, object);
      const position = at && locator.position(at);
      return { ...(resource && { resource }), ...(position && { position }) };
    };
  } catch {
    return () => ({});
  }
}
