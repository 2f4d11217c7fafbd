import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { VirtualServer } from '../../src/model/virtual-server.ts';
import { byBytes } from '../../src/order.ts';
import type { Inventory } from '../../src/translate/clusters/inventory.ts';
import {
  compare,
  type VirtualServerGroup,
  VirtualServerGroups,
} from '../../src/translate/custom-resources/virtual-server-group.ts';
import { seed } from '../seed.ts';

/** Fixed, so that a failure stays. */

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
    controller: { ipam, partition: 'p', selectsCustomResource: () => true },
    table: { several: false, local: '' },
    local: { tlsProfiles },
  } as unknown as Inventory;
}

const virtualServer = fc
  .record({
    namespace: fc.constantFrom('one', 'one', 'two'),
    host: fc.constantFrom('', 'a', 'a', 'b'),
    hostAliases: fc.constantFrom([], [], [], ['z']),
    hostGroup: fc.constantFrom('', '', '', 'g', 'h'),
    hostGroupVirtualServerName: fc.constantFrom('', '', 'x'),
    address: fc.record({
      address: fc.constantFrom('', '1', '1', '2'),
      ipamLabel: fc.constantFrom('', 'l'),
    }),
    additionalAddresses: fc.constantFrom([], [], [], [], ['9']),
    partition: fc.constantFrom('', '', '', '', 'p', 'q'),
    httpPort: fc.constantFrom(80, 80, 80, 80, 8080),
    httpsPort: fc.constantFrom(443, 443, 443, 443, 8443),
    tlsProfileName: fc.constantFrom('', '', 'edge', 'pass', 'ghost'),
    httpTraffic: fc.constantFrom('', 'allow'),
    defaultPool: fc.constantFrom(
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      { name: 'one' },
      { name: 'two' },
    ),
    pools: fc.array(fc.record({ path: fc.constantFrom('/a', '/b', '/c'), waf: fc.constantFrom('', '', 'w') }), {
      minLength: 1,
      maxLength: 2,
    }),
  })
  .map(vs => vs as unknown as VirtualServer);

/** §4.5, as it is written there. */
function haveAPortInCommon(a: VirtualServer, b: VirtualServer): boolean {
  const [http, https] = [a.httpPort === b.httpPort, a.httpsPort === b.httpsPort];
  const isTls = ({ tlsProfileName }: VirtualServer): boolean => tlsProfileName !== '';
  const redirects = ({ httpTraffic }: VirtualServer): boolean => ['allow', 'redirect'].includes(httpTraffic);
  if (http === https) return http;
  if (https) return isTls(a) && isTls(b);
  if (isTls(a) && isTls(b)) return redirects(a) && redirects(b);
  return ![a, b].some(vs => isTls(vs) && !redirects(vs));
}

/** §4.2, row by row, for all of them in order. */
function groupOfAll(inventory: Inventory, leader: VirtualServer, all: readonly VirtualServer[]): VirtualServerGroup {
  const members: VirtualServer[] = [];
  const pathClashes = new Map<VirtualServer, { pool: number; owner: VirtualServer }>();
  const paths = new Map<string, VirtualServer>();
  let hasPoolWaf = false;
  for (const candidate of all) {
    const verdict = compare(inventory, leader, candidate);
    if (typeof verdict === 'object') {
      return { members: [], conflict: verdict, pathClashes: new Map(), hasPoolWaf: false };
    }
    if (verdict === 'skip' || !haveAPortInCommon(leader, candidate)) continue;
    if (!isDeepStrictEqual(leader.defaultPool, candidate.defaultPool)) continue;
    for (const [pool, { path, waf }] of candidate.pools.entries()) {
      hasPoolWaf ||= waf !== '';
      const owner = paths.get(candidate.host + path);
      if (owner) {
        pathClashes.set(candidate, { pool, owner });
        break;
      }
      paths.set(candidate.host + path, candidate);
    }
    if (!pathClashes.has(candidate)) members.push(candidate);
  }
  return { members, pathClashes, hasPoolWaf };
}

test('a group is what comparing its leader with everyone gives', () => {
  const seen = { several: 0, conflicts: 0, clashes: 0, shared: 0 };
  fc.assert(
    fc.property(fc.array(virtualServer, { minLength: 2, maxLength: 7 }), fc.boolean(), (made, ipam) => {
      const inventory = inventoryWith(ipam);
      const all = made
        .map((vs, index) => ({ ...vs, kind: 'VirtualServer', name: `v${index}` }) as VirtualServer)
        .sort((a, b) => byBytes(a.namespace, b.namespace) || byBytes(a.name, b.name));
      const groups = new VirtualServerGroups(inventory, all);
      const given = new Set<VirtualServerGroup>();
      for (const leader of all) {
        // Such a one is rejected before it leads.
        if (leader.host === '' && leader.hostAliases.length > 0) continue;
        const everyone = all.filter(vs => leader.hostGroup !== '' || vs.namespace === leader.namespace);
        const group = groups.of(leader);
        expect(group).toEqual(groupOfAll(inventory, leader, everyone));
        if (group.members.length > 1) seen.several++;
        if (group.conflict) seen.conflicts++;
        if (group.pathClashes.size > 0) seen.clashes++;
        if (given.has(group)) seen.shared++;
        given.add(group);
      }
    }),
    { seed, numRuns: 8_000 },
  );
  expect(
    Object.values(seen).every(count => count > 10),
    JSON.stringify(seen),
  ).toBe(true);
});

const plain = {
  kind: 'VirtualServer',
  namespace: 'one',
  host: 'a',
  hostGroup: '',
  hostGroupVirtualServerName: '',
  address: { address: '1', ipamLabel: '' },
  additionalAddresses: [],
  partition: '',
  httpPort: 80,
  httpsPort: 443,
  tlsProfileName: '',
  httpTraffic: '',
  pools: [{ path: '/a', waf: '' }],
};

test.each<[name: string, differs: (n: number) => object]>([
  ['all alike, so that all but one are left out for their path', () => ({})],
  ['one host at many addresses', n => ({ address: { address: `${n}`, ipamLabel: '' } })],
  ['one host group at many addresses', n => ({ hostGroup: 'g', address: { address: `${n}`, ipamLabel: '' } })],
  ['one host group in many partitions', n => ({ hostGroup: 'g', partition: `${n}` })],
  ['one host group on many ports', n => ({ hostGroup: 'g', httpPort: n, httpsPort: n })],
  ['many host groups at one address', n => ({ hostGroup: `${n}` })],
  ['many partitions at one address', n => ({ host: `${n}`, partition: `${n}` })],
  ['many hosts at one address', n => ({ host: `${n}` })],
  ['no host on many ports', n => ({ host: '', httpPort: n })],
])('%s: no more than a few comparisons each', (_, differs) => {
  const count = 1000;
  let compared = 0;
  // A comparison begins with the aliases of the candidate.
  const noAliases = (): readonly string[] => {
    compared++;
    return [];
  };
  const all = Array.from({ length: count }, (_, n) => {
    const vs = { ...plain, name: `v${1000 + n}`, ...differs(n) };
    return Object.defineProperty(vs, 'hostAliases', { get: noAliases }) as unknown as VirtualServer;
  });
  const groups = new VirtualServerGroups(inventoryWith(false), all);
  for (const leader of all) groups.of(leader);
  expect(compared).toBeLessThan(5 * count);
});
