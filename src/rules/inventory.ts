import { defineRule } from './define-rule.ts';

/** About Services, Endpoints and Nodes: what pools get their members from (specification 01 §6). */
export const inventoryRules = {
  'node-without-address': defineRule<{ name: string; type: string }>({
    severity: 'warning',
    section: '01 §6.5',
    message: ({ name, type }) =>
      `Node ${name} is no pool member, and its endpoints are none: it has no address of type ${type}`,
    hint: '--use-node-internal chooses between InternalIP and ExternalIP.',
  }),
  'endpoints-node-unknown': defineRule<{ endpoints: string; ip: string; node: string; type: string }>({
    severity: 'warning',
    section: '01 §6.2',
    message: ({ endpoints, ip, node, type }) =>
      node === ''
        ? `Endpoints ${endpoints}: address ${ip} names no node${type === 'cluster' ? ', and is no pool member' : ''}`
        : `Endpoints ${endpoints}: address ${ip} is on Node ${node}, which is not among the manifests${type === 'cluster' ? ', so it is no pool member' : ''}`,
    hint: 'The controller takes endpoints on Nodes that it knows. Commit the Node, or bring the inventory up to date.',
  }),
  'service-only-in-peer': defineRule<{ owner: string; service: string; peer: string; local: string }>({
    severity: 'warning',
    section: '01 §6.1',
    message: ({ owner, service, peer, local }) =>
      `${owner}: Service ${service} is in cluster ${peer} and not in ${local}: the controller does not notice when its members change`,
    hint: 'Commit the Service to both clusters, with no Pods where it has none: that is a known issue of the controller.',
  }),
  'service-target-port-unserved': defineRule<{ service: string; port: number; targetPort: number; ports: string }>({
    severity: 'warning',
    section: '01 §6.2',
    message: ({ service, port, targetPort, ports }) =>
      `Service ${service}: nothing answers port ${port}: it leads to ${targetPort}, and its Endpoints have ${ports}`,
    hint: 'Mend targetPort, or bring the Endpoints up to date.',
  }),
};
