import { describe, expect, test } from 'vitest';
import { customResourceText, serviceText } from '../manifests.ts';
import { renderCustom } from './render-custom.ts';

const pool = { service: 'cafe', servicePort: 80 };
const virtualServer = (spec: object, more: object = {}): string =>
  customResourceText('VirtualServer', 'cafe', { host: 'a.com', ipamLabel: 'shops', pools: [pool], ...spec }, more);
const transportServer = (spec: object = {}): string =>
  customResourceText('TransportServer', 'db', {
    ipamLabel: 'shops',
    virtualServerPort: 1,
    mode: 'standard',
    pool,
    ...spec,
  });
const render = (resource: string, config = '', args: readonly string[] = ['--ipam=true']) =>
  renderCustom({ east: [resource, serviceText('cafe')], args, config });

describe('an address by IPAM', () => {
  test.each([
    ['by host', virtualServer({}), 'shop/a.com_host', 'crd_10_8_3_20_80'],
    ['by host group', virtualServer({ hostGroup: 'g' }), 'g_hg', 'crd_10_8_3_20_80'],
    ['of a TransportServer', transportServer(), 'shop/db_ts', 'crd_10_8_3_20_1'],
    ['of a TransportServer in a host group', transportServer({ hostGroup: 'g' }), 'g_hg', 'crd_10_8_3_20_1'],
  ])('%s', async (_, resource, key, name) => {
    const { shared } = await render(resource, `ipam:\n  "${key}": 10.8.3.20\n`);
    expect(shared[name]?.virtualAddresses).toEqual(['10.8.3.20']);
  });

  test('has the cluster label before its key', async () => {
    const config = 'ipam:\n  "prod/shop/a.com_host": 10.8.3.20\n';
    const { shared } = await render(virtualServer({}), config, ['--ipam=true', '--ipam-cluster-label=prod']);
    expect(shared).toHaveProperty('crd_10_8_3_20_80');
  });

  test('comes from the status of the resource', async () => {
    const { shared } = await render(virtualServer({}, { status: { vsAddress: '10.8.3.21' } }));
    expect(shared).toHaveProperty('crd_10_8_3_21_80');
  });

  test('is told where nobody knows it', async () => {
    const { view, rules } = await render(virtualServer({}));
    expect(view.outcome).toBe('posts-nothing');
    expect(rules).toEqual(['ipam-address-missing']);
  });

  test('does not count beside an address of its own', async () => {
    const { shared } = await render(
      virtualServer({ virtualServerAddress: '10.8.3.11' }),
      'ipam: {"shop/a.com_host": 10.8.3.20}\n',
    );
    expect(shared).toHaveProperty('crd_10_8_3_11_80');
  });

  test('needs --ipam', async () => {
    const { accepted } = await render(virtualServer({}), '', []);
    expect(accepted).toEqual({ 'VirtualServer cafe': false });
  });

  test('needs a host or a host group', async () => {
    const { accepted, rules } = await render(virtualServer({ host: '' }));
    expect(accepted).toEqual({ 'VirtualServer cafe': false });
    expect(rules).toEqual(['resource-rejected']);
  });

  test.each([
    ['of render.yaml', virtualServer({}), 'ipam:\n  "shop/a.com_host": 10.8.3.300\n', 'render.yaml'],
    ['of the status', virtualServer({}, { status: { vsAddress: 'pending' } }), '', 'clusters/east/all.yaml'],
  ])('%s that is none is reported there', async (_, resource, config, file) => {
    const { findings } = await render(resource, config);
    expect(findings.map(({ rule, position }) => [rule, position?.file])).toEqual([['virtual-address-invalid', file]]);
  });
});
