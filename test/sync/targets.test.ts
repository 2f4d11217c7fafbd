import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type CliResult, render } from '../run-cli.ts';
import { type Files, writeFiles } from '../temporary-workspace.ts';
import { poolOf, tenantOf, virtualOf } from './declarations.ts';
import { rendered, startBigip, sync, syncWorkspace, tenantsOn } from './sync-workspace.ts';

const shop = tenantOf({ web_80: virtualOf('10.0.0.1', 'web'), web: poolOf('10.1.0.1') });
const bank = tenantOf({ bank_80: virtualOf('10.0.0.2', 'bank'), bank: poolOf('10.2.0.1') });

const cluster = (name: string): string => `  - name: ${name}
    manifests: clusters/${name}
    cis:
      args: [--controller-mode=openshift, --bigip-partition=shop]
`;

function run(root: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<CliResult> {
  return render(['sync', '--deadline', '10', ...args], { cwd: root, env });
}

describe('where a BIG-IP is', () => {
  test.each([
    ['no URL', [], { BIGIP_USERNAME: 'a', BIGIP_PASSWORD: 'b' }, /no URL of the BIG-IP: give url in bigips/],
    [
      'no password',
      ['--bigip-url', 'https://127.0.0.1:1'],
      { BIGIP_USERNAME: 'a' },
      /no password for the BIG-IP: set BIGIP_USERNAME/,
    ],
    ['no name', ['--bigip-url', 'https://127.0.0.1:1'], {}, /no user name and no password for the BIG-IP/],
    [
      'a password in the URL',
      ['--bigip-url', 'https://a:b@127.0.0.1:1'],
      { BIGIP_USERNAME: 'a', BIGIP_PASSWORD: 'b' },
      /holds a user name or a password/,
    ],
    [
      'another scheme',
      ['--bigip-url', 'ftp://127.0.0.1'],
      { BIGIP_USERNAME: 'a', BIGIP_PASSWORD: 'b' },
      /neither https: nor http:/,
    ],
    ['no such directory', ['--credentials-directory', 'none'], {}, /--credentials-directory none: no such directory/],
    [
      'no certificate in the file',
      ['--bigip-url', 'https://127.0.0.1:1', '--trusted-certs', 'render.yaml'],
      { BIGIP_USERNAME: 'a', BIGIP_PASSWORD: 'b' },
      /there is no certificate in PEM in it/,
    ],
    [
      'no TLS',
      ['--bigip-url', 'http://192.0.2.1'],
      { BIGIP_USERNAME: 'a', BIGIP_PASSWORD: 'b' },
      /the password would be sent in clear text/,
    ],
    [
      'a path in the URL',
      ['--bigip-url', 'https://127.0.0.1:1/mgmt'],
      { BIGIP_USERNAME: 'a', BIGIP_PASSWORD: 'b' },
      /the URL must end after the host and port/,
    ],
    [
      'a URL that is none, with a password in it',
      ['--bigip-url', 'https://a:b@no where'],
      { BIGIP_USERNAME: 'a', BIGIP_PASSWORD: 'b' },
      /the URL of the BIG-IP is none: "https:\/\/\*\*\*@no where"/,
    ],
    [
      'a certificate that is none',
      ['--bigip-url', 'https://127.0.0.1:1', '--trusted-certs', 'broken.pem'],
      { BIGIP_USERNAME: 'a', BIGIP_PASSWORD: 'b' },
      /^render: the BIG-IP: the trusted certificates hold nothing in PEM/,
    ],
    ['more than a timer can wait for', ['--deadline', '9999999999'], {}, /--deadline 9999999999 is more than 1000000/],
    ['no number', ['--deadline', 'soon'], {}, /--deadline "soon" is no positive number/],
    [
      'nothing a variable can mean',
      [],
      { CIS_RENDER_APPLY: 'perhaps' },
      /CIS_RENDER_APPLY is neither true nor false: "perhaps"/,
    ],
  ])('%s is wrong usage', async (_, args, env, words) => {
    const broken = { 'broken.pem': '-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n' };
    const { stdout, stderr, code } = await run(syncWorkspace({ shop }, broken), args, env);
    expect(stderr).toMatch(words);
    expect(stderr).not.toContain('a:b@');
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });

  test.each([
    ['as the controller has it', '', '\n'],
    ['as an editor of Windows leaves it', '\ufeff', '\r\n'],
  ])('stands in the credentials directory with name and password, %s', async (_, first, last) => {
    const bigip = await startBigip();
    const root = syncWorkspace(
      { shop },
      {
        'ca.pem': bigip.certificate,
        'secret/url': `${first}${bigip.url.host}${last}`,
        'secret/username': `${first}${bigip.username}${last}`,
        'secret/password': `${first}${bigip.password}`,
      },
    );
    const args = ['--credentials-directory', 'secret', '--trusted-certs', 'ca.pem', '--apply'];
    expect((await run(root, args, { BIGIP_USERNAME: 'other', BIGIP_PASSWORD: 'wrong' })).code).toBe(0);
    expect(tenantsOn(bigip)).toEqual({ shop });
  });

  test('is that of BIGIP_URL, and CIS_RENDER_APPLY stands for --apply', async () => {
    const bigip = await startBigip();
    const root = syncWorkspace({ shop }, { 'ca.pem': bigip.certificate });
    const env = { BIGIP_URL: bigip.url.href, BIGIP_USERNAME: bigip.username, BIGIP_PASSWORD: bigip.password };
    expect((await run(root, ['--trusted-certs', 'ca.pem'], { ...env, CIS_RENDER_APPLY: 'false' })).code).toBe(1);
    expect(
      (await run(root, ['--trusted-certs', 'ca.pem', '--dry-run'], { ...env, CIS_RENDER_APPLY: 'true' })).code,
    ).toBe(0);
    expect(tenantsOn(bigip)).toEqual({});
    expect((await run(root, ['--trusted-certs', 'ca.pem'], { ...env, CIS_RENDER_APPLY: 'true' })).code).toBe(0);
    expect(tenantsOn(bigip)).toEqual({ shop });
  });

  test('is not believed without its certificate, unless --insecure says so, which warns', async () => {
    const bigip = await startBigip();
    const root = syncWorkspace({ shop });
    const env = { BIGIP_USERNAME: bigip.username, BIGIP_PASSWORD: bigip.password };
    const refused = await run(root, ['--bigip-url', bigip.url.href, '--apply'], env);
    expect(refused.stdout).toContain('--trusted-certs');
    expect(refused.code).toBe(3);
    expect(bigip.seen).toEqual([]);
    const insecure = await run(root, ['--bigip-url', bigip.url.href, '--apply', '--insecure'], env);
    expect(insecure.stderr).toMatch(/^render: --insecure: certificates are not verified/);
    expect(insecure.code).toBe(0);
  });

  test('a wrong password is told as such, and is in no output', async () => {
    const bigip = await startBigip();
    const root = syncWorkspace({ shop }, { 'ca.pem': bigip.certificate });
    const env = { BIGIP_USERNAME: bigip.username, BIGIP_PASSWORD: 'hunter2' };
    const { stdout, stderr, code } = await run(root, ['--bigip-url', bigip.url.href, '--trusted-certs', 'ca.pem'], env);
    expect(stdout).toContain('the user admin cannot log in: Authentication failed.');
    expect(stdout + stderr).not.toContain('hunter2');
    expect(code).toBe(3);
  });
});

describe('several BIG-IPs', () => {
  async function two(extra: Files = {}) {
    const [one, other] = [await startBigip(), await startBigip({ password: 'another' })];
    const config = `clusters:\n${cluster('east')}${cluster('west')}bigips:
  - {name: one, url: "${one.url.href}", view: east, trustedCerts: one.pem}
  - {name: other, url: "${other.url.href}", view: west, trustedCerts: other.pem}
`;
    const secrets = {
      'secret/one/username': one.username,
      'secret/one/password': one.password,
      'secret/username': other.username,
      'secret/password': 'another',
    };
    const root = syncWorkspace(
      { shop },
      {
        ...rendered('west', { bank }),
        'render.yaml': config,
        'one.pem': one.certificate,
        'other.pem': other.certificate,
        ...secrets,
        ...extra,
      },
    );
    const go = (...args: readonly string[]) => run(root, ['--credentials-directory', 'secret', ...args]);
    return { one, other, root, go };
  }

  test('get each its own view, with its own credentials', async () => {
    const { one, other, go } = await two();
    const { stdout, code } = await go('--apply');
    expect(stdout).toMatch(/^one \(.*\): view of east, AS3 3\.56\.0\n[\s\S]*\n\nother \(.*\): view of west, AS3/);
    expect(code).toBe(0);
    expect(tenantsOn(one)).toEqual({ shop });
    expect(tenantsOn(other)).toEqual({ bank });
  });

  test('are chosen by name or by view', async () => {
    const { one, other, go } = await two();
    expect((await go('--apply', '--bigip', 'one')).code).toBe(0);
    expect([tenantsOn(one), tenantsOn(other)]).toEqual([{ shop }, {}]);
    expect((await go('--apply', '--as', 'west')).code).toBe(0);
    expect(tenantsOn(other)).toEqual({ bank });
    const unknown = await go('--bigip', 'onee');
    expect(unknown.stderr).toBe('render: --bigip onee: render.yaml names no such BIG-IP; did you mean one?\n');
    expect(unknown.code).toBe(2);
  });

  test('one that is down does not stop the other', async () => {
    const { one, other, go } = await two();
    await one.stop();
    const { stdout, stderr, code } = await go('--apply', '--deadline', '2');
    expect(stdout).toContain('the connection is refused');
    expect(stderr).toMatch(/^render: one: waiting: .* the connection is refused/);
    expect(code).toBe(3);
    expect(tenantsOn(other)).toEqual({ bank });
  });

  test('one that has moved stops the whole of a plan', async () => {
    const { one, other, root, go } = await two();
    await go('--plan', 'plan.json');
    writeFiles(root, rendered('west', { more: bank }));
    const { stdout, code } = await go('--plan', 'plan.json', '--apply');
    expect(stdout).toContain('tenant more on other is not in the plan\n');
    expect(code).toBe(1);
    expect([tenantsOn(one), tenantsOn(other)]).toEqual([{}, {}]);
  });

  test('a plan is not written when one of them cannot be asked', async () => {
    const { one, go, root } = await two();
    await one.stop();
    const { stderr, code } = await go('--plan', 'plan.json', '--deadline', '1');
    expect(stderr).toContain('--plan plan.json is not written: not every BIG-IP could be asked\n');
    expect(code).toBe(3);
    expect(() => readFileSync(join(root, 'plan.json'))).toThrow();
  });
});

describe('a workspace', () => {
  test('with several views and no choice is wrong usage', async () => {
    const root = syncWorkspace(
      { shop },
      { ...rendered('west', { bank }), 'render.yaml': `clusters:\n${cluster('east')}${cluster('west')}` },
    );
    const { stderr, code } = await run(root, ['--bigip-url', 'https://127.0.0.1:1'], {});
    expect(stderr).toBe(
      'render: there are the views of east, west: say with --as CLUSTER which is meant, or name bigips in render.yaml\n',
    );
    expect(code).toBe(2);
  });

  test('in which nothing is committed plans nothing', async () => {
    const bigip = await startBigip();
    const root = syncWorkspace({});
    mkdirSync(join(root, 'clusters/east'), { recursive: true });
    const { stdout, code } = await sync(root, bigip, '--apply');
    expect(stdout).toMatch(/Tenants: no tenants\.\n$/);
    expect(code).toBe(0);
  });

  test.each([
    ['bigips: [{view: est}]', 'view est is no cluster of this file; did you mean east?'],
    ['bigips: [{name: a, view: east}, {name: a, view: east}]', 'two BIG-IPs have the name a'],
    ['bigips: [{view: east, ulr: x}]', 'Did you mean "url"?'],
    ['bigips: [{view: east, url: "https://admin:x@b"}]', 'bigips.0.url must be https://HOST'],
    ['bigips: []', 'is empty'],
  ])('with %s cannot be used', async (text, words) => {
    const root = syncWorkspace({ shop }, { 'render.yaml': `clusters:\n${cluster('east')}${text}\n` });
    const { stderr, code } = await run(root, []);
    expect(stderr).toContain(words);
    expect(code).toBe(2);
  });
});
