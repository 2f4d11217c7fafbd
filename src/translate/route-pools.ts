import type { IntOrString } from '../model/field-reader.ts';
import type { MultiClusterService } from '../model/multi-cluster-services.ts';
import type { Route } from '../model/route.ts';
import type { Member } from './adc.ts';
import type { Inventory } from './inventory.ts';
import type { RouteBackend } from './route-backends.ts';
import { serviceMembers, targetPort } from './service-members.ts';

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
  readonly #known = new Map<string, KnownService>();
  readonly #connectionLimit: number;

  constructor(inventory: Inventory, route: Route, port: number, entries: readonly MultiClusterService[]) {
    this.#inventory = inventory;
    this.#route = route;
    this.#port = port;
    this.#connectionLimit = parseInt32(route.annotations['pod-concurrent-connections'] ?? '');
    for (const { clusterName, service, namespace, servicePort } of entries) {
      this.#add({ cluster: clusterName, service, namespace, port: servicePort });
    }
  }

  #add(known: KnownService): void {
    this.#known.set(JSON.stringify(known), known);
  }

  /** Members of the pool of one backend, exact duplicates dropped. */
  of(backend: RouteBackend): Member[] {
    const members = this.#fetch(backend);
    const limit = this.#connectionLimit;
    return distinctMembers(limit === 0 ? members : members.map(member => ({ ...member, connectionLimit: limit })));
  }

  #fetch({ service, namespace, cluster }: RouteBackend): Member[] {
    const { table } = this.#inventory;
    const own = { service, namespace, port: this.#port };
    const from = (name: string): Member[] => serviceMembers(this.#inventory, { ...own, cluster: name });
    if (!table.several || table.mode === 'ratio' || table.mode === 'default') return from(cluster);

    const members = table.restricted(table.local) ? [] : from(table.local);
    const peer = table.mode === 'active-active' ? table.peer : undefined;
    if (peer !== undefined && !table.restricted(peer)) members.push(...from(peer));
    for (const known of this.#known.values()) {
      if (known.cluster === table.peer || table.restricted(known.cluster)) continue;
      members.push(...this.#lookUp(known));
    }
    this.#add({ cluster: table.local, service, namespace: this.#route.namespace, port: this.#port });
    if (peer !== undefined) this.#add({ cluster: peer, service, namespace: this.#route.namespace, port: this.#port });
    return members;
  }

  /** Members of an annotation's service, by the target port of its port in its own cluster (01 §6.4). */
  #lookUp({ cluster, service, namespace, port }: KnownService): Member[] {
    const { table } = this.#inventory;
    let found = this.#inventory.service(cluster, namespace, service);
    if (!found && cluster === table.local && table.mode === 'active-active' && table.peer !== undefined) {
      found = this.#inventory.service(table.peer, namespace, service);
    }
    return serviceMembers(this.#inventory, { cluster, service, namespace, port: targetPort(found, port) ?? 0 });
  }
}

/** A 32-bit integer, or 0 for text that is none. */
function parseInt32(text: string): number {
  const value = /^[-+]?\d+$/.test(text) ? Number(text) : 0;
  return Math.abs(value) <= 0x7fffffff ? value : 0;
}

/** Members without exact repetitions; the first of equals stays (01 §5.5). */
export function distinctMembers(members: readonly Member[]): Member[] {
  if (members.length < 2) return [...members];
  const seen = new Map<string, Member>();
  for (const member of members) {
    const { address, port, shareNodes, adminState } = member;
    const key = `${address} ${port} ${shareNodes} ${adminState}`;
    if (!seen.has(key)) seen.set(key, member);
  }
  return [...seen.values()];
}
