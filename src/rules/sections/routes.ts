import type { Sections } from './section.ts';

/** Document 01: extended ConfigMap, several clusters, Routes, pool members. */
export const routeSections = {
  '01 §1': {
    title: 'arguments of the controller',
    states:
      'exits at unknown modes and at arguments that are missing or contradict; flags of the legacy controller do nothing',
  },
  '01 §2.1': {
    title: 'extended ConfigMap: location, labels, decoding',
    states: 'exits without it and at what it cannot decode; edits without the label are not noticed',
  },
  '01 §2.2': { title: 'extended ConfigMap: top-level keys', states: 'keys of another set-up are ignored' },
  '01 §2.3': {
    title: 'extended ConfigMap: clusters',
    states: 'an unknown adminState counts as enable; ratio counts in one mode',
  },
  '01 §2.4': {
    title: 'extended ConfigMap: baseRouteSpec',
    states: 'an unknown autoMonitor counts as none; TLS versions and defaultTLS that do nothing',
    also: ['extended-spec-key-ignored'],
  },
  '01 §2.5': {
    title: 'extended ConfigMap: extendedRouteSpec',
    states: 'of two entries with one id the later counts',
    also: ['extended-spec-refused'],
  },
  '01 §2.6': {
    title: 'extended ConfigMap: errors',
    states: 'the table of what makes it exit at start, and which external clusters are skipped',
  },
  '01 §2.7': {
    title: 'route groups, namespaces, tenants',
    states: 'Routes outside of groups are ignored; virtual servers of one name replace each other',
  },
  '01 §2.8': {
    title: 'local ConfigMap and override',
    states: 'local ConfigMaps are ignored, Policies not inherited; it crashes on a global one in a group',
  },
  '01 §3.1': {
    title: 'cleaning of names',
    silent: 'it makes names; what happens when two are equal stands in 01 §7.2 and 02 §15.1',
  },
  '01 §3.2': {
    title: 'formulas of names',
    silent: 'it makes names; what happens when two are equal stands in 01 §7.2 and 02 §15.1',
  },
  '01 §3.3': {
    title: 'names of pools',
    states: 'a Route without a known port gets pools without one',
    also: ['route-port-unknown'],
  },
  '01 §4.1': { title: 'effective mode', states: 'Routes are not processed in mode default' },
  '01 §4.2': { title: 'clusters, ratios, admin states', states: "a name that differs takes the other cluster's ratio" },
  '01 §4.3': { title: 'primary and secondary', states: 'standalone ignores highAvailabilityCIS' },
  '01 §4.4': {
    title: 'multiClusterServices',
    states: 'entries that are not valid are skipped; ports are read as names or not at all',
    also: ['route-annotation-json'],
  },
  '01 §4.5': {
    title: 'backends of Routes',
    states: 'it crashes on weights that are missing; ratios are counted twice',
  },
  '01 §4.6': {
    title: 'backends of custom resources',
    states: 'rejects pools with or without multiClusterServices, by mode',
    also: [
      'resource-rejected',
      'custom-resource-field-ignored',
      'load-balancer-ignored',
      'multi-cluster-services-ignored',
    ],
  },
  '01 §4.7': { title: 'A/B and ratio distribution', states: 'no distribution on port 80 with Allow; all weights 0' },
  '01 §4.8': {
    title: 'which members go into a pool',
    states: "backends of one Route get each other's members; entries are skipped",
    also: ['multi-cluster-service-unusable'],
  },
  '01 §5.1': {
    title: 'Routes: selection, order, claims on hosts and paths',
    states: 'rejects the younger of two Routes',
  },
  '01 §5.2': { title: 'Routes: validation', states: 'the table of what rejects a Route' },
  '01 §5.3': {
    title: 'Routes: from group to virtual servers',
    states: 'a missing Policy fails the group',
    also: ['routes-in-default-mode', 'route-field-ignored'],
  },
  '01 §5.4': { title: 'virtual server', states: 'an invalid address is taken' },
  '01 §5.5': {
    title: 'port, pools, monitors',
    states: 'rejects without a port; monitors collapse; it crashes at automatic monitors elsewhere',
    also: ['route-service-missing'],
  },
  '01 §5.6': {
    title: 'rules of the LTM policy',
    states: 'a host, path or rewrite that does not parse fails the group',
  },
  '01 §5.7': {
    title: 'LTM policy: merge and order',
    states: 'rules of one name lose their own conditions and actions',
  },
  '01 §5.8': { title: 'rules in AS3', silent: 'it is the form of the output, rendered alike' },
  '01 §5.9': {
    title: 'WAF',
    states: 'annotations beside the WAF of a Policy are ignored; with them, unmatched requests are dropped',
    also: ['route-field-ignored', 'waf-drops-the-rest'],
  },
  '01 §5.10': {
    title: 'TLS',
    states: 'fails the group at Secrets that are missing and reencrypt with Allow; caCertificate is not sent',
    also: ['route-tls-rejected'],
  },
  '01 §5.11': { title: 'data groups', states: 'records that are not written, or name no profile' },
  '01 §5.12': {
    title: 'iRules',
    states: "a user's iRule with a generated name is taken for a generated one",
    also: ['irule-taken-for-generated'],
  },
  '01 §5.13': {
    title: 'Policy',
    states: 'crashes at httpServerPolicyCR alone; a missing Policy fails the group; fields without effect on Routes',
    also: ['route-group-policy', 'route-field-ignored', 'policy-field-ignored', 'as3-invalid'],
  },
  '01 §5.14': { title: 'annotations of Routes', states: 'annotations that are not read' },
  '01 §6': { title: 'pool members', states: 'pools without members' },
  '01 §6.1': {
    title: 'pool members: preconditions',
    states: 'a Service that is missing or of another load balancer class gives none',
    also: ['pool-without-members'],
  },
  '01 §6.2': {
    title: 'pool members: endpoints of a Service',
    states: 'addresses that are not ready or on no listed node are dropped',
    also: ['pool-without-members'],
  },
  '01 §6.3': {
    title: 'pool members by pool-member-type',
    states: 'Services of another type give none; ports that do not match',
    also: ['pool-without-members'],
  },
  '01 §6.4': {
    title: 'pool members: target port',
    states: 'a port that is not resolved fits no endpoint',
    also: ['pool-without-members'],
  },
  '01 §6.5': {
    title: 'Nodes',
    states: 'members on nodes that are not listed or not Ready are dropped',
    also: ['pool-without-members'],
  },
  '01 §6.6': {
    title: 'pool members: miscellaneous',
    states: 'a cluster name without a multi-cluster mode costs members',
  },
  '01 §7.1': {
    title: 'the tenant',
    states: 'a tenant without virtual servers is emptied or deleted',
    also: ['tenant-emptied'],
  },
  '01 §7.2': { title: 'objects that share a name', states: 'later objects replace earlier ones' },
  '01 §8': {
    title: 'where the controller is random',
    states: 'two results of one input',
    also: ['route-host-twice', 'virtual-server-twice', 'app-root-order', 'pool-replaced'],
  },
  '01 §9.1': {
    title: 'rules of Routes with one path and Service',
    states: 'per-Route settings are lost',
    also: ['rules-merged'],
  },
  '01 §9.2': {
    title: 'plain Routes on the virtual server for TLS',
    states: 'Routes are published where nobody asked for it',
  },
  '01 §9.3': { title: 'Allow with A/B', states: 'plain requests reach no pool', also: ['route-allow-without-split'] },
  '01 §9.4': {
    title: 'one Route that takes its group down',
    states: 'nothing of the group is written',
    also: ['route-uri-fails-group', 'route-rewrite-fails-group', 'route-tls-fails-group', 'route-group-policy'],
  },
  '01 §9.5': {
    title: 'httpServerPolicyCR',
    states: 'crashes; Policies are not inherited',
    also: ['http-policy-alone', 'local-configmap-drops-policy'],
  },
  '01 §9.6': {
    title: 'ports of Services',
    states: 'empty pools where port and targetPort differ',
    also: ['pool-without-members'],
  },
  '01 §9.7': { title: 'properties that are always there', silent: 'it is the form of the output, rendered alike' },
  '01 §9.8': { title: 'several monitors', states: 'all but the last are lost', also: ['route-health-several'] },
  '01 §9.9': {
    title: 'certificates in Routes',
    states: 'no server SSL record; caCertificate is never sent',
    also: ['route-inline-reencrypt', 'route-ca-unused'],
  },
  '01 §9.10': {
    title: 'rewrite-app-root and the order of rules',
    states: 'the order depends on an algorithm',
    also: ['app-root-order'],
  },
  '01 §9.11': {
    title: 'ratios',
    states: 'clusters without the Service are counted, and some twice',
    also: ['multi-cluster-ratio-twice', 'multi-cluster-service-missing'],
  },
  '01 §9.12': {
    title: 'servicePort of an entry',
    states: 'ignored, or taken for a name',
    also: ['multi-cluster-port-ignored', 'multi-cluster-port-quoted'],
  },
  '01 §9.13': { title: 'mode is missing', states: 'Routes are silently absent', also: ['routes-in-default-mode'] },
  '01 §9.14': {
    title: 'names with "." and "-"',
    states: 'a data group names no profile',
    also: ['route-server-ssl-unnamed'],
  },
  '01 §9.15': {
    title: 'TLS by flags',
    states: 'flags and baseRouteSpec without effect',
    also: ['controller-flag-without-effect', 'extended-spec-key-ignored'],
  },
  '01 §10': { title: 'example', silent: 'an example' },
} satisfies Sections;
