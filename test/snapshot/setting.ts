import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type CliResult, render } from '../run-cli.ts';
import { type Files, temporaryWorkspace, writeFiles } from '../temporary-workspace.ts';
import { type ApiServer, type ApiServerOptions, startApiServer } from './api-server.ts';
import { pathWithKubectl } from './kubectl.ts';
import { kubeconfig } from './live.ts';

/** A workspace, API servers on loopback, and a kubeconfig with a context `ctx-<name>` for each. */
export interface Setting {
  readonly root: string;
  readonly servers: Readonly<Record<string, ApiServer>>;
  readonly env: Readonly<Record<string, string>>;
  readonly snapshot: (...args: string[]) => Promise<CliResult>;
  readonly read: (path: string) => string;
  readonly write: (files: Files) => void;
}

export async function setting(files: Files, clusters: Readonly<Record<string, ApiServerOptions>>): Promise<Setting> {
  const root = temporaryWorkspace(files);
  const away = temporaryWorkspace({});
  const servers: Record<string, ApiServer> = {};
  for (const [name, options] of Object.entries(clusters)) {
    const server = await startApiServer(options);
    onTestFinished(server.stop);
    servers[name] = server;
  }
  const urls = Object.fromEntries(Object.entries(servers).map(([name, { url }]) => [`ctx-${name}`, url]));
  writeFileSync(join(away, 'kubeconfig'), kubeconfig(urls));
  const env = { PATH: pathWithKubectl(), KUBECONFIG: join(away, 'kubeconfig'), HOME: away };
  return {
    root,
    servers,
    env,
    snapshot: (...args) => render(['snapshot', ...args], { cwd: root, env }),
    read: path => readFileSync(join(root, path), 'utf8'),
    write: more => writeFiles(root, more),
  };
}

/** A workspace of one cluster, `east`, with these arguments of its controller, or none. */
export function eastConfig(args?: readonly string[], more: object = {}): string {
  const cluster = { name: 'east', context: 'ctx-east', manifests: ['clusters/east'], ...(args && { cis: { args } }) };
  return JSON.stringify({ clusters: [{ ...cluster, ...more }] });
}

export const routesArgs = [
  '--controller-mode=openshift',
  '--bigip-partition=test',
  '--pool-member-type=cluster',
  '--extended-spec-configmap=kube-system/extended-spec',
];
export const customArgs = ['--controller-mode=customresource', '--bigip-partition=test', '--pool-member-type=cluster'];
