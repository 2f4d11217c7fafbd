import { isDeepStrictEqual } from 'node:util';
import type { ResourceRef } from '../finding.ts';
import { objectKey } from '../model/cluster.ts';
import { whereOf } from '../model/where.ts';
import type { Place } from '../place.ts';
import { remembered } from '../remembered.ts';
import type { Rule, Virtual } from '../translate/adc.ts';
import type { View } from '../translate/index.ts';
import { isGeneratedIRuleName } from '../translate/names.ts';
import { annotationPlace } from '../translate/routes/admission.ts';
import type { Check } from './index.ts';

/** Settings of finished virtual servers that mean something else than they say (specification 02 §5.6, §11.4, §11.5). */
export const checkVirtualSettings: Check = view => {
  const described = new Map<string, Virtual>();
  for (const { virtuals } of view.tenants) {
    for (const virtual of virtuals) {
      reportDrop(view, virtual);
      reportIRules(view, virtual);
      reportServiceAddress(view, virtual, described);
    }
  }
};

const titleOf = ({ origin }: Virtual): string => `${origin.kind} ${objectKey(origin)}`;

/** With the WAF of a pool or a Route there is a rule for the rest, which drops it. */
function reportDrop(view: View, virtual: Virtual): void {
  if (virtual.policy && drops(virtual.policy.rules))
    view.findings.add('waf-drops-the-rest', { virtual: virtual.name }, wafPlace(view, virtual));
}

const drops = remembered((rules: readonly Rule[]) =>
  rules.some(({ actions }) => actions.some(({ kind }) => kind === 'drop')),
);

/** Where the WAF stands that makes the rule: at a pool or at a Route. */
function wafPlace({ groups, inventory }: View, { origin, tenant }: Virtual): { at: Place; resource: ResourceRef } {
  for (const { group, routes } of origin.kind === 'ConfigMap' ? groups : []) {
    if (group.tenant !== tenant) continue;
    for (const { route } of routes.values())
      if (route.annotations.waf !== undefined) return { ...whereOf(route, []), at: annotationPlace(route, 'waf') };
  }
  const pools = inventory?.local.virtualServers.get(objectKey(origin))?.pools ?? [];
  const index = pools.findIndex(({ waf }) => waf !== '');
  return whereOf(origin, index < 0 ? ['spec'] : ['spec', 'pools', index, 'waf']);
}

/** A user's iRule that is called as the controller calls its own is looked for beside the virtual server. */
function reportIRules({ findings }: View, virtual: Virtual): void {
  for (const iRule of virtual.iRules) {
    if (!iRule.includes('/') || !isGeneratedIRuleName(iRule)) continue;
    const values = { owner: titleOf(virtual), iRule, name: iRule.slice(iRule.lastIndexOf('/') + 1) };
    findings.add('irule-taken-for-generated', values, whereOf(virtual.origin, ['spec', 'iRules']));
  }
}

/** One address has one Service_Address in its tenant, whoever describes it. */
function reportServiceAddress({ findings }: View, virtual: Virtual, described: Map<string, Virtual>): void {
  if (!virtual.serviceAddress) return;
  const key = `${virtual.tenant} ${virtual.address}`;
  const before = described.get(key);
  described.set(key, virtual);
  if (!before || before.origin === virtual.origin) return;
  if (isDeepStrictEqual(before.serviceAddress, virtual.serviceAddress)) return;
  const values = { owner: titleOf(before), by: titleOf(virtual), address: virtual.address };
  const path = ['spec', 'serviceAddress'];
  findings.add('service-address-replaced', values, {
    ...whereOf(before.origin, path),
    other: whereOf(virtual.origin, path).at,
  });
}
