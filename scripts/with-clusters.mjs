// Runs `render` with these arguments on the example workspace, with stand-ins for the API servers of its clusters and for kubectl: what documents show of
// snapshot. There are no inventories; with CLUSTERS_ARE=later there are, and cluster1 has changed since. With `--all` there is nothing but a render.yaml, and the
// controllers are in the clusters.
import { spawn } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dump, load } from 'js-yaml';
import { loadTypescript } from '../test/load-typescript.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const { startApiServer, kubeconfig, live, liveFrom } = await loadTypescript(join(root, 'test/snapshot'), [
  'api-server.ts',
  'live.ts',
]);
const args = process.argv.slice(2);
const isBare = args.includes('--all');
const example = join(root, 'fixtures/example');
const manifests = {
  cluster1: ['apps/services.yaml', 'apps/routes.yaml', 'cis/extended-spec.yaml', 'clusters/cluster1/inventory.yaml'],
  cluster2: ['apps/services.yaml', 'apps/routes.yaml', 'cis/extended-spec.yaml', 'clusters/cluster2/inventory.yaml'],
  cluster3: ['clusters/cluster3/services.yaml', 'clusters/cluster3/inventory.yaml'],
};

/** The controller, as a cluster runs it. */
function controller(args) {
  const containers = [{ name: 'k8s-bigip-ctlr', image: 'f5networks/k8s-bigip-ctlr:2.20.1', args }];
  const metadata = { name: 'k8s-bigip-ctlr', namespace: 'kube-system' };
  return live({ apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec: { template: { spec: { containers } } } });
}

/** A Node that is another one, and a Pod more. */
function later(objects) {
  const changed = structuredClone(objects);
  changed.filter(({ kind }) => kind === 'Node').at(-1).metadata.name = 'worker-9';
  const { subsets } = changed.find(({ kind, metadata }) => kind === 'Endpoints' && metadata.name === 'storefront');
  subsets[0].addresses.push({ ip: '10.241.1.9' });
  return changed;
}

/** The exit code of `render`. */
async function run(given, stdio) {
  const env = {
    PATH: `${away}${delimiter}${process.env.PATH}`,
    NO_COLOR: '1',
    KUBECONFIG: join(away, 'kubeconfig'),
    HOME: away,
  };
  const child = spawn(process.execPath, [join(root, 'dist/cli.mjs'), ...given], { cwd: workspace, env, stdio });
  return new Promise(resolve => child.on('close', resolve));
}

const away = mkdtempSync(join(tmpdir(), 'cis-render-example-'));
const workspace = join(away, 'workspace');
const servers = [];
try {
  const { clusters } = load(readFileSync(join(example, 'render.yaml'), 'utf8'));
  if (isBare) mkdirSync(workspace);
  else cpSync(example, workspace, { recursive: true });
  const urls = {};
  for (const { name, cis } of clusters) {
    const found = liveFrom(example, manifests[name]);
    const server = await startApiServer({ objects: [...found, ...(cis ? [controller(cis.args)] : [])] });
    servers.push(server);
    urls[`prod-${name}`] = server.url;
    if (!isBare) rmSync(join(workspace, `clusters/${name}/inventory.yaml`));
  }
  const config = clusters.map(({ name, manifests: given, cis }) => ({
    name,
    context: `prod-${name}`,
    ...(isBare ? { manifests: `clusters/${name}` } : { manifests: given, cis }),
  }));
  writeFileSync(join(workspace, 'render.yaml'), dump({ clusters: config }));
  writeFileSync(join(away, 'kubeconfig'), kubeconfig(urls));
  const standIn = join(root, 'test/snapshot/kubectl-stand-in.mjs');
  writeFileSync(join(away, 'kubectl'), `#!/bin/sh\nexec "${process.execPath}" "${standIn}" "$@"\n`);
  chmodSync(join(away, 'kubectl'), 0o755);
  if (process.env.CLUSTERS_ARE === 'later') {
    await run(['snapshot'], 'ignore');
    servers[0].objects = later(servers[0].objects);
  }
  process.exitCode = await run(args, 'inherit');
} finally {
  for (const server of servers) await server.stop();
  rmSync(away, { recursive: true, force: true });
}
