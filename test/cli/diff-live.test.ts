import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { StandIn } from '../bigip/stand-in.ts';
import { type CliResult, render } from '../run-cli.ts';
import { startBigip } from '../sync/sync-workspace.ts';
import { temporaryWorkspace } from '../temporary-workspace.ts';

const example = fileURLToPath(new URL('../../fixtures/example', import.meta.url));
const committed = (view: string) => JSON.parse(readFileSync(`${example}/rendered/${view}/shop.json`, 'utf8'));

function live(bigip: StandIn, ...args: readonly string[]): Promise<CliResult> {
  const folder = temporaryWorkspace({ 'ca.pem': bigip.certificate });
  return render(
    [
      'diff',
      example,
      '--against',
      'live',
      '--bigip-url',
      bigip.url.href,
      '--trusted-certs',
      `${folder}/ca.pem`,
      ...args,
    ],
    { cwd: folder, env: { BIGIP_USERNAME: bigip.username, BIGIP_PASSWORD: bigip.password } },
  );
}

describe('diff against a BIG-IP', () => {
  test('finds nothing where it has what is rendered, in the form that AS3 keeps', async () => {
    const bigip = await startBigip();
    const declared = committed('cluster1');
    declared.updateMode = 'selective';
    declared.controls.archiveTimestamp = '2026-01-01T00:00:00.000Z';
    bigip.as3.history.unshift(declared);
    const { stdout, code } = await live(bigip);
    expect(stdout).toBe('no difference against live\n');
    expect(code).toBe(0);
  });

  test('tells what is another there, with the place in Git and the shares', async () => {
    const bigip = await startBigip();
    const declared = committed('cluster1');
    declared.shop.Shared.storefront_8080_shop_cluster3.members.pop();
    bigip.as3.history.unshift(declared);
    const { stdout, code } = await live(bigip);
    expect(stdout).toMatch(
      /^tenant shop\n {2}\+ pool storefront_8080_shop_cluster3: member 10\.243\.1\.2:8080 added \(cluster3\) {2}Endpoints shop\/storefront, clusters\/cluster3\/.*:\d+\n\n1 added against live\n$/,
    );
    expect(code).toBe(1);
  });

  test('of an empty BIG-IP has every tenant added, and what is somebody else’s is no difference', async () => {
    const bigip = await startBigip();
    const theirs = { class: 'Tenant', label: 'theirs', x: { class: 'Application', template: 'generic' } };
    bigip.as3.history.unshift({ class: 'ADC', schemaVersion: '3.56.0', theirs });
    const { stdout, code } = await live(bigip, '--format', 'json');
    expect(JSON.parse(stdout).changes).toMatchObject([{ kind: 'tenant', verb: 'added', tenant: 'shop' }]);
    expect(code).toBe(1);
  });

  test('takes the failover view of a secondary when it is asked for', async () => {
    const bigip = await startBigip();
    bigip.as3.history.unshift(committed('cluster2/failover'));
    const { stdout, code } = await live(bigip, '--as', 'cluster2');
    expect(stdout).toBe('no difference against live\n');
    expect(code).toBe(0);
  });

  test('compares every BIG-IP that gets the view', async () => {
    const [one, other] = [await startBigip(), await startBigip()];
    for (const bigip of [one, other]) bigip.as3.history.unshift(committed('cluster1'));
    const config = readFileSync(`${example}/render.yaml`, 'utf8');
    const folder = temporaryWorkspace({ 'one.pem': one.certificate, 'other.pem': other.certificate });
    cpSync(example, folder, { recursive: true });
    const names = ['one', 'other'];
    const bigips = [one, other].map(
      ({ url }, at) => `  - {name: ${names[at]}, url: "${url.href}", view: cluster1, trustedCerts: ${names[at]}.pem}`,
    );
    writeFileSync(`${folder}/render.yaml`, `${config}\nbigips:\n${bigips.join('\n')}\n`);
    const go = () =>
      render(['diff', '--against', 'live'], {
        cwd: folder,
        env: { BIGIP_USERNAME: one.username, BIGIP_PASSWORD: one.password },
      });
    expect(await go()).toMatchObject({ stdout: 'no difference against live\n', code: 0 });
    const declared = committed('cluster1');
    declared.shop.Shared.storefront_8080_shop_cluster3.members.pop();
    other.as3.history.unshift(declared);
    const { stdout, code } = await go();
    expect(stdout).toMatch(/^tenant shop in cluster1 on other\n {2}\+ pool storefront/);
    expect(code).toBe(1);
  });

  test('of a BIG-IP that does not answer is a failure outside', async () => {
    const bigip = await startBigip();
    bigip.fault('login', { kind: 'answer', status: 401, body: { code: 401, message: 'Authentication failed.' } });
    const { stdout, stderr, code } = await live(bigip);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^render: .*cannot log in/);
    expect(code).toBe(3);
  });
});
