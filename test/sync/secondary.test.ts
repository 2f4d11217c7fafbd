import { spawn } from 'node:child_process';
import { createServer as createHttp, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcp } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { PrimaryState } from '../../src/sync/primary-probe.ts';
import { pause, probePrimary } from '../../src/sync/primary-probe.ts';
import { watchPrimary } from '../../src/sync/takeover.ts';
import { busy } from '../bigip/faults.ts';
import type { StandIn } from '../bigip/stand-in.ts';
import { until } from '../bigip/with-bigip.ts';
import { cliPath, render } from '../run-cli.ts';
import { type Files, writeFiles } from '../temporary-workspace.ts';
import { declarationOf, poolOf, tenantOf, virtualOf } from './declarations.ts';
import { rendered, startBigip, sync, syncWorkspace, tenantsOn } from './sync-workspace.ts';

/** A primary's health check, which can be told what to answer. */
async function startPrimary(
  status = 200,
): Promise<{ server: Server; url: string; asked: () => number; answer: (status: number) => void }> {
  let answered = status;
  let asked = 0;
  const server = createHttp((_, response) => {
    asked++;
    response.writeHead(answered, { location: '/elsewhere' }).end('ok');
  }).listen(0, '127.0.0.1');
  await new Promise(resolve => server.once('listening', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return {
    server,
    url: `http://127.0.0.1:${port}/health`,
    asked: () => asked,
    answer: next => {
      answered = next;
    },
  };
}
/** A port of loopback that nobody listens on. */
async function closedPort(): Promise<number> {
  const server = createTcp().listen(0, '127.0.0.1');
  await new Promise(resolve => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise(resolve => server.close(resolve));
  return port;
}
const never = new AbortController().signal;
const probe = (endPoint: string, retryInterval = 0.01): Promise<PrimaryState> =>
  probePrimary({ endPoint: new URL(endPoint), probeInterval: 1, retryInterval }, never);

describe('the probe of a primary (specification 01 §4.3)', () => {
  test('is up with status 200 at once', async () => {
    const primary = await startPrimary();
    expect(await probe(primary.url)).toEqual({ up: true });
    expect(primary.asked()).toBe(1);
  });

  test.each([404, 503, 204, 302])('is down with status %i, after two attempts', async status => {
    const primary = await startPrimary(status);
    expect(await probe(primary.url)).toEqual({ up: false, reason: `it answers with status ${status}` });
    expect(primary.asked()).toBe(2);
  });

  test('is up when the second attempt succeeds, and waits for it', async () => {
    const primary = await startPrimary(503);
    const before = Date.now();
    setTimeout(() => primary.answer(200), 50);
    expect(await probe(primary.url, 0.3)).toEqual({ up: true });
    expect(Date.now() - before).toBeGreaterThanOrEqual(295);
  });

  test('of TCP needs a connection', async () => {
    const primary = await startPrimary(500);
    const { port } = primary.server.address() as AddressInfo;
    expect(await probe(`tcp://127.0.0.1:${port}`)).toEqual({ up: true });
    expect(await probe(`tcp://127.0.0.1:${await closedPort()}`)).toEqual({
      up: false,
      reason: 'it refuses the connection',
    });
  });

  test('ends at once when it is interrupted', async () => {
    const controller = new AbortController();
    const endPoint = new URL(`tcp://127.0.0.1:${await closedPort()}`);
    setTimeout(() => controller.abort('SIGINT'), 50);
    const began = Date.now();
    await expect(probePrimary({ endPoint, probeInterval: 1, retryInterval: 60 }, controller.signal)).rejects.toBe(
      'SIGINT',
    );
    expect(Date.now() - began).toBeLessThan(30_000);
  });
});

describe('a secondary that watches', () => {
  test('takes over, tries again what failed, and stands back', async () => {
    const states = [true, false, false, true, true, false];
    const told: string[] = [];
    const controller = new AbortController();
    await watchPrimary(
      { probeInterval: 0.001 },
      {
        probe: async () => {
          const up = states.shift();
          if (up === undefined) controller.abort('SIGTERM');
          return up ? { up } : { up: false, reason: 'gone' };
        },
        apply: async reason => void told.push(`applies: ${reason}`),
        told: (what, reason) => told.push(reason === undefined ? what : `${what}: ${reason}`),
      },
      controller.signal,
    );
    expect(told.slice(0, 6)).toEqual([
      'stands-by',
      'takes-over: gone',
      'applies: gone',
      'applies: gone',
      'stands-back',
      'takes-over: gone',
    ]);
  });

  test('lets what is no signal through', async () => {
    const watching = watchPrimary(
      { probeInterval: 0.001 },
      { probe: () => Promise.reject(new Error('broken')), apply: async () => {}, told: () => {} },
      never,
    );
    await expect(watching).rejects.toThrow('broken');
  });
});

const web = (...members: readonly string[]) =>
  tenantOf({ web_80: virtualOf('10.0.0.1', 'web'), web: poolOf(...members) });
const whole = web('10.1.0.1', '10.1.0.2', '10.2.0.1');
const failover = web('10.2.0.1');
const failoverFile: Files = {
  'rendered/east/failover/shop.json': JSON.stringify(declarationOf({ shop: failover }), undefined, 2),
};

const secondaryConfig = `clusters:
  - name: east
    manifests: clusters/east
    cis:
      args: [--controller-mode=openshift, --multi-cluster-mode=secondary, --local-cluster-name=east,
             --extended-spec-configmap=kube-system/spec, --bigip-partition=shop]
`;

/** Has the whole view on the BIG-IP, as the primary has left it. */
async function besidePrimary(): Promise<{ bigip: StandIn; root: string }> {
  const bigip = await startBigip();
  await sync(syncWorkspace({ shop: whole }), bigip, '--apply');
  return { bigip, root: syncWorkspace({ shop: whole }, failoverFile) };
}

describe('render sync --as a secondary', () => {
  const primaryAt = (url: string): string[] => ['--as', 'east', '--primary-end-point', url, '--retry-interval', '0.01'];

  test('applies nothing while the primary answers', async () => {
    const { bigip, root } = await besidePrimary();
    const primary = await startPrimary();
    const { stdout, code } = await sync(root, bigip, '--apply', '--force', ...primaryAt(primary.url));
    expect(stdout).toBe(
      `the BIG-IP (${bigip.url.href}): failover view of east\n  the primary answers at ${primary.url}: nothing is applied\n`,
    );
    expect(code).toBe(0);
    expect(tenantsOn(bigip)).toEqual({ shop: whole });
  });

  test('applies its failover view when the primary does not answer', async () => {
    const { bigip, root } = await besidePrimary();
    const primary = await startPrimary(503);
    const refused = await sync(root, bigip, '--apply', ...primaryAt(primary.url));
    expect(refused.stdout).toContain('  the primary does not answer: it answers with status 503\n');
    expect(refused.stdout).toContain('2 of 3 pool members (67 %) would go away\n');
    expect(refused.code).toBe(1);
    expect((await sync(root, bigip, '--apply', '--force', ...primaryAt(primary.url))).code).toBe(0);
    expect(tenantsOn(bigip)).toEqual({ shop: failover });
  });

  test('reads the end point from the extended ConfigMap', async () => {
    const { bigip } = await besidePrimary();
    const primary = await startPrimary();
    const root = syncWorkspace(
      { shop: whole },
      {
        ...failoverFile,
        'render.yaml': `clusters:
  - name: east
    manifests: clusters/east
    cis:
      args: [--controller-mode=openshift, --multi-cluster-mode=secondary, --local-cluster-name=east,
             --extended-spec-configmap=kube-system/spec, --bigip-partition=shop]
  - name: west
    manifests: clusters/east
`,
        'clusters/east/spec.yaml': `apiVersion: v1
kind: ConfigMap
metadata:
  name: spec
  namespace: kube-system
  labels: {f5nr: "true"}
data:
  extendedSpec: |
    mode: active-active
    highAvailabilityCIS:
      primaryEndPoint: ${primary.url}
      primaryCluster: {clusterName: west, secret: kube-system/west}
      secondaryCluster: {clusterName: east, secret: kube-system/east}
`,
      },
    );
    const { stdout, code } = await sync(root, bigip, '--apply', '--as', 'east');
    expect(stdout).toContain(`the primary answers at ${primary.url}: nothing is applied\n`);
    expect(code).toBe(0);
    // Without --as the view of a secondary is nobody's choice.
    const unasked = await sync(root, bigip, '--apply');
    expect(unasked.stderr).toBe(
      'render: there is no rendered view to apply: run `render build` and commit its files\n',
    );
    expect(unasked.code).toBe(2);
  });

  test('shares the BIG-IP of its primary, and has its turn only when it is asked for', async () => {
    const { bigip } = await besidePrimary();
    const primary = await startPrimary(503);
    const root = syncWorkspace(
      { shop: whole },
      {
        ...rendered('west', { shop: whole }),
        ...failoverFile,
        'render.yaml': `clusters: [{name: west, manifests: none}, {name: east, manifests: none}]
bigips: [{name: one, url: "${bigip.url.href}", view: west, trustedCerts: ca.pem}]
`,
        'ca.pem': bigip.certificate,
      },
    );
    const env = { BIGIP_USERNAME: bigip.username, BIGIP_PASSWORD: bigip.password };
    const own = await render(['sync', '--apply', '--adopt'], { cwd: root, env });
    expect(own.stdout).toMatch(/^one \(.*\): view of west, AS3/);
    expect(own.code).toBe(0);
    const over = await render(['sync', '--apply', '--force', ...primaryAt(primary.url)], { cwd: root, env });
    expect(over.stdout).toMatch(/^one \(.*\): failover view of east, AS3/);
    expect(over.code).toBe(0);
    expect(tenantsOn(bigip)).toEqual({ shop: failover });
  });

  test('needs an end point', async () => {
    const { bigip, root } = await besidePrimary();
    const { stderr, code } = await sync(root, bigip, '--apply', '--as', 'east');
    expect(stderr).toContain('names no primaryEndPoint: add it, or give --primary-end-point\n');
    expect(code).toBe(2);
    const odd = await sync(root, bigip, '--as', 'east', '--primary-end-point', 'ftp://x');
    expect(odd.stderr).toContain('is neither http://, https:// nor tcp://HOST:PORT: "ftp://x"\n');
    expect(odd.code).toBe(2);
  });

  /** `--watch` as a process: what it has said so far, and the text that it is waited for. */
  function watching({ bigip, root }: { bigip: StandIn; root: string }, url: string) {
    writeFiles(root, { 'ca.pem': bigip.certificate });
    const child = spawn(
      process.execPath,
      [
        cliPath,
        ...['sync', '--apply', '--force', '--watch', '--bigip-url', bigip.url.href, '--trusted-certs', 'ca.pem'],
        ...['--probe-interval', '0.05', ...primaryAt(url)],
      ],
      { cwd: root, env: { PATH: process.env.PATH, BIGIP_USERNAME: bigip.username, BIGIP_PASSWORD: bigip.password } },
    );
    onTestFinished(() => void child.kill('SIGKILL'));
    let text = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
    }
    const seen = async (words: string): Promise<void> => {
      for (let times = 0; !text.includes(words) && times < 600; times++) await pause(0.02, never);
      expect(text).toContain(words);
    };
    return { child, seen, said: () => text };
  }

  test('with --watch takes over, stands back, and ends with Ctrl-C', async () => {
    const { bigip, root } = await besidePrimary();
    const primary = await startPrimary();
    const { child, seen } = watching({ bigip, root }, primary.url);
    await seen('stands by: the primary answers');
    expect(tenantsOn(bigip)).toEqual({ shop: whole });
    primary.answer(503);
    await seen('takes over: the primary does not answer: it answers with status 503');
    await seen('1 of 1 tenants landed.');
    expect(tenantsOn(bigip)).toEqual({ shop: failover });
    primary.answer(200);
    await seen('stands back: the primary answers');
    const ended = new Promise(resolve => child.once('exit', resolve));
    child.kill('SIGINT');
    expect(await ended).toBe(130);
  });

  test('with --watch waits for a file that is being written, and says once what it waits for', async () => {
    const { bigip, root } = await besidePrimary();
    const primary = await startPrimary();
    const { seen, said } = watching({ bigip, root }, primary.url);
    await seen('stands by');
    writeFiles(root, { 'rendered/east/failover/shop.json': '' });
    primary.answer(503);
    const words = 'rendered/east/failover/shop.json does not begin as a declaration of cis-render does\n';
    await seen(words);
    const asked = primary.asked();
    await until(() => primary.asked() > asked + 6);
    expect(said().split(words)).toHaveLength(2);
    expect(tenantsOn(bigip)).toEqual({ shop: whole });
    writeFiles(root, failoverFile);
    await seen('1 of 1 tenants landed.');
    expect(tenantsOn(bigip)).toEqual({ shop: failover });
  });

  test('with --watch tells of what is not touched when it takes over, and once', async () => {
    const bigip = await startBigip();
    const theirs = tenantOf({ web_80: virtualOf('10.0.0.1') }, { label: 'theirs' });
    await sync(syncWorkspace({ shop: theirs }), bigip, '--apply');
    const primary = await startPrimary(503);
    const { seen, said } = watching({ bigip, root: syncWorkspace({ shop: whole }, failoverFile) }, primary.url);
    await seen('tenant shop is not touched');
    const asked = primary.asked();
    await until(() => primary.asked() > asked + 6);
    expect(said().split('tenant shop is not touched')).toHaveLength(2);
  });

  test('with --watch does not begin where what is committed cannot be read', async () => {
    const { bigip, root } = await besidePrimary();
    const primary = await startPrimary();
    writeFiles(root, { 'rendered/east/failover/shop.json': '', 'render.yaml': secondaryConfig });
    const { stderr, code } = await sync(root, bigip, '--apply', '--watch', ...primaryAt(primary.url));
    expect(stderr).toContain('failover/shop.json does not begin as a declaration of cis-render does\n');
    expect(code).toBe(2);
  });

  test('is left alone by who began while the primary was down, when it answers again', async () => {
    const { bigip, root } = await besidePrimary();
    const primary = await startPrimary(503);
    // It is busy for a second, in which the primary comes back.
    bigip.fault('info', busy);
    const running = sync(root, bigip, '--apply', '--force', '--probe-interval', '0.01', ...primaryAt(primary.url));
    await until(() => primary.asked() === 2);
    primary.answer(200);
    const { stdout, code } = await running;
    expect(stdout).toContain(`the primary answers at ${primary.url}: nothing is applied\n`);
    expect(code).toBe(0);
    expect(tenantsOn(bigip)).toEqual({ shop: whole });
  });

  test('that has files for its own view alone cannot take over, and says so', async () => {
    const { bigip } = await besidePrimary();
    const primary = await startPrimary(503);
    const root = syncWorkspace({ shop: whole }, { 'render.yaml': secondaryConfig });
    const { stderr, code } = await sync(root, bigip, '--apply', ...primaryAt(primary.url));
    expect(stderr).toBe(
      'render: rendered has files of east and none for the time when its primary is down: run `render build` and commit its files\n',
    );
    expect(code).toBe(2);
  });

  test('is known by its failover view also where that cannot be read', async () => {
    const { bigip, root } = await besidePrimary();
    writeFiles(root, { 'rendered/east/failover/shop.json': '' });
    const { stderr, code } = await sync(root, bigip, '--apply', '--as', 'east');
    expect(stderr).toBe(
      'render: rendered/east/failover/shop.json does not begin as a declaration of cis-render does\n',
    );
    expect(code).toBe(2);
  });

  test('makes a plan while the primary answers that can be applied as long as it does', async () => {
    const { bigip, root } = await besidePrimary();
    const primary = await startPrimary();
    const step = (...args: readonly string[]) =>
      sync(root, bigip, '--plan', 'p.json', ...args, ...primaryAt(primary.url));
    expect((await step()).code).toBe(0);
    expect((await step('--apply')).stdout).toContain('nothing is applied\n');
    primary.answer(503);
    const { stdout, code } = await step('--apply');
    expect(stdout).toContain('  the BIG-IP is not in the plan\n');
    expect(code).toBe(1);
    expect(tenantsOn(bigip)).toEqual({ shop: whole });
  });

  test('--watch is for secondaries', async () => {
    const bigip = await startBigip();
    const { stderr, code } = await sync(syncWorkspace({ shop: whole }), bigip, '--apply', '--watch');
    expect(stderr).toBe(
      'render: --watch is for the view of a secondary, which looks after its primary: give --as CLUSTER\n',
    );
    expect(code).toBe(2);
  });
});
