import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { VirtualServer } from '../../src/model/virtual-server.ts';
import { byBytes } from '../../src/order.ts';
import type { Inventory } from '../../src/translate/clusters/inventory.ts';
import { Candidates, groupWith } from '../../src/translate/custom-resources/virtual-server-group.ts';

/** Fixed, so that a failure stays. */
const seed = 20_261_121;

const terminations: Readonly<Record<string, string>> = {
  'one/edge': 'edge',
  'one/pass': 'passthrough',
  'two/edge': 'edge',
};

function inventoryWith(ipam: boolean): Inventory {
  const tlsProfiles = new Map(
    Object.entries(terminations).map(([key, termination]) => [key, { termination, labels: {} }]),
  );
  return {
    controller: { ipam, selectsCustomResource: () => true },
    table: { several: false, local: '' },
    local: { tlsProfiles },
  } as unknown as Inventory;
}

const virtualServer = fc
  .record({
    namespace: fc.constantFrom('one', 'one', 'two'),
    host: fc.constantFrom('', 'a', 'b'),
    hostAliases: fc.constantFrom([], [], [], ['z']),
    hostGroup: fc.constantFrom('', '', '', 'g', 'h'),
    hostGroupVirtualServerName: fc.constantFrom('', '', 'x'),
    address: fc.record({
      address: fc.constantFrom('', '1', '1', '2'),
      ipamLabel: fc.constantFrom('', 'l'),
    }),
    additionalAddresses: fc.constantFrom([], [], ['9']),
    partition: fc.constantFrom('', '', '', 'q'),
    httpPort: fc.constant(80),
    httpsPort: fc.constantFrom(443, 443, 8443),
    tlsProfileName: fc.constantFrom('', '', 'edge', 'pass', 'ghost'),
    httpTraffic: fc.constantFrom('', 'allow'),
    pools: fc.constantFrom('/a', '/b', '/c').map(path => [{ path, waf: '' }]),
  })
  .map(vs => vs as unknown as VirtualServer);

test('who is not looked at would have been passed over', () => {
  let several = 0;
  fc.assert(
    fc.property(fc.array(virtualServer, { minLength: 2, maxLength: 7 }), fc.boolean(), (made, ipam) => {
      const inventory = inventoryWith(ipam);
      const all = made
        .map((vs, index) => ({ ...vs, kind: 'VirtualServer', name: `v${index}` }) as VirtualServer)
        .sort((a, b) => byBytes(a.namespace, b.namespace) || byBytes(a.name, b.name));
      const candidates = new Candidates(inventory, all);
      for (const leader of all) {
        // Such a one is rejected before it leads.
        if (leader.host === '' && leader.hostAliases.length > 0) continue;
        const everyone = all.filter(vs => leader.hostGroup !== '' || vs.namespace === leader.namespace);
        const group = groupWith(inventory, leader, candidates.of(leader));
        expect(group).toEqual(groupWith(inventory, leader, everyone));
        if (group.members.length > 1) several++;
      }
    }),
    { seed, numRuns: 20_000 },
  );
  expect(several).toBeGreaterThan(500);
});
