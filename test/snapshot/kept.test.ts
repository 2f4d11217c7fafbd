import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { Findings } from '../../src/finding.ts';
import { type ManifestObject, readObjects } from '../../src/load/manifest-object.ts';
import { readManifest } from '../../src/model/cluster.ts';
import { stores } from '../../src/model/kinds.ts';
import type { SnapshotKind } from '../../src/snapshot/kinds.ts';
import { snapshotKinds } from '../../src/snapshot/kinds.ts';
import { type StrippedObject, stripped } from '../../src/snapshot/stripped.ts';
import { yamlText } from '../../src/snapshot/yaml-text.ts';
import type { LiveObject } from './api-server.ts';
import { live } from './live.ts';

const kinds: Readonly<Record<string, SnapshotKind>> = snapshotKinds;
const files = readdirSync('fixtures', { encoding: 'utf8', recursive: true })
  .filter(path => path.endsWith('.yaml'))
  .sort()
  .map(path => `fixtures/${path}`);

function objectsOf(path: string, text: string): ManifestObject[] {
  const reader = { findings: new Findings(), unread: () => {}, takes: () => false };
  return [...readObjects({ path, text }, text, reader)];
}

/** What the model makes of an object, but for where it stands. */
function reading(object: ManifestObject): unknown {
  const resource = readManifest(object, new Findings());
  return (
    resource &&
    JSON.parse(JSON.stringify(resource, (key, value) => (key === 'source' || key === 'place' ? undefined : value)))
  );
}

function kept(object: ManifestObject): StrippedObject | undefined {
  const kind = kinds[object.kind];
  return kind && kind.apiVersion === object.value.apiVersion
    ? stripped(kind, live(object.value as unknown as LiveObject))
    : undefined;
}

/** Fixtures have no Pod. */
const pod = `apiVersion: v1
kind: Pod
metadata:
  name: cafe-7d9f
  namespace: shop
  labels: {app: cafe}
  annotations:
    nodeportlocal.antrea.io: '[{"podPort":8080,"nodeIP":"10.0.0.1","nodePort":61002}]'
    k8s.v1.cni.cncf.io/network-status: '[]'
spec:
  nodeName: n1
  containers:
    - name: cafe
      image: cafe:1
      env: [{name: A, value: b}]
      ports: [{name: http, containerPort: 8080, protocol: TCP}]
      readinessProbe:
        httpGet: {path: /ready, port: http, scheme: HTTPS, httpHeaders: []}
        periodSeconds: 3
        initialDelaySeconds: 2
    - name: proxy
      readinessProbe: {tcpSocket: {port: 9000}}
`;
const objects = [...objectsOf('pod.yaml', pod), ...files.flatMap(path => objectsOf(path, readFileSync(path, 'utf8')))];

describe('what is kept of an object', () => {
  test('is all that is read of it', () => {
    const seen = new Map<string, number>();
    for (const object of objects) {
      const whole = { ...object, value: live(object.value as unknown as LiveObject) };
      const before = reading(whole) as { tls?: { key: string } } | undefined;
      const left = before && kept(object);
      if (!left) continue;
      const [again] = objectsOf('inventory.yaml', yamlText(left.value));
      // The one thing that is read and must not be kept.
      if (object.kind === 'Route' && before.tls) before.tls.key = '';
      expect(again && reading(again), `${object.source.file.path} ${object.kind} ${object.name}`).toEqual(before);
      seen.set(object.kind, (seen.get(object.kind) ?? 0) + 1);
    }
    // What nothing reads has no reading.
    expect([...seen.keys()].sort()).toEqual(
      Object.keys(kinds)
        .filter(kind => kind !== 'EndpointSlice')
        .sort(),
    );
  });

  test('is of every kind that a controller reads, but of Secrets', () => {
    const ofController = [...stores].flatMap(([title, { beside }]) => (beside ? [] : [title]));
    const known = Object.values(kinds).map(({ apiVersion, kind }) => `${apiVersion} ${kind}`);
    expect([...ofController, 'discovery.k8s.io/v1 EndpointSlice'].filter(kind => kind !== 'v1 Secret').sort()).toEqual(
      known.sort(),
    );
  });

  test('is nothing that an API server or kubectl adds', () => {
    const texts = objects.map(object => yamlText(kept(object)?.value ?? {})).join('');
    expect(texts).toContain('creationTimestamp');
    expect(texts).not.toMatch(/uid:|resourceVersion|generation:|managedFields|last-applied|hunter2|c0ffee/);
  });

  test('is no private key and no password of a Deployment', () => {
    const route = stripped(snapshotKinds.Route, {
      metadata: { name: 'cafe', namespace: 'shop' },
      spec: { host: 'cafe.example.com', tls: { termination: 'edge', certificate: 'public', key: 'private' } },
    });
    expect(yamlText(route?.value)).toContain('certificate: public');
    expect(yamlText(route?.value)).not.toContain('private');
    const args = [
      '--bigip-partition=a',
      '--bigip-password=p1',
      '--gtm-bigip-password',
      'p2',
      '--bigip-username',
      'admin',
    ];
    const containers = [
      { name: 'proxy', image: 'proxy:1', args: ['--token=p3'], env: [{ name: 'A', value: 'p4' }] },
      { name: 'cis', image: 'f5networks/k8s-bigip-ctlr:2.20', args, env: [{ name: 'A', value: 'p5' }] },
    ];
    const deployment = stripped(snapshotKinds.Deployment, {
      metadata: { name: 'cis', namespace: 'kube-system' },
      spec: { template: { spec: { containers } } },
    });
    expect(deployment?.value.spec).toEqual({
      template: {
        spec: {
          containers: [
            {
              name: 'cis',
              image: 'f5networks/k8s-bigip-ctlr:2.20',
              args: ['--bigip-partition=a', '--bigip-username', 'admin'],
            },
          ],
        },
      },
    });
  });

  test('has addresses of Endpoints in their order, and of a Node only that it is not ready', () => {
    const addresses = ['10.0.0.10', 'fd00::2', '10.0.0.9'].map(ip => ({ ip, targetRef: { kind: 'Pod', name: 'x' } }));
    const endpoints = stripped(snapshotKinds.Endpoints, {
      metadata: { name: 'cafe', namespace: 'shop', labels: { a: 'b' } },
      subsets: [{ addresses, notReadyAddresses: [{ ip: '10.0.0.1' }], ports: [{ port: 80, protocol: 'TCP' }] }],
    });
    expect(endpoints?.value).toEqual({
      apiVersion: 'v1',
      kind: 'Endpoints',
      metadata: { name: 'cafe', namespace: 'shop' },
      subsets: [{ addresses: [{ ip: '10.0.0.9' }, { ip: '10.0.0.10' }, { ip: 'fd00::2' }], ports: [{ port: 80 }] }],
    });
    const node = (status: string) =>
      stripped(snapshotKinds.Node, {
        metadata: { name: 'n1' },
        status: {
          addresses: [{ type: 'InternalIP', address: '10.0.0.1' }],
          conditions: [
            { type: 'MemoryPressure', status: 'False' },
            { type: 'Ready', status, lastHeartbeatTime: '2026-11-20T10:00:00Z' },
          ],
        },
      })?.value.status;
    expect(node('True')).toEqual({ addresses: [{ type: 'InternalIP', address: '10.0.0.1' }] });
    expect(node('Unknown')).toMatchObject({ conditions: [{ type: 'Ready', status: 'Unknown' }] });
  });
});
