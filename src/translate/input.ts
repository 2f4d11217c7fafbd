import { objectKey } from '../model/cluster.ts';
import type { View } from './view.ts';

/**
 * Kind of what a controller in its mode may process, where its cluster has any of it, processed or not; undefined where it has
 * none. What another mode would process is none, unless it looks as if the mode was changed by mistake: Routes beside an extended
 * ConfigMap with route groups, custom resources where there is no route group.
 */
export function inputOf({ inventory, controller, groups }: View): string | undefined {
  if (!inventory || !controller) return undefined;
  const { routes, virtualServers, transportServers, ingressLinks, services, configMaps } = inventory.local;
  const { mode, extendedSpec } = controller;
  const spec = extendedSpec && configMaps.get(objectKey(extendedSpec))?.extendedSpec;
  const ofRoutes = mode === 'openshift' || spec?.includes('extendedRouteSpec');
  if (ofRoutes && routes.size > 0) return 'Routes';
  const ofCustomResources = mode === 'customresource' || groups.length === 0;
  const custom = virtualServers.size + transportServers.size + ingressLinks.size;
  if (ofCustomResources && custom > 0) return 'custom resources';
  const addressed = [...services.values()].some(({ loadBalancer }) => loadBalancer);
  return addressed ? 'Services of type LoadBalancer' : undefined;
}
