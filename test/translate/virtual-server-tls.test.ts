import { describe, expect, test } from 'vitest';
import { customResourceText, serviceText } from '../manifests.ts';
import { renderCustom } from './render-custom.ts';

const secret = (name: string): string =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace: 'shop' },
    stringData: { 'tls.crt': `crt of ${name}`, 'tls.key': `key of ${name}` },
  });

/** A VirtualServer with TLS, and its TLSProfile. */
const render = (tls: object, spec: object = {}, more: object = {}) =>
  renderCustom({
    east: [
      customResourceText('VirtualServer', 'cafe', {
        host: 'a.com',
        virtualServerAddress: '10.8.3.11',
        tlsProfileName: 'tls',
        httpTraffic: 'none',
        pools: [{ path: '/x', service: 'cafe', servicePort: 80 }],
        ...spec,
      }),
      customResourceText('TLSProfile', 'tls', { hosts: ['a.com'], tls, ...more }),
      serviceText('cafe'),
      ...['a-ca', 'cert', 'z-ca'].map(secret),
    ],
  });
const name = 'crd_10_8_3_11_443';
const hybrid = { termination: 'reencrypt', reference: 'hybrid' };

describe('reencrypt', () => {
  test('with profiles of the BIG-IP lists them by partition and name, and says the last server profile as written', async () => {
    const { shared } = await render({
      termination: 'reencrypt',
      reference: 'bigip',
      clientSSLs: ['/Common/z', '/Common/a'],
      serverSSLs: ['/Common/b', 'own'],
    });
    expect(shared[name]).toMatchObject({
      serverTLS: [{ bigip: '/Common/a' }, { bigip: '/Common/z' }],
      clientTLS: [{ bigip: '/Common/b' }, { bigip: '/shops/own' }],
    });
    expect(shared[`${name}_ssl_reencrypt_serverssl_dg`].records).toEqual([{ key: 'a.com/x', value: 'own' }]);
  });

  test.each([
    ['z-ca', true, false],
    ['a-ca', false, true],
  ])('with authority %s TLS_Server takes renegotiation %s', async (authority, expected, told) => {
    const { shared, rules } = await render({
      ...hybrid,
      clientSSL: 'cert',
      serverSSL: authority,
      clientSSLParams: { profileReference: 'secret' },
      serverSSLParams: { profileReference: 'secret', renegotiationEnabled: false },
    });
    expect(shared[`${name}_tls_server`].renegotiationEnabled).toBe(expected);
    expect(shared[`${name}_tls_client`].renegotiationEnabled).toBe(false);
    expect(shared.serverssl_ca_bundle.bundle).toBe(`\ncrt of ${authority}`);
    expect(rules.includes('tls-server-parameters')).toBe(told);
  });

  test('with certificates of the BIG-IP and an authority of a Secret has a TLS_Server without certificates', async () => {
    const { shared } = await render({
      ...hybrid,
      clientSSL: '/Common/clientssl',
      serverSSL: 'z-ca',
      clientSSLParams: { profileReference: 'bigip' },
      serverSSLParams: { profileReference: 'secret' },
    });
    expect(shared[name].serverTLS).toEqual([{ bigip: '/Common/clientssl' }]);
    expect(shared[`${name}_tls_server`]).not.toHaveProperty('certificates');
  });

  test('does not go with httpTraffic allow', async () => {
    const tls = { termination: 'reencrypt', reference: 'bigip', clientSSL: '/Common/c', serverSSL: '/Common/s' };
    expect((await render(tls, { httpTraffic: 'allow' })).accepted).toEqual({ 'VirtualServer cafe': false });
  });
});

test.each([
  ['edge without certificate', { termination: 'edge', reference: 'bigip' }],
  ['edge with a server side', { termination: 'edge', reference: 'bigip', clientSSL: 'c', serverSSL: 's' }],
  ['a mixture of one and several', { termination: 'reencrypt', reference: 'bigip', clientSSL: 'c', serverSSLs: ['s'] }],
  ['passthrough with a profile', { termination: 'passthrough', clientSSL: 'c' }],
  ['no reference', { termination: 'edge', clientSSL: 'c' }],
  ['a Secret that is missing', { termination: 'edge', reference: 'secret', clientSSL: 'none' }],
  ['a certificate that is none', { termination: 'edge', reference: 'secret', clientSSL: 'cert' }],
])('a TLSProfile with %s is not usable', async (_, tls) => {
  const { accepted, rules } = await render(tls);
  expect(accepted).toEqual({ 'VirtualServer cafe': false });
  expect(rules).toContain('resource-rejected');
});

describe('ciphers', () => {
  const edge = {
    termination: 'edge',
    reference: 'hybrid',
    clientSSL: 'cert',
    clientSSLParams: { profileReference: 'secret' },
  };

  test.each([
    [
      { tlsVersion: '1.3', cipherGroup: '/Common/g', disableTLSVersions: ['1.0', '1.3'] },
      { cipherGroup: { bigip: '/Common/g' }, tls1_3Enabled: true, tls1_0Enabled: false },
    ],
    [{ tlsVersion: '1.2', ciphers: 'DEFAULT', cipherGroup: '/Common/g' }, { ciphers: 'DEFAULT' }],
    [{ disableTLSVersions: ['1.0'] }, {}],
  ])('%j', async (tlsCipher, expected) => {
    const { shared } = await render(edge, {}, { tlsCipher });
    const { class: _, certificates, renegotiationEnabled, ...rest } = shared[`${name}_tls_server`];
    expect(rest).toEqual(expected);
  });
});

test('several hosts of a TLSProfile are the keys, unless one is a wildcard', async () => {
  const tls = { termination: 'edge', reference: 'bigip', clientSSL: '/Common/c' };
  const keys = async (hosts: readonly string[]) => {
    const { shared } = await render(tls, {}, { hosts });
    return shared[`${name}_ssl_edge_servername_dg`].records.map(({ key }: { key: string }) => key);
  };
  expect(await keys(['a.com', 'b.com'])).toEqual(['a.com/x', 'b.com/x']);
  expect(await keys(['a.com', '*.b.com'])).toEqual(['a.com/x']);
});

test('a name with a dash is not the one that the data group says', async () => {
  const { rules, shared } = await render(
    {
      ...hybrid,
      clientSSL: '/Common/c',
      serverSSL: 'z-ca',
      clientSSLParams: { profileReference: 'bigip' },
      serverSSLParams: { profileReference: 'secret' },
    },
    { virtualServerName: 'my-shop' },
  );
  expect(shared['my-shop_443_ssl_reencrypt_serverssl_dg'].records[0].value).toBe('my_shop_443_tls_client');
  expect(shared).toHaveProperty(['my-shop_443_tls_client']);
  expect(rules).toContain('server-ssl-unnamed');
});
