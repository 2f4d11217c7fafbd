import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import type { LiveObject } from './api-server.ts';

/** What an API server adds to every object: nothing of it may ever be in an inventory. */
const noise = {
  uid: 'c0ffee00-0000-4000-8000-000000000000',
  resourceVersion: '123456',
  generation: 7,
  creationTimestamp: '2024-05-01T10:00:00Z',
  managedFields: [{ manager: 'kubectl', operation: 'Update', time: '2026-11-20T10:00:00Z' }],
};
const lastApplied = { 'kubectl.kubernetes.io/last-applied-configuration': '{"password":"hunter2"}' };

/** An object of a manifest as a cluster has it. */
export function live(object: LiveObject): LiveObject {
  const { annotations, ...metadata } = object.metadata as LiveObject['metadata'] & { annotations?: object };
  return { ...object, metadata: { ...metadata, ...noise, annotations: { ...annotations, ...lastApplied } } };
}

/** The objects of manifests, as a cluster has them. */
export function liveFrom(root: string, paths: readonly string[]): LiveObject[] {
  return paths.flatMap(path => loadAll(readFileSync(join(root, path), 'utf8')) as LiveObject[]).map(live);
}

/** A kubeconfig with a context for each URL, called like its key. */
export function kubeconfig(servers: Readonly<Record<string, string>>): string {
  const names = Object.keys(servers);
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: names.map(name => ({ name, cluster: { server: servers[name] } })),
    users: [{ name: 'jane', user: { token: 'secret-token' } }],
    contexts: names.map(name => ({ name, context: { cluster: name, user: 'jane' } })),
  });
}
