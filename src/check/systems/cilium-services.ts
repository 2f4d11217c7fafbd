import type { Findings } from '../../finding.ts';
import { suggestion } from '../../load/suggestion.ts';
import { type Cluster, objectKey } from '../../model/cluster.ts';
import type { Service } from '../../model/service.ts';
import { placeIn, whereOf } from '../../model/where.ts';
import {
  affinityAnnotation,
  globalAnnotation,
  isGlobal,
  serviceAffinity,
} from '../../translate/discovery/cilium-annotations.ts';
import type { CiliumCluster } from './cilium-mesh.ts';

const at = (service: Service, annotation: string | undefined) =>
  whereOf(service, annotation === undefined ? ['metadata', 'name'] : ['metadata', 'annotations', annotation]);

/** Of a global Service. */
export function checkAffinity(service: Service, findings: Findings): void {
  const affinity = serviceAffinity(service);
  const known = ['local', 'remote', 'none'];
  if (affinity === '' || known.includes(affinity)) return;
  const values = { service: objectKey(service), affinity, ...suggestion(affinity, known) };
  findings.add('cilium-affinity-unknown', values, at(service, affinityAnnotation(service)));
}

/**
 * Of each global Service the first cluster is what the others are held against: any that has a Service of that name, and those of the mesh. Where
 * nothing says which these are it is missed in the only other cluster, and in any as soon as two have it.
 */
export function checkServices(all: readonly CiliumCluster[], mesh: readonly CiliumCluster[], findings: Findings): void {
  for (const key of new Set(all.flatMap(({ globals }) => [...globals.keys()]))) {
    const found = all.flatMap(({ cluster: { name, services } }) => {
      const service = services.get(key);
      return service ? [{ cluster: name, service }] : [];
    });
    const first = found.find(({ service }) => isGlobal(service))!;
    const where = at(first.service, globalAnnotation(first.service));
    const other = where.at;
    // With several others and no mesh, those without Cilium have nothing to do with it.
    const peers = mesh.length > 0 ? mesh : all.length === 2 || found.length > 1 ? all : [];
    // What a cluster has beside what could not be read, nobody knows.
    const isWithout = ({ services, incomplete }: Cluster): boolean => !services.has(key) && !incomplete;
    const missing = peers.filter(({ cluster }) => isWithout(cluster)).map(({ cluster }) => cluster.name);
    if (missing.length > 0) {
      const values = { service: key, cluster: first.cluster, missing: missing.join(', ') };
      findings.add('cilium-service-missing', values, where);
    }
    for (const { cluster, service } of found) {
      const names = { service: key, cluster, other: first.cluster };
      if (!isGlobal(service))
        findings.add('cilium-service-not-global', names, { ...at(service, globalAnnotation(service)), other });
      else if (portsOf(service) !== portsOf(first.service)) {
        const values = { ...names, ports: portsOf(service), others: portsOf(first.service) };
        const ports = placeIn(first.service, ['spec', 'ports']);
        findings.add('cilium-service-ports-differ', values, { ...whereOf(service, ['spec', 'ports']), other: ports });
      }
    }
  }
}

/** `port http 80/TCP and port 443/TCP` */
function portsOf({ ports }: Service): string {
  const words = ports.map(({ name, port, protocol }) => `port ${name === '' ? '' : `${name} `}${port}/${protocol}`);
  return words.sort().join(' and ') || 'no port';
}
