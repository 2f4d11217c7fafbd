import { isObject, type JsonObject } from '../load/manifest-object.ts';

const serviceLabel = 'kubernetes.io/service-name';

const items = (value: unknown): readonly JsonObject[] => (Array.isArray(value) ? value.filter(isObject) : []);

/**
 * EndpointSlices with ready addresses of which the Endpoints of their Service have none: IPv6 beside IPv4, what is beyond a
 * thousand, or a Service whose Endpoints nobody makes any more. The controller reads Endpoints alone and does not see them. All other
 * slices say again what the Endpoints say.
 */
export function unseenSlices(slices: readonly JsonObject[], endpoints: readonly JsonObject[]): ReadonlySet<JsonObject> {
  const seen = new Set<string>();
  for (const { metadata, subsets } of endpoints) {
    const key = keyOf(metadata, (metadata as JsonObject).name);
    for (const { addresses } of items(subsets)) for (const { ip } of items(addresses)) seen.add(`${key} ${ip}`);
  }
  const unseen = slices.filter(({ metadata, endpoints: listed }) => {
    const { labels } = metadata as JsonObject;
    const service = isObject(labels) ? labels[serviceLabel] : undefined;
    if (service === undefined) return false;
    const key = keyOf(metadata, service);
    const ready = items(listed)
      .filter(({ conditions }) => !isObject(conditions) || conditions.ready !== false)
      .flatMap(({ addresses }) => (Array.isArray(addresses) ? addresses : []));
    return ready.length > 0 && !ready.some(address => seen.has(`${key} ${address}`));
  });
  return new Set(unseen);
}

function keyOf(metadata: unknown, service: unknown): string {
  return `${(metadata as JsonObject).namespace}/${service}`;
}
