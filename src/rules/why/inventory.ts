import type { inventoryRules } from '../inventory.ts';
import type { ExplanationsOf } from './explanation.ts';

export const inventoryWhy: ExplanationsOf<typeof inventoryRules> = {
  'node-without-address': {
    why: `The controller keeps a list of nodes with their addresses of one type, and a node without such an address is not in it. With node
      ports it is no member of any pool; with cluster members the endpoints on it are dropped. A pool can lose a part of its members that way, or
      all of them, and the rest takes their load.`,
    fix: 'Add the address to the status of the Node, or choose the other type.',
  },
  'endpoints-node-unknown': {
    why: `An endpoint counts only where its node is in the controller's list of nodes, unless the Service is headless. In the cluster the
      node is mostly there, and only the inventory in the repository is older. Then the rendered pool has fewer members than the
      BIG-IP, and posting the file would take them out.`,
  },
  'service-target-port-unserved': {
    why: `Members are looked up by the port that the Service leads to, among the ports of its Endpoints. No Pod listens there, so the pool is
      empty and requests to it fail. Mostly the port of the container was changed, and not the Service.`,
  },
};
