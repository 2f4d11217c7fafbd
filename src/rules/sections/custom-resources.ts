import type { Sections } from './section.ts';

/** Document 02: custom resources, and the AS3 that they become. */
export const customResourceSections = {
  '02 §0.1': {
    title: 'pipeline',
    states: 'resources of one partition and name replace each other',
    also: ['virtual-server-replaced', 'pool-replaced'],
  },
  '02 §0.2': {
    title: 'settings',
    states: 'exits at partitions that are not allowed',
    also: ['controller-refuses-arguments'],
  },
  '02 §0.3': {
    title: 'what the API server fills in and refuses',
    states: 'objects of a wrong type are refused, unknown keys pruned',
    also: ['custom-resource-invalid', 'custom-resource-key-unknown'],
  },
  '02 §1.1': {
    title: 'custom resources: which are seen',
    states: 'objects without the label or in other namespaces are ignored',
  },
  '02 §1.2': {
    title: 'VirtualServer: rejection',
    states: 'the list of what rejects a VirtualServer',
    also: ['virtual-address-invalid'],
  },
  '02 §1.3': {
    title: 'TransportServer: rejection',
    states: 'what rejects a TransportServer',
    also: ['resource-rejected'],
  },
  '02 §1.4': { title: 'IngressLink: rejection', states: 'what rejects an IngressLink', also: ['resource-rejected'] },
  '02 §2': { title: 'custom resources: fields', states: 'fields without effect' },
  '02 §2.1': {
    title: 'VirtualServer.spec',
    states: 'hostPersistence without its metaData is rejected; fields that need another',
    also: ['resource-rejected', 'custom-resource-field-ignored'],
  },
  '02 §2.2': {
    title: 'custom resources: pools and monitors',
    states: 'monitors are dropped, names ignored',
    also: ['custom-resource-field-ignored'],
  },
  '02 §2.3': {
    title: 'default pools',
    states: 'anything but two forms is ignored',
    also: ['custom-resource-field-ignored', 'as3-invalid'],
  },
  '02 §2.4': {
    title: 'TransportServer.spec',
    states: 'fields without effect',
    also: ['custom-resource-field-ignored'],
  },
  '02 §2.5': {
    title: 'IngressLink.spec',
    states: 'tls is ignored outside of mode default',
    also: ['custom-resource-field-ignored'],
  },
  '02 §2.6': {
    title: 'TLSProfile.spec',
    states: 'an empty reference fails; disableTLSVersions without the other ciphers keys does nothing',
    also: ['resource-rejected', 'custom-resource-field-ignored'],
  },
  '02 §2.7': {
    title: 'Policy.spec',
    states: 'fields that are ignored for the kind that uses the Policy',
  },
  '02 §2.8': {
    title: 'custom resources: limits of values',
    states: 'values outside of them are refused by the API server',
  },
  '02 §3.1': {
    title: 'cleaning of names',
    silent: 'it makes names; what happens when two are equal stands in 01 §7.2 and 02 §15.1',
  },
  '02 §3.2': {
    title: 'formulas of names',
    silent: 'it makes names; what happens when two are equal stands in 01 §7.2 and 02 §15.1',
  },
  '02 §3.3': {
    title: 'names of pools',
    states: 'namespaces in the names of default pools',
    also: ['default-pool-namespace'],
  },
  '02 §3.4': {
    title: 'names of monitors',
    states: 'two monitors of one type and port collapse',
  },
  '02 §3.5': {
    title: 'names of rules',
    silent: 'it makes names; what happens when two are equal stands in 01 §7.2 and 02 §15.1',
  },
  '02 §3.6': { title: 'remark of a pool', silent: 'it has no effect on traffic' },
  '02 §4.1': { title: 'VirtualServers: candidates of a group', states: 'only the one that leads is checked' },
  '02 §4.2': {
    title: 'VirtualServers: groups',
    states: 'the table of what is fatal for a group or leaves a VirtualServer out',
    also: ['resource-rejected', 'virtual-server-replaced'],
  },
  '02 §4.3': {
    title: 'VirtualServers: virtual servers of a group',
    states: 'deletes the HTTP virtual server of another',
  },
  '02 §4.4': { title: 'VirtualServers: httpTraffic', states: 'without it, rules are served in clear text' },
  '02 §4.5': {
    title: 'VirtualServers: ports',
    silent: 'VirtualServers whose ports do not go together are built apart, as they ask',
  },
  '02 §5.1': {
    title: 'VirtualServers: what a group shares',
    states: 'settings of members replace each other; source ranges and WAF leak into later members',
  },
  '02 §5.2': {
    title: 'VirtualServers: pools',
    states: 'data groups that name no pool; no A/B iRule without a host',
    also: ['data-group-names-no-pool'],
  },
  '02 §5.3': {
    title: 'VirtualServers: when there are rules',
    silent: 'what is skipped is what httpTraffic and passthrough ask for',
  },
  '02 §5.4': {
    title: 'VirtualServers: content of rules',
    states: 'a source range goes into conditions as it is written',
  },
  '02 §5.5': {
    title: 'VirtualServers: rules',
    states: 'fails at rewriteAppRoot; crashes at two backends on "/" without a host',
    also: ['resource-rejected', 'app-root-with-aliases'],
  },
  '02 §5.6': {
    title: 'WAF of pools',
    states: 'requests that match no rule are dropped',
  },
  '02 §6.1': {
    title: 'TLSProfile: usable or not',
    states: 'the list of what makes a TLSProfile unusable',
    also: ['resource-rejected'],
  },
  '02 §6.2': {
    title: 'TLS of a VirtualServer',
    states: 'fails at a reference that is missing, and at reencrypt with allow',
    also: ['resource-rejected'],
  },
  '02 §6.3': {
    title: 'TLS objects',
    states: 'parameters of the wrong profile; TLS_Server without certificates',
    also: ['as3-invalid', 'ca-bundle-shared'],
  },
  '02 §6.4': {
    title: 'TransportServer: TLS',
    states: 'rejects at a missing Secret or another reference',
    also: ['resource-rejected'],
  },
  '02 §7': { title: 'data groups of custom resources', states: 'an empty list of shares; a name that no profile has' },
  '02 §8': {
    title: 'TransportServer, IngressLink, LoadBalancer Service',
    states: 'two virtual servers on one address and port',
  },
  '02 §8.1': {
    title: 'TransportServer',
    states: 'TransportServers of one Service share a pool',
    also: ['pool-replaced'],
  },
  '02 §8.2': {
    title: 'IngressLink',
    states: 'ports of an older resource are skipped; monitors that are no named reference',
    also: ['monitor-dropped'],
  },
  '02 §8.3': {
    title: 'Services of type LoadBalancer',
    states: 'ignored without an address or with another class',
    also: ['load-balancer-ignored'],
  },
  '02 §9.1': {
    title: 'pool members: target port',
    states: 'a port that is not found is used as declared',
    also: ['pool-without-members'],
  },
  '02 §9.2': {
    title: 'pool members by member type',
    states: 'Services and endpoints that give none',
    also: ['pool-without-members', 'service-without-node-port'],
  },
  '02 §9.3': { title: 'pool members in AS3', silent: 'it is the form of the output, rendered alike' },
  '02 §10': {
    title: 'several clusters',
    states: 'entries that are ignored or name missing pools',
    also: ['custom-resource-field-ignored', 'data-group-names-no-pool'],
  },
  '02 §11.1': { title: 'request body', silent: 'it is the form of the output, rendered alike' },
  '02 §11.2': { title: 'tenants that are emptied or deleted', states: 'a broken VirtualServer deletes its tenant' },
  '02 §11.3': { title: 'order of merging', silent: 'its effects stand in 01 §7.2' },
  '02 §11.4': {
    title: 'services',
    states: 'an invalid address; TCP profile of a server side alone; iRules with generated names',
    also: ['virtual-address-invalid', 'custom-resource-field-ignored'],
  },
  '02 §11.5': {
    title: 'Service_Address',
    states: 'addresses that several resources describe: the last one wins',
  },
  '02 §11.6': { title: 'Endpoint_Policy', silent: 'it is the form of the output, rendered alike' },
  '02 §11.7': { title: 'Pool', states: 'monitors of equal pools are joined', also: ['pool-replaced'] },
  '02 §11.8': {
    title: 'Monitor',
    states: 'a type that is none of four checks nothing',
    also: ['monitor-dropped', 'as3-invalid'],
  },
  '02 §11.9': { title: 'Data_Group, iRule', silent: 'it is the form of the output, rendered alike' },
  '02 §11.10': { title: 'partitions and tenants', silent: 'it is the form of the output, rendered alike' },
  '02 §11.11': { title: 'sorting', silent: 'it is the form of the output, rendered alike' },
  '02 §11.12': { title: 'GSLB', states: 'wide IPs that go to another BIG-IP' },
  '02 §12.1': {
    title: 'iRule: redirect',
    states: 'hosts in capitals, or that only end alike, are missed',
    silent: 'our iRules are right there; docs/irules.md',
  },
  '02 §12.2': { title: 'A/B iRule', states: 'hosts are looked up letter by letter' },
  '02 §12.3': { title: 'A/B iRule of layer 4', silent: 'our iRules are right there; docs/irules.md' },
  '02 §12.4': {
    title: 'TLS iRule',
    states: 'the default pool comes before all routes',
    also: ['default-pool-before-routes'],
  },
  '02 §12.5': { title: 'A/B iRule of IngressLinks', silent: 'our iRules are right there; docs/irules.md' },
  '02 §13.1': { title: 'posting: requests', silent: 'it is about posting, which no manifest decides' },
  '02 §13.2': { title: 'posting: what is posted when', silent: 'it is about posting, which no manifest decides' },
  '02 §13.3': { title: 'posting: responses', silent: 'it is about posting, which no manifest decides' },
  '02 §13.4': { title: 'posting: retry and status', silent: 'it is about posting, which no manifest decides' },
  '02 §13.5': { title: 'posting: several BIG-IPs', silent: 'it is about posting, which no manifest decides' },
  '02 §14': {
    title: 'where the controller is random',
    states: 'two results of one input',
    also: ['virtual-server-replaced', 'virtual-server-merged-unchecked', 'pool-replaced'],
  },
  '02 §15.1': {
    title: 'VirtualServers of several hosts on one address',
    states: 'the last one wins; a foreign virtual server is removed',
    also: ['virtual-server-removed'],
  },
  '02 §15.2': { title: 'unset httpTraffic', states: 'TLS routes in clear text', also: ['tls-routes-in-clear-text'] },
  '02 §15.3': {
    title: 'a leader without TLS',
    states: 'no virtual server for HTTPS; a tenant is deleted',
    also: ['https-virtual-server-missing', 'tenant-emptied'],
  },
  '02 §15.4': {
    title: 'A/B on the root path',
    states: 'superfluous rules, a crash, a failure',
    also: ['split-on-root', 'split-on-root-crash', 'resource-rejected'],
  },
  '02 §15.5': { title: 'A/B with names that miss', states: 'data groups name what is no pool' },
  '02 §15.6': { title: 'rewriteAppRoot with aliases', states: 'a redirect of every path' },
  '02 §15.7': {
    title: 'TLS objects of the wrong profile',
    states: 'parameters, empty TLS_Server, names',
    also: ['tls-server-parameters', 'server-ssl-unnamed', 'as3-invalid'],
  },
  '02 §15.8': { title: 'one CA bundle a tenant', states: 'every profile trusts every authority' },
  '02 §15.9': { title: 'default pool on TLS', states: 'it comes before all routes' },
  '02 §15.10': {
    title: 'monitors with a name, weights that are all 0',
    states: 'AS3 that is not valid',
    also: ['as3-invalid', 'split-without-weight', 'monitor-dropped'],
  },
  '02 §15.11': { title: 'pools of TransportServers', states: 'one object for several', also: ['pool-replaced'] },
  '02 §15.12': {
    title: 'Host header with port and capitals',
    states: 'it is not found',
    silent: 'our iRules are right there; docs/irules.md',
  },
  '02 §15.13': {
    title: 'hostGroup with listed namespaces',
    states: 'no member is found when the local cluster has a name',
    also: ['resource-rejected'],
  },
  '02 §15.14': {
    title: 'names of default pools',
    states: 'named after another namespace; no members where the local cluster is named',
    also: ['pool-without-members'],
  },
  '02 §16': { title: 'example', silent: 'an example' },
  '02 §17.1': {
    title: 'TransportServer, first entry elsewhere',
    states: 'a share of the traffic has no pool',
    also: ['data-group-names-no-pool'],
  },
  '02 §17.2': {
    title: 'IngressLink with several clusters',
    states: 'rejected by mode and by its first entry; members of the last port',
    also: ['resource-rejected'],
  },
  '02 §17.3': {
    title: 'LoadBalancer Services with several clusters',
    states: 'no virtual server by mode; an address without one',
  },
  '02 §17.4': {
    title: 'bigipRouteDomain, staticPoolMembers',
    states: 'ignored',
    also: ['custom-resource-field-ignored'],
  },
  '02 §17.5': {
    title: 'default pool with several clusters',
    states: 'no members of the local cluster',
    also: ['pool-without-members'],
  },
  '02 §17.6': { title: 'Nodes', silent: 'nothing is lost there; 01 §6.5' },
  '02 §17.7': {
    title: 'unknown keys, objects defined twice',
    states: 'keys are pruned; the last of two objects counts',
  },
  '02 §17.8': { title: 'ExternalDNS', states: 'a domain without a virtual server' },
  '02 §17.9': { title: 'IPAM', states: 'nothing is rendered without an address' },
  '02 §17.10': { title: 'monitor of an IngressLink', silent: 'it is the form of the output, rendered alike' },
  '02 §17.11': { title: 'canonical order', silent: 'it is what cis-render takes; ARCHITECTURE.md' },
  '02 §17.12': {
    title: 'emptied tenants, AS3 that is not valid',
    states: 'build refuses',
    also: ['tenant-emptied', 'as3-invalid'],
  },
} satisfies Sections;
