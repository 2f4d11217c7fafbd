import { objectKey } from '../model/cluster.ts';
import type { FlomeshEndpoint, FlomeshImport } from '../model/flomesh-import.ts';
import { whereOf } from '../model/where.ts';
import type { Path } from '../place.ts';
import { trafficPaths } from '../translate/traffic.ts';
import type { Check } from './index.ts';

/** Gateways of Flomesh FSM among the members of a pool that have the Service under another path than requests to the pool have. */
export const checkFlomeshGateways: Check = view => {
  const { inventory, findings } = view;
  if (!inventory?.discovery?.settings.systems.includes('flomesh')) return;
  const told = new Set<FlomeshEndpoint>();
  for (const { path: asked, pools, poolOf } of trafficPaths(view)) {
    for (const { pool } of pools) {
      for (const { address, port, cluster, foundBy } of poolOf(pool)?.members() ?? []) {
        if (foundBy?.system !== 'flomesh' || !foundBy.listed) continue;
        const imported = inventory.local.flomeshImports.get(objectKey(foundBy.resource));
        const endpoint = imported && endpointAt(imported, foundBy.path);
        if (!endpoint || told.has(endpoint) || isUnder(pathOf(asked), endpoint.path)) continue;
        told.add(endpoint);
        const values = { member: `${address}:${port}`, cluster, service: objectKey(imported), path: endpoint.path };
        findings.add('flomesh-gateway-path', values, whereOf(imported, [...foundBy.path, 'path']));
      }
    }
  }
};

/** The endpoint of an import whose target is at a path. */
function endpointAt({ ports }: FlomeshImport, [, , port, , endpoint]: Path): FlomeshEndpoint | undefined {
  return ports[Number(port)]?.endpoints[Number(endpoint)];
}

/** `/cart` of `shop.example.com/cart`; of all connections `/`. */
function pathOf(asked: string): string {
  return asked.includes('/') ? asked.slice(asked.indexOf('/')) : '/';
}

/** True where all requests to a path are under another one, by whole segments. */
function isUnder(path: string, other: string): boolean {
  const prefix = other.replace(/\/+$/, '');
  return path === prefix || path.startsWith(`${prefix}/`);
}
