import { objectKey } from '../model/cluster.ts';
import type { Policy } from '../model/policy.ts';
import { whereOf } from '../model/where.ts';
import type { Path } from '../place.ts';
import type { Inventory } from '../translate/clusters/inventory.ts';
import { selected } from '../translate/custom-resources/context.ts';
import type { View } from '../translate/index.ts';
import type { Check } from './index.ts';

type Field = readonly [path: string, isSet: (policy: Policy) => unknown];

/** Read for neither (specification 02 §2.7). */
const unread: readonly Field[] = [
  ['ltmPolicies', policy => policy.hasLtmPolicies],
  ['profiles.rewriteProfile', policy => policy.rewriteProfile],
  ['profiles.sslProfiles', ({ profiles }) => profiles.clientSsl.length + profiles.serverSsl.length],
  ['iRules', policy => policy.iRuleList.length > 0 && (policy.iRulesSecure || policy.iRulesInsecure)],
];

const notOfVirtualServers: readonly Field[] = [
  ...unread,
  ['profiles.udp', ({ profiles }) => profiles.udp],
  ['profiles.profileL4', ({ profiles }) => profiles.l4],
  ['profiles.ftpProfile', ({ profiles }) => profiles.ftp],
  ['profiles.httpProfiles', ({ profiles }) => profiles.http && (profiles.httpSecure || profiles.httpInsecure)],
  ['l7Policies.policyPerRequestAccess', ({ l7 }) => l7.profileAccess === '' && l7.policyPerRequestAccess],
];

/** Of TransportServers, and of Services of type LoadBalancer. */
const notOfTransport: readonly Field[] = [
  ...unread,
  ['l7Policies.waf', ({ l7 }) => l7.waf],
  ['l7Policies.profileAccess', ({ l7 }) => l7.profileAccess],
  ['l7Policies.policyPerRequestAccess', ({ l7 }) => l7.policyPerRequestAccess],
  ['l7Policies.profileAdapt', ({ l7 }) => l7.adaptRequest || l7.adaptResponse],
  ['l3Policies.allowSourceRange', ({ l3 }) => l3.allowSourceRange],
  ['iRules.secure', policy => policy.iRuleList.length === 0 && policy.iRulesSecure],
  ['profiles.http', ({ profiles }) => profiles.http],
  ['profiles.httpProfiles', ({ profiles }) => profiles.httpSecure || profiles.httpInsecure],
  ['profiles.http2', ({ profiles }) => profiles.http2.client || profiles.http2.server],
  ['profiles.requestLogProfile', ({ profiles }) => profiles.requestLog],
  ['profiles.profileMultiplex', ({ profiles }) => profiles.multiplex],
  ['profiles.htmlProfile', ({ profiles }) => profiles.html],
  ['profiles.httpCompressionProfile', ({ profiles }) => profiles.httpCompression],
  ['profiles.profileWebSocket', ({ profiles }) => profiles.webSocket],
  ['profiles.httpMrfRoutingEnabled', ({ profiles }) => profiles.httpMrfRouting],
  ['profiles.analyticsProfiles', ({ profiles }) => profiles.analyticsHttp],
  ['autoLastHop', policy => policy.autoLastHop],
  ['poolSettings.multiPoolPersistence', ({ poolSettings }) => poolSettings.persistence],
  ['defaultPool', policy => policy.defaultPool],
];

/** Of route groups (specification 01 §5.13). */
const notOfRoutes: readonly Field[] = [
  ['ltmPolicies', policy => policy.hasLtmPolicies],
  ['profiles.rewriteProfile', policy => policy.rewriteProfile],
  ['iRules', policy => policy.iRuleList.length > 0 && (policy.iRulesSecure || policy.iRulesInsecure)],
  ['profiles.udp', ({ profiles }) => profiles.udp],
  ['profiles.profileL4', ({ profiles }) => profiles.l4],
  ['profiles.ftpProfile', ({ profiles }) => profiles.ftp],
  ['profiles.httpProfiles', ({ profiles }) => profiles.http && (profiles.httpSecure || profiles.httpInsecure)],
  ['l7Policies.policyPerRequestAccess', ({ l7 }) => l7.profileAccess === '' && l7.policyPerRequestAccess],
];

/** What Policies of route groups say in vain. */
function checkPoliciesOfRoutes({ groups, findings }: View): void {
  for (const policy of new Set(groups.flatMap(group => (group.policy ? [group.policy] : [])))) {
    for (const [field, isSet] of notOfRoutes) {
      if (!isSet(policy)) continue;
      const values = { name: objectKey(policy), field: `spec.${field}`, user: 'Routes' };
      findings.add('policy-field-ignored', values, whereOf(policy, ['spec', ...field.split('.')]));
    }
  }
}

/** Policies and TLSProfiles that nothing names, and what a Policy says that counts for none of what names it (02 §2.7). */
export const checkPolicies: Check = view => {
  checkPoliciesOfRoutes(view);
  const { inventory, controller, findings } = view;
  if (!inventory || controller?.mode !== 'customresource') return;
  const { policies, tlsProfiles } = inventory.local;
  const users = usersOf(inventory);
  for (const policy of selected(inventory, policies.values())) {
    const { namespace } = policy;
    const name = objectKey(policy);
    const ofVirtualServers = users.virtualServers.has(name);
    const ofTransport = users.transport.has(name);
    if (!ofVirtualServers && !ofTransport) {
      const values = { kind: policy.kind, name, by: `nothing in namespace ${namespace}` };
      findings.add('custom-resource-unused', values, whereOf(policy, ['metadata', 'name']));
      continue;
    }
    const transport = new Set(notOfTransport.flatMap(([path, isSet]) => (isSet(policy) ? [path] : [])));
    const web = new Set(notOfVirtualServers.flatMap(([path, isSet]) => (isSet(policy) ? [path] : [])));
    const ignored = [...(ofVirtualServers ? web : transport)].filter(path => !ofTransport || transport.has(path));
    const user =
      ofVirtualServers && ofTransport
        ? 'any resource'
        : ofTransport
          ? 'TransportServers and Services'
          : 'VirtualServers';
    for (const field of ignored) {
      const path: Path = ['spec', ...field.split('.')];
      findings.add('policy-field-ignored', { name, field: `spec.${field}`, user }, whereOf(policy, path));
    }
  }
  for (const profile of selected(inventory, tlsProfiles.values())) {
    if (users.tlsProfiles.has(objectKey(profile))) continue;
    const values = {
      kind: profile.kind,
      name: objectKey(profile),
      by: `no VirtualServer in namespace ${profile.namespace}`,
    };
    findings.add('custom-resource-unused', values, whereOf(profile, ['metadata', 'name']));
  }
};

/** What is named, as `namespace/name`. A host group looks for its Policy beside its first member, which may be any of them (02 §5). */
function usersOf(inventory: Inventory) {
  const { virtualServers, transportServers, services } = inventory.local;
  const all = selected(inventory, virtualServers.values());
  const key = (namespace: string, name: string): string => objectKey({ namespace, name });
  const namespaces = new Map<string, Set<string>>();
  for (const { namespace, hostGroup } of all) {
    const known = namespaces.get(hostGroup) ?? new Set<string>();
    namespaces.set(hostGroup, known.add(namespace));
  }
  return {
    virtualServers: new Set(
      all.flatMap(({ namespace, hostGroup, policyName }) => {
        if (policyName === '') return [];
        const places = hostGroup === '' ? [namespace] : [...(namespaces.get(hostGroup) ?? [])];
        return places.map(where => key(where, policyName));
      }),
    ),
    transport: new Set([
      ...selected(inventory, transportServers.values()).map(ts => key(ts.namespace, ts.policyName)),
      ...[...services.values()].map(({ namespace, loadBalancer }) => key(namespace, loadBalancer?.policyName ?? '')),
    ]),
    tlsProfiles: new Set(all.map(({ namespace, tlsProfileName }) => key(namespace, tlsProfileName))),
  };
}
