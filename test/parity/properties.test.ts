import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seed } from '../seed.ts';
import { compareFiles, differencesOf } from './compare.ts';
import { type Manifest, type PairInput, pairFiles, pairSpec } from './pair.ts';

/** Fixed, so that a failure stays; fast-check prints it with the smallest example. */

const serviceNames = ['cafe', 'tea', 'cake'] as const;
const weight = fc.integer({ min: 0, max: 200 });

const services: readonly Manifest[] = serviceNames.map((name, index) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace: 'shop' },
  spec: { type: 'NodePort', ports: [{ name: 'http', port: 80, targetPort: 8080, nodePort: 30_000 + index }] },
}));

const entry = fc.record(
  {
    clusterName: fc.constantFrom('east', 'west', 'north'),
    service: fc.constantFrom(...serviceNames),
    namespace: fc.constant('shop'),
    servicePort: fc.constantFrom<number | string>(80, 'http'),
    weight,
  },
  { requiredKeys: ['clusterName', 'service', 'namespace', 'servicePort'] },
);

const route = fc
  .record({
    host: fc.constantFrom('a.example.com', 'b.example.com', '*.example.org'),
    path: fc.option(fc.constantFrom('/', '/cart', '/cart/old'), { nil: undefined }),
    to: fc.constantFrom(...serviceNames),
    weight,
    alternate: fc.option(fc.tuple(fc.constantFrom(...serviceNames), weight), { nil: undefined }),
    targetPort: fc.option(fc.constantFrom<number | string>(80, 8080, 'http'), { nil: undefined }),
    tls: fc.constantFrom(undefined, 'Allow', 'Redirect', 'None'),
    entries: fc.option(fc.array(entry, { minLength: 1, maxLength: 3 }), { nil: undefined }),
  })
  .map(
    ({ host, path, to, weight: share, alternate, targetPort, tls, entries }) =>
      (name: string): Manifest => ({
        apiVersion: 'route.openshift.io/v1',
        kind: 'Route',
        metadata: {
          name,
          namespace: 'shop',
          annotations: {
            'virtual-server.f5.com/clientssl': '/Common/clientssl',
            ...(entries && { 'virtual-server.f5.com/multiClusterServices': JSON.stringify(entries) }),
          },
        },
        spec: {
          host,
          ...(path !== undefined && { path }),
          to: { kind: 'Service', name: to, weight: share },
          ...(alternate && { alternateBackends: [{ kind: 'Service', name: alternate[0], weight: alternate[1] }] }),
          ...(targetPort !== undefined && { port: { targetPort } }),
          ...(tls && { tls: { termination: 'edge', insecureEdgeTerminationPolicy: tls } }),
        },
      }),
  );

const customResource = (kind: string, name: string, spec: object): Manifest => ({
  apiVersion: 'cis.f5.com/v1',
  kind,
  metadata: { name, namespace: 'shop', labels: { f5cr: 'true' } },
  spec,
});

const pool = (isDefault: boolean) =>
  fc
    .record({
      service: fc.constantFrom(...serviceNames),
      servicePort: fc.constantFrom<number | string>(80, 'http'),
      entries: fc.array(entry, { minLength: 1, maxLength: 3 }),
      alternate: fc.option(fc.tuple(fc.constantFrom(...serviceNames), weight), { nil: undefined }),
    })
    .map(({ service, servicePort, entries, alternate }) => ({
      ...(isDefault
        ? { multiClusterServices: entries }
        : {
            service,
            servicePort,
            ...(alternate && { alternateBackends: [{ service: alternate[0], weight: alternate[1] }] }),
          }),
    }));

const virtualServer = (isDefault: boolean) =>
  fc.record({ pool: pool(isDefault), path: fc.constantFrom('/', '/cart'), defaultPool: fc.boolean() }).map(
    ({ pool: one, path, defaultPool }) =>
      (name: string, index: number): Manifest =>
        customResource('VirtualServer', name, {
          host: `${name}.example.com`,
          virtualServerAddress: `10.8.4.${index + 1}`,
          pools: [{ path, ...one }],
          ...(defaultPool && { defaultPool: { service: 'cafe', servicePort: 80, reference: 'service' } }),
        }),
  );

const transportServer = (isDefault: boolean) =>
  pool(isDefault).map(
    one =>
      (name: string, index: number): Manifest =>
        customResource('TransportServer', name, {
          virtualServerAddress: `10.8.4.${index + 1}`,
          virtualServerPort: 5432,
          mode: 'standard',
          pool: one,
        }),
  );

const pair: fc.Arbitrary<PairInput> = fc
  .record({
    controllerMode: fc.constantFrom('openshift' as const, 'customresource' as const),
    mode: fc.constantFrom('active-active', 'active-standby', 'ratio', 'default'),
    poolMemberType: fc.constantFrom('cluster', 'nodeport', 'auto'),
  })
  .filter(({ controllerMode, mode }) => controllerMode === 'customresource' || mode !== 'default')
  .chain(input => {
    const isDefault = input.mode === 'default';
    const kinds: ReadonlyArray<fc.Arbitrary<(name: string, index: number) => Manifest>> =
      input.controllerMode === 'openshift' ? [route] : [virtualServer(isDefault), transportServer(isDefault)];
    return fc
      .array(fc.oneof(...kinds), { minLength: 1, maxLength: 4 })
      .map(made => ({ ...input, manifests: [...made.map((make, index) => make(`app-${index}`, index)), ...services] }));
  });

type Change = (manifest: Manifest) => Manifest | undefined;

const withSpec =
  (change: (spec: Record<string, unknown>) => object): Change =>
  manifest => ({ ...manifest, spec: { ...(manifest.spec as object), ...change(manifest.spec as never) } });

const removed: Change = () => undefined;

/** Changes of what a controller reads, by kind. */
const changes: Readonly<Record<string, Readonly<Record<string, Change>>>> = {
  Route: {
    removed,
    host: withSpec(() => ({ host: 'changed.example.com' })),
    path: withSpec(({ path }) => ({ path: `${path ?? ''}/changed` })),
    service: withSpec(({ to }) => ({ to: { ...(to as object), name: 'changed' } })),
    weight: withSpec(({ to }) => ({
      to: { ...(to as object), weight: ((to as { weight: number }).weight + 1) % 200 },
    })),
    tls: withSpec(() => ({ tls: { termination: 'passthrough' } })),
    annotation: manifest => ({
      ...manifest,
      metadata: { ...manifest.metadata, annotations: { 'virtual-server.f5.com/balance': 'round-robin' } },
    }),
  },
  VirtualServer: {
    removed,
    host: withSpec(() => ({ host: 'changed.example.com' })),
    address: withSpec(() => ({ virtualServerAddress: '10.8.9.9' })),
    pools: withSpec(({ pools }) => ({
      pools: [...(pools as object[]), { path: '/changed', service: 'cake', servicePort: 80 }],
    })),
    snat: withSpec(() => ({ snat: 'none' })),
    label: manifest => ({ ...manifest, metadata: { name: manifest.metadata.name, namespace: 'shop' } }),
  },
  TransportServer: {
    removed,
    port: withSpec(() => ({ virtualServerPort: 5433 })),
    mode: withSpec(() => ({ mode: 'performance' })),
    pool: withSpec(({ pool: one }) => ({
      pool: { ...(one as object), loadBalancingMethod: 'round-robin' },
    })),
  },
};

describe('a pair', () => {
  test('of which the secondary is a copy of the primary has nothing to tell', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(pair, async input => {
        const parity = await compareFiles(pairFiles(input));
        expect(differencesOf(parity)).toEqual([]);
        expect(parity.pairs.flatMap(({ views }) => views)).toEqual([]);
        expect(parity.differs).toBe(false);
      }),
      { seed, numRuns: 120 },
    );
  });

  test('differs after any change of what a controller reads', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(pair, fc.nat(), fc.nat(), async (input, which, how) => {
        const read = input.manifests.filter(({ kind }) => Object.hasOwn(changes, kind));
        const chosen = read[which % read.length]!;
        const [name, change] = Object.entries(changes[chosen.kind]!)[how % Object.keys(changes[chosen.kind]!).length]!;
        const manifests = input.manifests.flatMap(manifest =>
          manifest === chosen ? (change(manifest) ?? []) : manifest,
        );
        const parity = await compareFiles(pairFiles({ ...input, secondary: { manifests } }));
        const told = differencesOf(parity);
        expect(told.length, name).toBeGreaterThan(0);
        for (const difference of told) expect(difference).toContain(`${chosen.kind} shop/${chosen.metadata.name}`);
        expect(parity.differs).toBe(true);

        // What follows from an allowed difference is no difference either.
        const { kind, metadata } = chosen;
        const config = `parity: {allow: [{kind: ${kind}, namespace: shop, name: ${metadata.name}, reason: a test}]}\n`;
        const allowed = await compareFiles(pairFiles({ ...input, secondary: { manifests }, config }));
        expect(allowed.pairs.flatMap(({ views }) => views)).toEqual([]);
        expect(allowed.differs).toBe(false);
      }),
      { seed, numRuns: 120 },
    );
  });

  test.each([
    ['ratio', pairSpec('ratio', { ratio: 3 }), [], 'highAvailabilityCIS.secondaryCluster.ratio'],
    ['address', pairSpec('ratio', { address: '10.8.3.12' }), [], 'extendedRouteSpec[0].vserverAddr'],
    ['mode', pairSpec('active-active'), [], 'data.extendedSpec.mode'],
    [
      'namespaces; a second partition is never used',
      undefined,
      ['--bigip-partition=bank', '--namespace=shop'],
      '--namespace',
    ],
    ['addresses of nodes', undefined, ['--use-node-internal=false'], '--use-node-internal'],
  ])('differs after a change of its configuration: %s', async (_, spec, args, field) => {
    const manifests = [...services];
    const secondary = { args, ...(spec !== undefined && { spec }) };
    const parity = await compareFiles(
      pairFiles({ controllerMode: 'openshift', mode: 'ratio', poolMemberType: 'nodeport', manifests, secondary }),
    );
    expect(differencesOf(parity)).toEqual([expect.stringContaining(field)]);
  });
});
