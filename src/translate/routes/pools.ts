import type { IntOrString } from '../../model/field-reader.ts';
import type { MultiClusterService } from '../../model/multi-cluster-services.ts';
import type { Route } from '../../model/route.ts';
import type { Member } from '../adc.ts';
import type { Inventory } from '../clusters/inventory.ts';
import { type PoolMembers, poolMembers } from '../clusters/pool-members.ts';
import { serviceMembers, targetPort } from '../clusters/service-members.ts';
import { discoveredPool } from '../discovery/discovered-pool.ts';
import type { RouteBackend } from './backends.ts';

/** A service that annotation look-ups go through: entries of the annotation, and backends that came before. */
interface KnownService {
  readonly cluster: string;
  readonly service: string;
  readonly namespace: string;
  readonly port: IntOrString;
}

/**
 * Members of a Route's pools. A Route keeps a set of known services that begins with its annotation and grows by every
 * backend whose pool was computed, so the second backend, and the second virtual server, find members that the first did
 * not (specification 01 §4.8): one object serves both virtual servers of a Route, in their order.
 */
export class RouteMembers {
  readonly #inventory: Inventory;
  readonly #route: Route;
  readonly #port: number;
  /** Each once, in the order in which they became known. */
  readonly #known: KnownService[] = [];
  readonly #connectionLimit: number;

  constructor(inventory: Inventory, route: Route, port: number, entries: readonly MultiClusterService[]) {
    this.#inventory = inventory;
    this.#route = route;
    this.#port = port;
    this.#connectionLimit = connectionLimit(route);
    for (const { clusterName, service, namespace, servicePort } of entries) {
      this.#add({ cluster: clusterName, service, namespace, port: servicePort });
    }
  }

  #add(known: KnownService): void {
    const { cluster, service, namespace, port } = known;
    const same = (other: KnownService): boolean =>
      other.service === service && other.cluster === cluster && other.namespace === namespace && other.port === port;
    if (!this.#known.some(same)) this.#known.push(known);
  }

  /** Members of the pool of one backend, exact repetitions dropped: worked out when asked for, with what is known now. */
  of(backend: RouteBackend): PoolMembers {
    const { table } = this.#inventory;
    const { service, namespace } = backend;
    if (!table.several || table.mode === 'ratio' || table.mode === 'default') {
      return this.#pool(backend, () => [this.#own(backend, backend.cluster)]);
    }
    const knownNow = this.#known.length;
    const peer = table.mode === 'active-active' ? table.peer : undefined;
    this.#add({ cluster: table.local, service, namespace: this.#route.namespace, port: this.#port });
    if (peer !== undefined) this.#add({ cluster: peer, service, namespace: this.#route.namespace, port: this.#port });
    return this.#pool(backend, () => {
      const clusters = [table.local, ...(peer === undefined ? [] : [peer])].filter(
        cluster => !table.restricted(cluster),
      );
      const known = this.#known.slice(0, knownNow);
      const others = known.filter(({ cluster }) => cluster !== table.peer && !table.restricted(cluster));
      return [
        ...clusters.map(cluster => this.#own({ service, namespace }, cluster)),
        ...others.map(other => this.#lookUp(other)),
      ];
    });
  }

  #own({ service, namespace }: Pick<RouteBackend, 'service' | 'namespace'>, cluster: string): readonly Member[] {
    return serviceMembers(this.#inventory, { service, namespace, port: this.#port, cluster });
  }

  #pool({ service, namespace }: RouteBackend, lists: () => ReadonlyArray<readonly Member[]>): PoolMembers {
    const limit = this.#connectionLimit;
    const shared = this.#route.alternateBackends.length > 0;
    const wanted = { service, namespace, port: this.#port, byTarget: true, shared };
    const discovered = discoveredPool(this.#inventory, wanted);
    return poolMembers(lists, limit === 0 ? undefined : member => ({ ...member, connectionLimit: limit }), discovered);
  }

  /** Members of an annotation's service, by the target port of its port in its own cluster (01 §6.4). */
  #lookUp({ cluster, service, namespace, port }: KnownService): readonly Member[] {
    const { table } = this.#inventory;
    let found = this.#inventory.service(cluster, namespace, service);
    if (!found && cluster === table.local && table.mode === 'active-active' && table.peer !== undefined) {
      found = this.#inventory.service(table.peer, namespace, service);
    }
    return serviceMembers(this.#inventory, { cluster, service, namespace, port: targetPort(found, port) ?? 0 });
  }
}

/** Connections that each member of a Route's pools may have: a 32-bit integer, or 0, which is no limit, for text that is none (01 §5.5). */
export function connectionLimit({ annotations }: Route): number {
  const text = annotations['pod-concurrent-connections'] ?? '';
  const value = /^[-+]?\d+$/.test(text) ? Number(text) : 0;
  return Math.abs(value) <= 0x7fffffff ? value : 0;
}
