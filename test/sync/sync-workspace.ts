import { onTestFinished } from 'vitest';
import type { As3Object } from '../../src/emit/as3.ts';
import { type StandIn, type StandInOptions, StandIn as Starter } from '../bigip/stand-in.ts';
import { type CliResult, render } from '../run-cli.ts';
import { type Files, temporaryWorkspace, writeFiles } from '../temporary-workspace.ts';
import { declarationOf } from './declarations.ts';

/** A stand-in that is gone when the test is over. */
export async function startBigip(options: StandInOptions = {}): Promise<StandIn> {
  const bigip = await Starter.start(options);
  onTestFinished(() => bigip.stop());
  return bigip;
}

export type Tenants = Readonly<Record<string, As3Object>>;

/** Rendered files of a view, as a build writes them. */
export function rendered(cluster: string, tenants: Tenants): Files {
  return Object.fromEntries(
    Object.entries(tenants).map(([tenant, declared]) => [
      `rendered/${cluster}/${tenant}.json`,
      `${JSON.stringify(declarationOf({ [tenant]: declared }), undefined, 2)}\n`,
    ]),
  );
}

const config = `clusters:
  - name: east
    manifests: clusters/east
    cis:
      args: [--controller-mode=openshift, --bigip-partition=shop]
`;

/** A workspace that has nothing but committed files. */
export function syncWorkspace(tenants: Tenants, files: Files = {}): string {
  return temporaryWorkspace({ 'render.yaml': config, ...rendered('east', tenants), 'ca.pem': '', ...files });
}

/** `render sync` against a stand-in, with its name, password and certificate. */
export async function sync(root: string, bigip: StandIn, ...args: readonly string[]): Promise<CliResult> {
  writeFiles(root, { 'ca.pem': bigip.certificate });
  return render(['sync', '--bigip-url', bigip.url.href, '--trusted-certs', 'ca.pem', '--deadline', '20', ...args], {
    cwd: root,
    env: { BIGIP_USERNAME: bigip.username, BIGIP_PASSWORD: bigip.password },
  });
}

/** Tenants that the stand-in has. */
export function tenantsOn(bigip: StandIn): Tenants {
  const tenants = Object.entries(bigip.as3.declaration ?? {}).filter(
    ([, value]) => (value as As3Object | undefined)?.class === 'Tenant',
  );
  return Object.fromEntries(tenants) as Tenants;
}
