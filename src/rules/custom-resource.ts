import { defineRule } from './define-rule.ts';

/** About custom resources and Services of type LoadBalancer (specification 02, 01 §4.6). */
export const customResourceRules = {
  'resource-rejected': defineRule<{ kind: string; name: string; problem: string }>({
    severity: 'error',
    section: '02 §1.2',
    message: ({ kind, name, problem }) => `${kind} ${name} is rejected: ${problem}`,
    hint: 'Nothing is rendered from it, nor from what is merged with it.',
  }),
  'virtual-server-replaced': defineRule<{ virtual: string; tenant: string; by: string; of: string }>({
    severity: 'error',
    section: '02 §15.1',
    message: ({ virtual, tenant, by, of }) =>
      `${of} is lost: ${by} makes a virtual server ${virtual} of tenant ${tenant} as well, and the last one wins`,
    hint: 'VirtualServers of several hosts share an address only with one hostGroup. Give one of them another address, port or name.',
  }),
  'virtual-server-removed': defineRule<{ virtual: string; tenant: string; by: string; of: string }>({
    severity: 'error',
    section: '02 §4.3',
    message: ({ virtual, tenant, by, of }) =>
      `${of} is lost: ${by} uses the same address and not its HTTP port, and so removes virtual server ${virtual} of tenant ${tenant}`,
    hint: 'Give one of them another address, or another HTTP port.',
  }),
  'ipam-address-missing': defineRule<{ kind: string; name: string; key: string }>({
    severity: 'error',
    section: '02 §17.9',
    message: ({ kind, name, key }) => `${kind} ${name} is not rendered: no address is known for the IPAM key ${key}`,
    hint: ({ key }) => `Commit its status.vsAddress, or give the address in render.yaml: ipam: {"${key}": …}.`,
  }),
  'load-balancer-unrendered': defineRule<{ name: string; problem: string }>({
    severity: 'error',
    section: '02 §17.3',
    message: ({ name, problem }) => `Service ${name} gets an address and no virtual server: ${problem}`,
    hint: 'The controller writes the address to its status all the same.',
  }),
  'ingress-link-port-taken': defineRule<{ name: string; port: number; by: string }>({
    severity: 'error',
    section: '02 §8.2',
    message: ({ name, port, by }) =>
      `IngressLink ${name} gets no virtual server on port ${port}: it belongs to the older ${by}`,
    hint: 'Give one of them another address.',
  }),
};
