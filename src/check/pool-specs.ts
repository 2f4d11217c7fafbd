import { isIP } from 'node:net';
import { objectKey } from '../model/cluster.ts';
import type { CustomResource } from '../model/custom-resource.ts';
import type { PoolSpec } from '../model/pool-spec.ts';
import { whereOf } from '../model/where.ts';
import type { Path } from '../place.ts';
import { selected } from '../translate/custom-resources/context.ts';
import type { View } from '../translate/index.ts';
import type { Check } from './index.ts';

/** Custom resources that lead nowhere, or whose pools, monitors or source ranges cannot work as they are written (02 §2.1, §2.2, §5.4). */
export const checkPoolSpecs: Check = view => {
  const { inventory, controller } = view;
  if (!inventory || controller?.mode !== 'customresource') return;
  const { virtualServers, transportServers, policies, externalDns } = inventory.local;
  for (const vs of selected(inventory, virtualServers.values())) {
    const { pools, defaultPool, policyName: name, namespace } = vs;
    const given = defaultPool ?? policies.get(objectKey({ namespace, name }))?.defaultPool;
    if (pools.length === 0 && !given) reportNowhere(view, vs);
    for (const [index, pool] of pools.entries()) checkPool(view, vs, pool, ['spec', 'pools', index]);
    checkRanges(view, vs, vs.allowSourceRange, ['spec', 'allowSourceRange']);
  }
  for (const ts of selected(inventory, transportServers.values())) {
    checkPool(view, ts, ts.pool, ['spec', 'pool']);
  }
  for (const policy of selected(inventory, policies.values())) {
    checkRanges(view, policy, policy.l3.allowSourceRange ?? [], ['spec', 'l3Policies', 'allowSourceRange']);
  }
  for (const dns of controller.postsGslb ? selected(inventory, externalDns.values()) : []) {
    if (dns.pools.length === 0) reportNowhere(view, dns);
  }
};

function reportNowhere({ findings }: View, resource: CustomResource): void {
  const values = { kind: resource.kind, name: objectKey(resource) };
  findings.add('custom-resource-without-pools', values, whereOf(resource, ['spec', 'pools']));
}

function checkPool({ findings }: View, owner: CustomResource, pool: PoolSpec, path: Path): void {
  const { kind } = owner;
  const name = objectKey(owner);
  const count = pool.monitor ? 1 : pool.monitors.length;
  const minimum = Number(pool.minimumMonitors);
  if (minimum > count && count > 0) {
    findings.add(
      'minimum-monitors-missed',
      { kind, name, minimum, count },
      whereOf(owner, [...path, 'minimumMonitors']),
    );
  }
}

function checkRanges({ findings }: View, owner: CustomResource, ranges: readonly string[], path: Path): void {
  for (const [index, range] of ranges.entries()) {
    const [address = '', length, ...more] = range.split('/');
    const bits = isIP(address) === 4 ? 32 : isIP(address) === 6 ? 128 : -1;
    const isLength = length === undefined || (/^\d{1,3}$/.test(length) && Number(length) <= bits);
    if (bits > 0 && isLength && more.length === 0) continue;
    const values = { kind: owner.kind, name: objectKey(owner), range };
    findings.add('source-range-invalid', values, whereOf(owner, [...path, index]));
  }
}
