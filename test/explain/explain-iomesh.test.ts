import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { type CliResult, render } from '../run-cli.ts';
import { temporaryWorkspace } from '../temporary-workspace.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const explain = (cwd: string, ...args: readonly string[]): Promise<CliResult> =>
  render(['explain', 'iomesh', ...args], { cwd });
const commandsOf = (stdout: string): string[] => stdout.split('\n').flatMap(line => /^ +\$ (.*)/.exec(line)?.[1] ?? []);

const config = 'clusters:\n  - name: east\n    manifests: manifests\n';
const cluster = (namespace: string, name: string, spec = '{}'): string =>
  `apiVersion: iomesh.com/v1alpha1\nkind: IOMeshCluster\nmetadata: {name: ${name}, namespace: ${namespace}}\nspec: ${spec}\n`;
const beside = '{chunk: {devicemanager: {blockDeviceNamespace: storage}}}';

describe('render explain iomesh', () => {
  test('upgrades the management cluster first and uninstalls it last', async () => {
    const { stdout, stderr, code } = await explain(join(root, 'fixtures/example-iomesh'));
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
    expect(commandsOf(stdout)).toEqual([
      'kubectl get iomesh iomesh -n iomesh-system -o yaml',
      'kubectl edit iomesh iomesh-cluster-1 -n iomesh-cluster-1',
      'kubectl delete -f iomesh-cluster-1/iomesh-cluster-1-zookeeper.yaml && kubectl delete -f iomesh-cluster-1/iomesh-cluster-1.yaml',
      'helm uninstall --namespace iomesh-system iomesh',
    ]);
  });

  test('deletes no file that holds something else, and quotes what a shell would read', async () => {
    const cwd = temporaryWorkspace({
      'render.yaml': config,
      'manifests/main.yaml': cluster('storage', 'main'),
      'manifests/two.yaml': `${cluster('a', 'a', beside)}---\n${cluster('b', "b'$(x)", beside)}`,
      'manifests/of c.yaml': `# alone\n---\n${cluster('c', 'c', beside)}`,
    });
    const { stdout } = await explain(cwd);
    expect(commandsOf(stdout).slice(4)).toEqual([
      "kubectl delete -f 'manifests/of c.yaml'",
      'kubectl delete iomesh a -n a',
      `kubectl delete iomesh 'b'\\''$(x)' -n b`,
      'helm uninstall --namespace storage main',
    ]);
  });

  test('names a management cluster that only a StorageClass names', async () => {
    const cwd = temporaryWorkspace({
      'render.yaml': config,
      'manifests/a.yaml': cluster('a', 'a', beside),
      'manifests/class.yaml':
        'apiVersion: storage.k8s.io/v1\nkind: StorageClass\nmetadata: {name: main}\nprovisioner: com.iomesh.csi-driver\nparameters: {iomeshCluster: storage/main}\n',
    });
    const { stdout } = await explain(cwd);
    expect(commandsOf(stdout)).toContain('helm uninstall --namespace storage main');
  });

  test('gives data with lines to programs', async () => {
    const { stdout } = await explain(root, 'fixtures/example-iomesh', '--format', 'json');
    const [{ cluster: name, orders }] = JSON.parse(stdout);
    expect(name).toBe('k8s-cluster');
    expect(orders.map(({ what }: { what: string }) => what)).toEqual(['upgrade', 'uninstall']);
    expect(orders[1].steps[0].at[1]).toMatchObject({
      position: { file: 'iomesh-cluster-1/iomesh-cluster-1.yaml', line: 4 },
    });
  });

  test('says so where there is no IOMeshCluster', async () => {
    expect(await explain(join(root, 'fixtures/example'))).toEqual({
      stdout: '',
      stderr: 'render: no cluster has an IOMeshCluster among its manifests\n',
      code: 2,
    });
  });
});
