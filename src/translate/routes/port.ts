import type { Route } from '../../model/route.ts';
import type { Inventory } from '../clusters/inventory.ts';

/**
 * The one port of a Route that all its backends use: a service port, never a target port (specification 01 §5.5). 0 where
 * no Service tells, which rejects the Route in a single cluster.
 */
export function routeServicePort({ service, table }: Inventory, route: Route): number {
  if (typeof route.port === 'number') return route.port;
  const clusters = [table.local, ...(table.mode === 'active-active' && table.peer !== undefined ? [table.peer] : [])];
  const find = (name: string, cluster: string): number | undefined => {
    const ports = service(cluster, route.namespace, name)?.ports;
    return (route.port === undefined ? ports?.[0] : ports?.find(port => port.name === route.port))?.port;
  };
  const wanted = [
    ...clusters.map(cluster => ({ name: route.to.name, cluster })),
    ...clusters.flatMap(cluster => route.alternateBackends.map(({ name }) => ({ name, cluster }))),
  ];
  for (const { name, cluster } of wanted) {
    const port = find(name, cluster);
    if (port !== undefined) return port;
  }
  return 0;
}
