import { objectKey } from '../../model/cluster.ts';
import type { Controller } from '../../model/controller.ts';
import type { Resource } from '../../model/metadata.ts';
import type { AddressSpec } from '../../model/virtual-address.ts';
import { type Rejection, tenantOf } from './context.ts';

type Owner = Resource & { readonly address: AddressSpec; readonly partition: string };

/** Resources of one kind by their address: one address cannot be in two partitions (specification 02 §1.3, §1.4). */
export class AddressOwners {
  readonly #controller: Controller;
  /** By address, the first owner of each tenant and namespace. */
  readonly #owners = new Map<string, Map<string, Owner>>();

  constructor(controller: Controller, all: readonly Owner[]) {
    this.#controller = controller;
    for (const owner of all) {
      const { address, namespace } = owner;
      if (address.address === '') continue;
      const owners = this.#owners.get(address.address) ?? new Map<string, Owner>();
      this.#owners.set(address.address, owners);
      const key = `${namespace}/${tenantOf(controller, owner)}`;
      if (!owners.has(key)) owners.set(key, owner);
    }
  }

  /** Why a resource is rejected for another with its address, if it is. Others are looked for in its namespace, or `everywhere`. */
  problem(resource: Owner, everywhere: boolean): Rejection | undefined {
    const { kind, namespace, address } = resource;
    const owners = this.#owners.get(address.address);
    if (!owners || owners.size < 2) return undefined;
    const tenant = tenantOf(this.#controller, resource);
    const other = [...owners.values()].find(
      owner => tenantOf(this.#controller, owner) !== tenant && (everywhere || owner.namespace === namespace),
    );
    if (!other) return undefined;
    return {
      message: `${kind} ${objectKey(other)} has the same address with another partition`,
      problem: `${kind} ${objectKey(other)} has address ${address.address} too, in another partition`,
      path: ['spec', 'virtualServerAddress'],
    };
  }
}
