import { defineRule } from './define-rule.ts';

/** About what several resources ask for and is one on the BIG-IP (specification 01 §7.2, 02 §0.1, §5.1). */
export const oneObjectRules = {
  'rules-merged': defineRule<{ kind: string; name: string; rule: string; with: string; loss: string }>({
    severity: 'error',
    section: '02 §5.5',
    message: ({ kind, name, rule, with: other, loss }) =>
      `${kind} ${name} shares rule ${rule} with ${kind} ${other} and loses ${loss}`,
    hint: ({ kind }) =>
      kind === 'Route'
        ? 'Routes of one namespace with the same path and Service share one rule. Give one of them a Service or a path of its own.'
        : 'In one virtual server a rule is named after host or host group, path and pool: give one of the pools another name or path.',
  }),
  'merged-setting-lost': defineRule<{ name: string; field: string; by: string; why: string }>({
    severity: 'warning',
    section: '02 §5.1',
    message: ({ name, field, by, why }) =>
      `VirtualServer ${name}: ${field} does not count, but that of VirtualServer ${by}, which is merged with it and ${why}`,
    hint: 'It is one setting of one virtual server. Say the same in all of them, or in one alone.',
  }),
  'source-range-of-other': defineRule<{ name: string; by: string; why: string }>({
    severity: 'warning',
    section: '02 §5.1',
    message: ({ name, by, why }) =>
      `VirtualServer ${name} takes only clients of the allowSourceRange of VirtualServer ${by}, which is merged with it and ${why}`,
    hint: 'Give it an allowSourceRange of its own, or another address.',
  }),
  'service-address-replaced': defineRule<{ owner: string; by: string; address: string }>({
    severity: 'warning',
    section: '02 §11.5',
    message: ({ owner, by, address }) =>
      `${owner}: its serviceAddress does not count, but that of ${by}, which has address ${address} too`,
    hint: 'An address is one object on the BIG-IP. Say the same in all of them.',
  }),
  'l4-address-claimed': defineRule<{ name: string; by: string; destination: string }>({
    severity: 'error',
    section: '02 §1.3',
    message: ({ name, by, destination }) =>
      `TransportServer ${name} is rendered, and its status is an error: the older ${by} listens on ${destination} too`,
    hint: 'Give one of them another address or port.',
  }),
  'pool-taken': defineRule<{ pool: string; owner: string; by: string; instead: string }>({
    severity: 'error',
    section: '02 §0.1',
    message: ({ pool, owner, by, instead }) =>
      `pool ${pool} of ${owner} is lost: that of ${by === owner ? 'another entry' : by} has its name and leads to ${instead}`,
    hint: 'Pools of one name in one tenant are one object. Give one of them another name.',
  }),
  'pool-name-for-clusters': defineRule<{ kind: string; name: string; pool: string; first: string }>({
    severity: 'error',
    section: '02 §10',
    message: ({ kind, name, pool, first }) =>
      `${kind} ${name}: pool ${pool} is one object for all its backends, and has the members of ${first} alone`,
    hint: 'Remove the name: the controller then makes one for each cluster.',
  }),
  'monitor-replaced': defineRule<{ monitor: string; owner: string; by: string; what: string }>({
    severity: 'warning',
    section: '02 §3.4',
    message: ({ monitor, owner, by, what }) =>
      `monitor ${monitor} of ${owner} is lost: that of ${by === owner ? 'another entry' : by} has its name and wins; ${what} differ`,
    hint: 'Monitors of one type and port of a path are one object. Give one of them another type or targetPort.',
  }),
  'monitor-twice': defineRule<{ monitor: string; pool: string; owner: string }>({
    severity: 'warning',
    section: '02 §3.4',
    message: ({ monitor, pool, owner }) => `pool ${pool} of ${owner} names monitor ${monitor} twice`,
    hint: 'Monitors of one type and port are one object. Remove one of them.',
  }),
  'partition-of-gslb': defineRule<{ owner: string; tenant: string }>({
    severity: 'error',
    suppressible: false,
    section: '02 §11.12',
    message: ({ owner, tenant }) => `${owner} is in partition ${tenant}, which is that of GSLB: one replaces the other`,
    hint: 'Nothing is written. Give the resource another partition.',
  }),
  'external-dns-pools-merged': defineRule<{ name: string; count: number; server: string }>({
    severity: 'error',
    section: '02 §11.12',
    message: ({ name, count, server }) =>
      `ExternalDNS ${name}: its ${count} pools have one name, so only the last one remains, on ${server}`,
    hint: 'Keep one pool: a second data center needs a controller of its own.',
  }),
  'external-dns-twice': defineRule<{ name: string; domain: string; by: string }>({
    severity: 'error',
    section: '02 §11.12',
    message: ({ name, domain, by }) =>
      `ExternalDNS ${name} is lost: ExternalDNS ${by} has domain ${domain} too, and the last one wins`,
    hint: 'Keep one of them.',
  }),
};
