import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { configText, customResourceText, routeText, serviceText } from '../manifests.ts';
import { render } from '../run-cli.ts';
import { type Files, temporaryWorkspace, writeFiles } from '../temporary-workspace.ts';

const custom = ['--controller-mode=customresource', '--cccl-gtm-agent=false'];
const cafe = customResourceText('VirtualServer', 'cafe', {
  host: 'cafe.example.com',
  virtualServerAddress: '10.8.3.11',
  partition: 'cafes',
  pools: [{ service: 'cafe', servicePort: 80 }],
});

/** One VirtualServer in a tenant of its own. */
const workspace: Files = {
  'render.yaml': configText({ args: custom }),
  'clusters/east/cafe.yaml': cafe,
  'clusters/east/service.yaml': serviceText('cafe'),
};

async function builtThen(changes: Files) {
  const cwd = temporaryWorkspace(workspace);
  expect(await render(['build'], { cwd })).toMatchObject({ code: 0 });
  writeFiles(cwd, changes);
  return { cwd, ...(await render(['build'], { cwd })) };
}

describe('the file of a tenant of custom resources', () => {
  test.each([
    ['kind', cafe.replace('VirtualServer', 'VirtualServers')],
    ['version', cafe.replace('cis.f5.com/v1', 'cis.f5.com/v2')],
    ['group', cafe.replace('cis.f5.com', 'cis.f5.io')],
    ['key metadata', cafe.replace('"metadata"', '"metdata"')],
  ])('stays where the %s of its last resource is misspelt', async (_, text) => {
    const { cwd, code, stderr } = await builtThen({ 'clusters/east/cafe.yaml': text });
    expect(stderr).toContain('[tenant-lost]');
    expect(code).toBe(1);
    expect(existsSync(join(cwd, 'rendered/east/cafes.json'))).toBe(true);
  });

  test('goes with its last resource, whatever Routes there are: they are no input of this mode', async () => {
    const route = routeText({ name: 'tea', host: 'tea.example.com', to: 'cafe' });
    const { cwd, code } = await builtThen({
      'clusters/east/cafe.yaml': route,
      'render.yaml': configText({ args: custom.slice(0, 1) }),
    });
    expect(code).toBe(0);
    expect(existsSync(join(cwd, 'rendered/east/cafes.json'))).toBe(false);
  });

  test('is not written under the name of the GSLB tenant', async () => {
    const { cwd, code, stdout } = await builtThen({
      'clusters/east/cafe.yaml': cafe.replace('"cafes"', '"shops_gtm"'),
    });
    expect(code).toBe(1);
    expect(stdout).toContain('nothing written');
    expect(existsSync(join(cwd, 'rendered/east/cafes.json'))).toBe(true);
  });
});

describe('objects of other products', () => {
  test('of the same kinds are passed over', async () => {
    const other = (apiVersion: string, kind: string): string =>
      JSON.stringify({ apiVersion, kind, metadata: { name: 'tea' }, spec: {} });
    const cwd = temporaryWorkspace({
      ...workspace,
      'clusters/east/others.yaml': [
        other('serving.knative.dev/v1', 'Service'),
        other('k8s.nginx.org/v1', 'VirtualServer'),
        other('kyverno.io/v1', 'Policy'),
        other('serving.knative.dev/v1', 'Route'),
        other('v1', 'ServiceAccount'),
        other('apps/v1', 'StatefulSet'),
        other('fic.f5.com/v1', 'IPAM'),
      ].join('\n---\n'),
    });
    expect(await render(['validate'], { cwd })).toMatchObject({ code: 0, stdout: 'no findings\n' });
  });
});

describe('a tenant that would be emptied or deleted', () => {
  const broken = cafe.replace('"pools"', '"tlsProfileName":"none","pools"');

  test.each([
    ['cafes', '(deleted)', 'deleted'],
    ['shops', '(emptied)', 'emptied'],
  ])('is shown: %s %s', async (partition, cell, word) => {
    const cwd = temporaryWorkspace({
      ...workspace,
      'clusters/east/cafe.yaml': broken.replace('"cafes"', `"${partition}"`),
    });
    const status = await render(['status', '--as', 'east'], { cwd });
    expect(status.stdout).toContain(`\ntenant ${partition}: ${word}\n`);
    const { stdout } = await render(['build'], { cwd });
    expect(stdout).toMatch(new RegExp(`^  ${partition} +\\${cell.slice(0, -1)}\\)$`, 'm'));
  });
});

describe('invalid AS3', () => {
  test.each([
    ['of GSLB, at the ExternalDNS', 'clusters/east/dns.yaml'],
    ['of a tenant, at its partition', 'clusters/east/cafe.yaml'],
  ])('%s', async (_, file) => {
    const dns = customResourceText('ExternalDNS', 'dns', {
      domainName: 'cafe.example.com',
      loadBalanceMethod: 'by-chance',
      pools: [{ dataServerName: '/Common/dc' }],
    });
    const tenant = cafe.replace('"cafes"', '"no tenant"');
    const cwd = temporaryWorkspace({ ...workspace, ...(file.includes('dns') ? { [file]: dns } : { [file]: tenant }) });
    const { stdout } = await render(['validate', '--format', 'json'], { cwd });
    const { findings } = JSON.parse(stdout) as {
      findings: Array<{ rule: string; position?: { file: string; line: number } }>;
    };
    const places = findings.filter(({ rule }) => rule === 'as3-invalid').map(({ position }) => position?.file);
    expect(places).toEqual([file]);
  });
});
