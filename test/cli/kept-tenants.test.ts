import { describe, expect, test } from 'vitest';
import { configText, customResourceText, documents, extendedSpecText, serviceText } from '../manifests.ts';
import { render } from '../run-cli.ts';
import { type Files, filesBelow, temporaryWorkspace, writeFiles } from '../temporary-workspace.ts';

/**
 * What the controller refuses was not taken away by anybody: the file of its tenant stays, and the build says why
 * (specification 02 §11.2, §17.12).
 */

const pools = [{ service: 'cafe', servicePort: 80 }];
/** Tenant `shops` is rendered whatever becomes of the others. */
const steady = customResourceText('VirtualServer', 'steady', {
  host: 'steady.com',
  virtualServerAddress: '10.8.3.1',
  pools,
});
const virtualServer = (spec: object, name = 'moving'): string =>
  customResourceText('VirtualServer', name, {
    host: 'a.com',
    virtualServerAddress: '10.8.3.11',
    partition: 'other',
    pools,
    ...spec,
  });
const transportServer = (spec: object): string =>
  customResourceText('TransportServer', 'db', {
    virtualServerAddress: '10.8.3.11',
    virtualServerPort: 80,
    partition: 'other',
    mode: 'standard',
    pool: pools[0],
    ...spec,
  });
const link = (spec: object = {}): string =>
  customResourceText('IngressLink', 'nginx', {
    virtualServerAddress: '10.8.3.11',
    partition: 'other',
    selector: { matchLabels: { app: 'nginx' } },
    ...spec,
  });
const service = (ports: readonly number[], annotations: Readonly<Record<string, string>> = {}): string =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name: 'front',
      namespace: 'shop',
      labels: { app: 'nginx' },
      annotations: Object.fromEntries(Object.entries(annotations).map(([key, value]) => [`cis.f5.com/${key}`, value])),
    },
    spec: {
      type: Object.keys(annotations).length > 0 ? 'LoadBalancer' : 'ClusterIP',
      ports: ports.map(port => ({ name: `p${port}`, port })),
    },
  });

function workspace(args: readonly string[], ...resources: string[]): Files {
  return {
    'render.yaml': configText({ args: ['--controller-mode=customresource', ...args] }),
    'clusters/east/all.yaml': documents(extendedSpecText('mode: ""'), steady, serviceText('cafe'), ...resources),
  };
}

interface Change {
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly args?: readonly string[];
}

/** Builds, changes the resources, and builds again. */
async function rebuilt({ before, after, args = [] }: Change) {
  const cwd = temporaryWorkspace(workspace([], ...before));
  const first = await render(['build'], { cwd });
  expect(first.stderr).not.toContain('[tenant-lost]');
  const files = filesBelow(`${cwd}/rendered`);
  expect(Object.keys(files)).toEqual(['east/other.json', 'east/shops.json']);
  writeFiles(cwd, workspace(args, ...after));
  const { stderr, code } = await render(['build'], { cwd });
  return { stderr, code, kept: JSON.stringify(filesBelow(`${cwd}/rendered`)) === JSON.stringify(files), cwd };
}

const ipam = ['--ipam=true'];
const policyName = 'nowhere';
const address = { ip: '10.8.3.11' };
const losses: Readonly<Record<string, Change>> = {
  'of a VirtualServer that is rejected (§1.2)': {
    before: [virtualServer({})],
    after: [virtualServer({ httpTraffic: 'allow' })],
  },
  'of a VirtualServer that fails while it is built (§1.2)': {
    before: [virtualServer({})],
    after: [virtualServer({ policyName })],
  },
  'of a TransportServer that is rejected (§1.3)': {
    before: [transportServer({})],
    after: [transportServer({ pool: { servicePort: 80 } })],
  },
  'of an IngressLink that is rejected (§1.4)': {
    before: [link(), service([80])],
    after: [link({ selector: { matchLabels: { app: 'no' } } }), service([80])],
  },
  'of an IngressLink whose Service has no port but 8081 (§8.2)': {
    before: [link(), service([80])],
    after: [link(), service([8081])],
  },
  'of a Service without an address (§8.3)': {
    before: [service([80], { ...address, partition: 'other' })],
    after: [service([80], { ipamLabel: 'prod', partition: 'other' })],
  },
  'of a Service whose Policy is missing (§17.3)': {
    before: [service([80], { ...address, partition: 'other' })],
    after: [service([80], { ...address, partition: 'other', policyName })],
  },
  'of a VirtualServer for which IPAM has no address yet (§17.9)': {
    before: [virtualServer({})],
    after: [virtualServer({ virtualServerAddress: undefined, ipamLabel: 'prod' })],
    args: ipam,
  },
  'of a Service for which IPAM has no address yet (§17.9)': {
    before: [service([80], { ...address, partition: 'other' })],
    after: [service([80], { ipamLabel: 'prod', partition: 'other' })],
    args: ipam,
  },
  'of a member whose leader is in another partition (§4.2)': {
    before: [virtualServer({})],
    after: [
      virtualServer({ hostGroup: 'g', host: 'b.com', virtualServerAddress: '10.8.3.12', partition: undefined }, 'a'),
      virtualServer({ hostGroup: 'g', virtualServerAddress: undefined }),
    ],
  },
};

describe('the tenant is kept', () => {
  test.each(Object.entries(losses))('%s', async (_, change) => {
    const { stderr, code, kept } = await rebuilt(change);
    expect(code).toBe(1);
    expect(stderr).toContain('rendered/east/other.json would be deleted');
    expect(stderr).toContain('[tenant-lost]');
    expect(kept).toBe(true);
  });

  test('where it is the default partition, that of a resource without one', async () => {
    const elsewhere = virtualServer({});
    const cwd = temporaryWorkspace(workspace([], elsewhere));
    await render(['build'], { cwd });
    const files = workspace([], elsewhere);
    const broken = steady.replace('"host"', '"httpTraffic":"allow","host"');
    const all = `${files['clusters/east/all.yaml']}`.replace(steady, broken);
    writeFiles(cwd, { 'clusters/east/all.yaml': all });
    const { stderr, code } = await render(['build'], { cwd });
    expect(code).toBe(1);
    expect(stderr).toContain(
      'rendered/east/shops.json would be deleted, and its tenant with it, for lack of input: all its custom resources are rejected',
    );
    expect(filesBelow(`${cwd}/rendered`)).toHaveProperty(['east/shops.json']);
  });

  test('and that of no other: what was taken away goes, beside what is rejected', async () => {
    const broken = virtualServer(
      { host: 'c.com', virtualServerAddress: '10.8.3.12', partition: undefined, policyName },
      'c',
    );
    const { stderr, cwd } = await rebuilt({ before: [virtualServer({})], after: [broken] });
    expect(stderr).toContain('[resource-rejected]');
    expect(stderr).not.toContain('[tenant-lost]');
    expect(Object.keys(filesBelow(`${cwd}/rendered`))).toEqual(['east/shops.json']);
  });
});

/** A hostless A/B pool on `/` crashes the controller (specification 02 §5.5). */
const crashing = customResourceText('VirtualServer', 'crash', {
  virtualServerAddress: '10.8.3.20',
  pools: [{ path: '/', service: 'cafe', servicePort: 80, alternateBackends: [{ service: 'cafe2' }] }],
});
/** With a TLSProfile that does not serve its host it posts its partition empty (02 §11.2). */
const emptying = virtualServer({ tlsProfileName: 'none' });

describe('nothing is written', () => {
  test.each([
    ['where a tenant would be posted empty (§17.12)', [emptying], [], 'tenant-emptied'],
    ['where the controller would crash (§5.5)', [crashing], [], 'split-on-root-crash'],
    ['where the controller would not start', [], ['--pool-member-type=cluter'], 'controller-refuses-arguments'],
  ])('%s', async (_, resources, args, rule) => {
    const west = configText({ args: ['--controller-mode=customresource'] })
      .replace('clusters:\n', '')
      .replaceAll('east', 'west');
    const files = workspace(args, ...resources);
    // Nothing was rendered before, and nothing is wrong with the view of the other controller.
    const cwd = temporaryWorkspace({
      ...files,
      'render.yaml': `${files['render.yaml']}${west}`,
      'clusters/west/all.yaml': `${workspace([])['clusters/east/all.yaml']}`,
    });
    const before = filesBelow(cwd);
    const { stdout, stderr, code } = await render(['build'], { cwd });
    expect(code).toBe(1);
    expect(stdout).toContain('rendered/: nothing written\n');
    expect(stderr).toContain(`[${rule}]`);
    expect(filesBelow(cwd)).toEqual(before);
  });

  test('where no cluster has a controller any more', async () => {
    const cwd = temporaryWorkspace(workspace([]));
    await render(['build'], { cwd });
    const before = filesBelow(`${cwd}/rendered`);
    writeFiles(cwd, { 'render.yaml': 'clusters:\n  - {name: east, manifests: clusters/east}\n' });
    const { code } = await render(['build'], { cwd });
    expect(code).toBe(1);
    expect(filesBelow(`${cwd}/rendered`)).toEqual(before);
  });
});

test('a tenant that is posted empty is shown all the same (§17.12)', async () => {
  const cwd = temporaryWorkspace(workspace([], emptying));
  const { stdout } = await render(['build', '--as', 'east', '--stdout'], { cwd });
  expect(JSON.parse(stdout).other).toEqual({ class: 'Tenant' });
});

describe('the reason', () => {
  /** What a build says of files, after a change of all that the controller has. */
  const reasons = async (before: readonly string[], after: readonly string[]): Promise<string> => {
    const files = (resources: readonly string[]): Files => ({
      'render.yaml': configText({ args: ['--controller-mode=customresource'] }),
      'clusters/east/all.yaml': documents(extendedSpecText('mode: ""'), serviceText('cafe'), ...resources),
    });
    const cwd = temporaryWorkspace(files(before));
    expect((await render(['build'], { cwd })).code).toBe(0);
    writeFiles(cwd, files(after));
    return (await render(['build'], { cwd })).stderr;
  };
  const front = service([80], address);

  test.each([
    ['would crash', [steady], [crashing], 'the controller of east would crash'],
    [
      'passes over what it has',
      [front],
      [front.replace('"type"', '"loadBalancerClass":"other","type"')],
      'the controller posts nothing, although there are Services of type LoadBalancer',
    ],
    [
      'rejects what it has',
      [front],
      [service([80], { ipamLabel: 'prod' })],
      'all its Services of type LoadBalancer are rejected',
    ],
  ])('is that the controller %s', async (_, before, after, reason) => {
    const stderr = await reasons(before, after);
    expect(stderr).toContain(
      `rendered/east/shops.json would be deleted, and its tenant with it, for lack of input: ${reason}`,
    );
  });

  test('is none where the last resource is gone', async () => {
    expect(await reasons([steady], [])).not.toContain('[tenant-lost]');
  });
});

describe('of two controllers', () => {
  const controller = (name: string): string =>
    configText({ args: ['--controller-mode=customresource'] })
      .replace('clusters:\n', '')
      .replaceAll('east', name);
  const files = (east: readonly string[], west: readonly string[]): Files => ({
    // Not in the order of their names.
    'render.yaml': `clusters:\n${controller('west')}${controller('east')}`,
    'clusters/east/all.yaml': documents(extendedSpecText('mode: ""'), steady, serviceText('cafe'), ...east),
    'clusters/west/all.yaml': documents(extendedSpecText('mode: ""'), steady, serviceText('cafe'), ...west),
  });
  const both = files([virtualServer({})], [virtualServer({})]);
  const all = ['east/other.json', 'east/shops.json', 'west/other.json', 'west/shops.json'];

  test('each is judged by its own resources', async () => {
    const cwd = temporaryWorkspace(both);
    await render(['build'], { cwd });
    // Taken out of one cluster, and rejected in the other.
    writeFiles(cwd, files([], [virtualServer({ policyName })]));
    const { stderr } = await render(['build'], { cwd });
    expect(stderr).toContain('rendered/west/other.json would be deleted');
    expect(stderr).not.toContain('rendered/east/other.json would be deleted');
    expect(Object.keys(filesBelow(`${cwd}/rendered`))).toEqual(all);
  });

  test('one can be built alone, and then only its files go', async () => {
    const cwd = temporaryWorkspace(both);
    await render(['build'], { cwd });
    writeFiles(cwd, files([], []));
    expect(await render(['build', '--as', 'east'], { cwd })).toMatchObject({ code: 0 });
    expect(Object.keys(filesBelow(`${cwd}/rendered`))).toEqual(all.slice(1));
  });

  test('files are listed by name', async () => {
    const cwd = temporaryWorkspace(both);
    const { stdout } = await render(['build', '--check'], { cwd });
    expect(stdout.match(/\S+\.json/g)).toEqual(all.map(path => `rendered/${path}`));
  });
});
