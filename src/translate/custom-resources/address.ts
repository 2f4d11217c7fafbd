import type { ResourceRef } from '../../finding.ts';
import { objectKey } from '../../model/cluster.ts';
import type { Controller } from '../../model/controller.ts';
import type { Resource } from '../../model/metadata.ts';
import { serviceAnnotationPrefix } from '../../model/service.ts';
import type { AddressSpec } from '../../model/virtual-address.ts';
import { placeIn, refOf, whereOf } from '../../model/where.ts';
import type { Path, Place } from '../../place.ts';
import { isVirtualAddress } from '../virtual/virtual-address.ts';
import { noteUnrendered, type Partitioned, type Rejection, type ResourceContext } from './context.ts';
import { addressPath } from './storage.ts';

/** Why a resource without an address is rejected, if it is (specification 02 §1.2, §1.3, §1.4). */
export function addressProblem(controller: Controller, resource: Resource, given: AddressSpec): Rejection | undefined {
  if (given.address !== '' || (controller.ipam && given.ipamLabel !== '')) return undefined;
  const problem = controller.ipam
    ? 'it has neither virtualServerAddress nor ipamLabel'
    : given.ipamLabel !== ''
      ? 'it has an ipamLabel and no virtualServerAddress, and the controller runs without --ipam'
      : 'it has no virtualServerAddress';
  const path = given.ipamLabel === '' ? ['spec'] : ['spec', 'ipamLabel'];
  return { message: `No IP was specified for the virtual server ${resource.name}`, problem, path };
}

/**
 * The address that a resource gets: its own, or one that IPAM gave to it: `status.vsAddress`, or the answer in `render.yaml`.
 * Undefined while IPAM has not answered, with a finding; nothing is rendered until then (specification 02 §4.2, §17.9).
 */
export function resolveAddress(
  context: ResourceContext,
  resource: Partitioned,
  given: AddressSpec,
  key: string,
  path: Path = ['spec', 'ipamLabel'],
): string | undefined {
  const owner = `${resource.kind} ${objectKey(resource)}`;
  if (given.address !== '') {
    // Of custom resources that is looked at in the end, with all their addresses.
    if (resource.kind === 'Service')
      reportAddress(
        context,
        `${serviceAnnotationPrefix}ip`,
        owner,
        given.address,
        whereOf(resource, addressPath(resource)),
      );
    return given.address;
  }
  const label = context.inventory.controller.ipamClusterLabel;
  const asked = label === '' ? key : `${label}/${key}`;
  const address = context.ipam[asked] ?? given.assigned;
  if (address !== '') {
    const { [asked]: answer } = context.ipam;
    const at =
      answer === undefined || !context.config
        ? placeIn(resource, ['status', 'vsAddress'])
        : { source: context.config, path: ['ipam', asked] };
    reportAddress(context, answer === undefined ? 'status.vsAddress' : 'the answer of IPAM', owner, address, {
      at,
      resource: refOf(resource),
    });
    return address;
  }
  noteUnrendered(context, resource);
  const values = { kind: resource.kind, name: objectKey(resource), key: asked };
  context.findings.add('ipam-address-missing', values, whereOf(resource, path));
  return undefined;
}

function reportAddress(
  { findings }: ResourceContext,
  field: string,
  owner: string,
  address: string,
  where: { readonly at: Place; readonly resource: ResourceRef },
): void {
  if (!isVirtualAddress(address)) findings.add('virtual-address-invalid', { field, owner, address }, where);
}

/** The route domain that addresses and members carry: none with members of type `cluster` (specification 02 §17.4). */
export function routeDomainOf(controller: Controller, routeDomain: number): number {
  return controller.poolMemberType === 'cluster' || routeDomain < 0 ? 0 : routeDomain;
}

/** An address with its route domain: `10.8.0.4%5`. */
export function withRouteDomain(address: string, routeDomain: number): string {
  return routeDomain === 0 ? address : `${address}%${routeDomain}`;
}
