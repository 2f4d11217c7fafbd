import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { createLocator } from '../../src/load/locate.ts';
import { readWorkspace, renderView, shownFindings } from '../../src/pipeline.ts';

const example = fileURLToPath(new URL('../../fixtures/example-iomesh', import.meta.url));

/** A change of text in a file of the example, which has to be there. */
type Change = readonly [file: string, from: string | RegExp, to: string];

const system = 'iomesh-system';
const second = 'iomesh-cluster-1';
const management = `${system}/iomesh.yaml`;
const pool = `${second}/iomesh-cluster-1.yaml`;
const zookeeper = `${second}/iomesh-cluster-1-zookeeper.yaml`;
const connection = `${second}/iomesh-cluster-1-csi-configmap.yaml`;
const storageClass = `${second}/storage-class.yaml`;

/** What is found in the example with some changes: `file:line:column rule`. */
async function found(...changes: readonly Change[]): Promise<string[]> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'cis-render-')));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  cpSync(example, root, { recursive: true });
  for (const [file, from, to] of changes) {
    const before = readFileSync(join(root, file), 'utf8');
    const after = before.replace(from, to);
    expect(after, `${file}: ${from}`).not.toBe(before);
    writeFileSync(join(root, file), after);
  }
  const run = await readWorkspace(root);
  const lists = [run.findings, ...run.controllers.map(cluster => renderView(run, cluster).findings)];
  return shownFindings(lists, createLocator()).map(({ position, rule }) =>
    position ? `${position.file}:${position.line}:${position.column} ${rule}` : rule,
  );
}

const everything = /[\s\S]*/;

test('the example is clean', async () => {
  expect(await found()).toEqual([]);
});

test.each<readonly [what: string, changes: readonly Change[], expected: readonly string[]]>([
  [
    'the name within a reference that is wrong',
    [[storageClass, `${second}/iomesh-cluster-1-csi-configmap`, `${second}/iomesh-cluster-1-csi`]],
    [`${storageClass}:11:40 iomesh-config-map-missing`],
  ],
  [
    'the namespace within a reference that is wrong',
    [[storageClass, `"${second}/iomesh-cluster-1"`, '"iomesh-cluster-2/iomesh-cluster-1"']],
    [`${pool}:4:9 iomesh-storage-class-missing`, `${storageClass}:12:19 iomesh-cluster-missing`],
  ],
  [
    'each of several components whose tag was not upgraded, and ZooKeeper',
    [
      [management, /v5\.3\.0-rc13/g, 'v5.4.0'],
      [`${system}/iomesh-zookeeper.yaml`, '3.5.9', '3.6.1'],
    ],
    [
      `${zookeeper}:10:10 iomesh-tag-differs`,
      `${pool}:16:12 iomesh-tag-differs`,
      `${pool}:41:12 iomesh-tag-differs`,
      `${pool}:59:12 iomesh-tag-differs`,
    ],
  ],
  [
    'an edition of one part',
    [[pool, 'v5.3.0-rc13', 'v5.3.0-rc13-enterprise']],
    [
      `${pool}:16:12 iomesh-edition-differs`,
      `${pool}:41:12 iomesh-edition-mixed`,
      `${pool}:59:12 iomesh-edition-mixed`,
    ],
  ],
  [
    'a placeholder, and nothing else about it',
    [[pool, /10\.234\.1\.0\/24/, '<your-data-cidr-here>']],
    [`${pool}:31:15 iomesh-placeholder`],
  ],
  [
    'a placeholder in an address',
    [
      [
        connection,
        /metaAddr: .*/,
        'metaAddr: <iomesh-cluster-name>-meta-client.iomesh-cluster-1.svc.cluster.local:10100',
      ],
    ],
    [`${connection}:9:13 iomesh-placeholder`],
  ],
  [
    'a node that a component shares with the other cluster',
    [[zookeeper, '- k8s-worker-4', '- k8s-worker-2']],
    [`${zookeeper}:22:23 iomesh-nodes-overlap`],
  ],
  [
    'clusterId as a number of another case',
    [[connection, 'clusterId: k8s-cluster', 'clusterid: k8s-cluster']],
    [`${connection}:7:3 iomesh-connection-key-missing`],
  ],
  [
    'a metaAddr that was copied',
    [[connection, /metaAddr: .*/, 'metaAddr: iomesh-meta-client.iomesh-system.svc.cluster.local:10100']],
    [`${connection}:9:13 iomesh-meta-address-other`],
  ],
  [
    'an address with an impossible port',
    [[connection, ':10100', ':101000']],
    [`${connection}:9:13 iomesh-address-invalid`],
  ],
  [
    'an address of five numbers',
    [[connection, '127.0.0.1', '127.0.0.0.1']],
    [`${connection}:8:16 iomesh-address-invalid`],
  ],
  [
    'what is wrong in a ConfigMap that its StorageClass misspells',
    [
      [storageClass, `${second}/iomesh-cluster-1-csi-configmap`, `${second}/iomesh-cluster-1-csi`],
      [connection, 'clusterId: k8s-cluster', 'clusterId: another'],
      [connection, / *iscsiPortal: .*\n/, ''],
      [connection, /metaAddr: .*/, 'metaAddr: nowhere'],
    ],
    [
      `${storageClass}:11:40 iomesh-config-map-missing`,
      `${connection}:6:1 iomesh-connection-key-missing`,
      `${connection}:7:14 iomesh-cluster-id-differs`,
      `${connection}:8:13 iomesh-address-invalid`,
    ],
  ],
  [
    'a ConfigMap that cannot be read, and not that it is missing',
    [[connection, 'clusterId: k8s-cluster', 'clusterId: 5']],
    [`${connection}:7:14 object-wrong-type`],
  ],
  [
    'block devices looked for in the own namespace',
    [[pool, 'blockDeviceNamespace: iomesh-system', `blockDeviceNamespace: ${second}`]],
    [`${pool}:37:29 iomesh-block-device-namespace`],
  ],
  [
    'block devices looked for nowhere',
    [[pool, / *blockDeviceNamespace: .*\n/, '']],
    [`${pool}:32:5 iomesh-block-device-namespace`],
  ],
  [
    'a file system that the document misspells',
    [[storageClass, 'fstype: ext4', 'fstype: "ex4"']],
    [`${storageClass}:7:31 iomesh-fstype-unknown`],
  ],
])('tells of %s', async (_, changes, expected) => {
  expect(await found(...changes)).toEqual([...expected].sort());
});

test('a management cluster that Helm alone knows is no error', async () => {
  expect(await found([management, everything, ''])).toEqual([
    `${system}/storage-class.yaml:12:19 iomesh-management-unseen`,
  ]);
});

test('a ConfigMap that merely has a key of that name is of no connection', async () => {
  const other = `---
apiVersion: v1
kind: ConfigMap
metadata:
  name: ceph-csi
  namespace: ceph
data:
  clusterId: another
`;
  expect(await found([connection, /$/, other])).toEqual([]);
});

test("another domain of the cluster, other StorageClasses and other kinds of the same groups are nobody's business", async () => {
  const other = `---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata:
  name: hostpath
provisioner: kubernetes.io/no-provisioner
parameters:
  path: <node-path>
---
apiVersion: iomesh.com/v1beta7
kind: IOMeshCluster
metadata:
  name: later
---
apiVersion: storage.k8s.io/v1
kind: CSIDriver
metadata:
  name: com.iomesh.csi-driver
`;
  expect(await found([connection, 'svc.cluster.local', 'svc.example.internal'], [storageClass, /$/, other])).toEqual(
    [],
  );
});
