import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { StandIn } from '../bigip/stand-in.ts';
import { pair, shopsAndBanks } from '../cli/shops-and-banks.ts';
import { type CliResult, render } from '../run-cli.ts';
import { startBigip, tenantsOn } from '../sync/sync-workspace.ts';
import { type Files, temporaryWorkspace } from '../temporary-workspace.ts';
import { writeKubeletVolume } from './kubelet-volume.ts';
import { wrongWith } from './kubernetes-types.ts';
import { type KubernetesObject, named, objectsOf, plugin, workspaceOf } from './plugin.ts';

type ParameterValues = Readonly<Record<string, string>>;

async function generated(files: Files, parameters: ParameterValues): Promise<KubernetesObject[]> {
  const cwd = temporaryWorkspace(files);
  expect(await render(['build'], { cwd })).toMatchObject({ code: 0 });
  const { stdout, stderr, code } = await plugin(cwd, { parameters: { manifests: 'off', ...parameters } });
  expect([stderr, code]).toEqual(['', 0]);
  return objectsOf(stdout);
}

/** Runs what a Job's container would, on volumes as the kubelet makes them. */
async function run(job: KubernetesObject, objects: readonly KubernetesObject[], bigip: StandIn): Promise<CliResult> {
  const root = temporaryWorkspace({});
  const { username, password, url } = bigip;
  const credentials = { username, password, url: url.href };
  const places: Record<string, string> = {
    '/workspace': writeKubeletVolume(join(root, 'workspace'), workspaceOf(job, objects)),
    '/credentials': writeKubeletVolume(join(root, 'credentials'), credentials),
  };
  const [container] = job.spec.template.spec.containers;
  const args: string[] = container.args.map((argument: string) => places[argument] ?? argument);
  return render([...args, '--deadline', '20'], { cwd: '/', env: { HOME: '/nonexistent' } });
}

/** The workspace with a BIG-IP of which the certificate is known. */
function withBigip(files: Files, bigip: StandIn, view: string): Files {
  const bigips = `bigips:\n  - {url: "${bigip.url.origin}", view: ${view}, trustedCerts: bigip.pem}\n`;
  return { ...files, 'render.yaml': `${files['render.yaml']}${bigips}`, 'bigip.pem': bigip.certificate };
}

describe('the Job', () => {
  test('posts what is committed, from ConfigMaps as they are mounted', async () => {
    const bigip = await startBigip();
    const objects = await generated(withBigip(shopsAndBanks, bigip, 'east'), {});
    const result = await run(objects.at(-1)!, objects, bigip);
    expect([result.stderr, result.code]).toEqual(['', 0]);
    expect(Object.keys(tenantsOn(bigip)).sort()).toEqual(['banks', 'shops']);
    // Once more, there is nothing left to do: it knows its tenants as its own.
    expect((await run(objects.at(-1)!, objects, bigip)).stdout).toContain('2 unchanged');
    expect(bigip.taken).toHaveLength(2);
  });

  test('asks AS3 before the sync, and changes nothing', async () => {
    const bigip = await startBigip();
    const objects = await generated(withBigip(shopsAndBanks, bigip, 'east'), { 'dry-run': 'on' });
    const job = objects.find(each => named(each) === 'Job shop-sync-east-dry-run (PreSync)');
    const { stderr, code } = await run(job!, objects, bigip);
    expect([stderr, code]).toEqual(['', 0]);
    expect(bigip.taken).toEqual([]);
    expect(bigip.seen.length).toBeGreaterThan(2);
  });

  test('of a secondary posts nothing while the primary answers, and takes over when it does not', async () => {
    const [primary, bigip] = [await startBigip(), await startBigip()];
    const end = `$1primaryEndPoint: tcp://${primary.url.host}\n$1retryInterval: 1`;
    const files = Object.fromEntries(
      // It shares the BIG-IP of its primary.
      Object.entries(withBigip(pair, bigip, 'east')).map(([path, text]) => [
        path,
        String(text).replace(/( *)primaryEndPoint: .*/, end),
      ]),
    );
    const objects = await generated(files, { cluster: 'west' });
    const job = objects.at(-1)!;
    expect(await run(job, objects, bigip)).toMatchObject({ code: 0 });
    expect(tenantsOn(bigip)).toEqual({});
    await primary.stop();
    expect(await run(job, objects, bigip)).toMatchObject({ code: 0 });
    const { shops } = tenantsOn(bigip);
    expect(JSON.stringify(shops)).toContain('10.2.0.1');
    expect(JSON.stringify(shops)).not.toContain('10.1.0.1');
  });
});

describe('what is printed', () => {
  const all = {
    image: 'registry.example.com/cis-render:1',
    'service-account': 'cis-render',
    'dry-run': 'on',
    prune: 'on',
    force: 'on',
    adopt: 'on',
  };

  test('is what Kubernetes takes, by its own types', { timeout: 60_000 }, async () => {
    const objects = [...(await generated(shopsAndBanks, {})), ...(await generated(shopsAndBanks, all))];
    expect(objects.map(({ kind }) => kind).filter(kind => kind === 'Job')).toHaveLength(3);
    expect(wrongWith(objects.map(object => [object.kind, object] as const))).toEqual([]);
  });

  test('would be told if it were not', { timeout: 60_000 }, () => {
    const job = {
      apiVersion: 'batch/v1',
      kind: 'Job',
      spec: { backofLimit: 1, template: { spec: { containers: [{ name: 'a' }] } } },
    };
    expect(wrongWith([['Job', job]]).join('\n')).toMatch(/backofLimit/);
  });

  test('lets a Pod do as little as the restricted Pod Security Standard asks for', async () => {
    const jobs = (await generated(shopsAndBanks, all)).filter(({ kind }) => kind === 'Job');
    for (const job of jobs) {
      const { spec } = job.spec.template;
      expect(spec).toMatchObject({
        restartPolicy: 'Never',
        automountServiceAccountToken: false,
        securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      });
      expect(spec.containers).toMatchObject([
        {
          image: all.image,
          securityContext: {
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ['ALL'] },
          },
        },
      ]);
    }
    expect(jobs).toHaveLength(2);
  });

  test('has names that Kubernetes takes, and that stay', async () => {
    const objects = await generated(shopsAndBanks, {});
    for (const { metadata } of objects) expect(metadata.name).toMatch(/^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/);
    for (const { metadata } of objects.filter(({ kind }) => kind === 'Job'))
      expect(metadata.annotations).toEqual({
        'argocd.argoproj.io/hook': 'PostSync',
        'argocd.argoproj.io/hook-delete-policy': 'BeforeHookCreation',
      });
  });
});
