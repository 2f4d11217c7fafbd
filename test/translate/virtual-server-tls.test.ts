import { describe, expect, test } from 'vitest';
import { customResourceText, serviceText } from '../manifests.ts';
import { certificates, key, otherKey } from './certificates.ts';
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

describe('a TLSProfile is not usable (§6.1)', () => {
  const said = (problem: string): string => `VirtualServer shop/cafe is rejected: TLSProfile shop/tls: ${problem}`;

  test.each([
    [{ termination: 'edge', reference: 'bigip' }, 'tls', 'edge needs a client SSL profile'],
    [{ termination: 'edge', clientSSL: 'c', serverSSL: 's' }, 'tls', 'edge takes no server SSL profile'],
    [{ termination: 'edge', clientSSLs: ['c'], serverSSLs: ['s'] }, 'tls', 'edge takes no server SSL profile'],
    [{ termination: 'reencrypt' }, 'tls', 'reencrypt needs a client SSL profile'],
    [{ termination: 'reencrypt', serverSSL: 's' }, 'tls', 'reencrypt needs a client SSL profile'],
    [{ termination: 'reencrypt', clientSSL: 'c' }, 'tls', 'reencrypt needs a server SSL profile'],
    [{ termination: 'reencrypt', clientSSLs: ['c'] }, 'tls', 'reencrypt needs a server SSL profile'],
    [
      { termination: 'reencrypt', clientSSL: 'c', serverSSLs: ['s'] },
      'tls',
      'reencrypt takes clientSSL with serverSSL, or clientSSLs with serverSSLs, and no mixture',
    ],
    [
      { termination: 'reencrypt', clientSSLs: ['c'], serverSSL: 's' },
      'tls',
      'reencrypt takes clientSSL with serverSSL, or clientSSLs with serverSSLs, and no mixture',
    ],
    [{ termination: 'passthrough', clientSSL: 'c' }, 'tls', 'passthrough takes no SSL profile'],
    [{ termination: 'passthrough', serverSSLs: ['s'] }, 'tls', 'passthrough takes no SSL profile'],
    [{ clientSSL: 'c' }, 'tls', 'a TLSProfile without termination takes no SSL profile'],
    [
      { termination: 'edge', reference: 'secret', clientSSL: 'cert' },
      'tls.clientSSL',
      'Secret cert: the certificate does not parse',
    ],
    [
      { termination: 'edge', reference: 'secret', clientSSLs: ['z-ca', 'cert'] },
      'tls.clientSSLs',
      'Secret cert: the certificate does not parse',
    ],
  ])('%j', async (tls, path, problem) => {
    const { accepted, told } = await render(tls);
    expect(accepted).toEqual({ 'VirtualServer cafe': false });
    expect(told('resource-rejected')).toEqual([`TLSProfile tls spec.${path}: ${said(problem)}`]);
  });

  test.each([
    [{ termination: 'edge', reference: 'secret', clientSSL: 'none' }, 'there is no Secret shop/none'],
    [{ termination: 'edge', clientSSL: 'c' }, 'tls.reference "" is none of bigip, secret, hybrid'],
  ])('%j: %s', async (tls, problem) => {
    const { accepted, told } = await render(tls);
    expect(accepted).toEqual({ 'VirtualServer cafe': false });
    const [message] = told('resource-rejected');
    expect(message).toMatch(/^TLSProfile tls spec\.tls/);
    expect(message).toContain(problem);
  });

  test.each([
    ['a.com', ['a.com'], true],
    ['a.com', ['b.com', 'a.com'], true],
    ['x.a.com', ['*.a.com'], true],
    ['x.y.a.com', ['*.a.com'], true],
    ['*.a.com', ['*.a.com'], true],
    ['a.com', ['*.a.com'], false],
    ['x.a.com', ['a.com'], false],
    ['', ['b.com'], true],
    ['a.com', [], false],
  ])('for host "%s" of %j: serves it, %s', async (host, hosts, expected) => {
    const tls = { termination: 'edge', reference: 'bigip', clientSSL: '/Common/c' };
    const { accepted, told } = await render(tls, { host }, { hosts });
    expect(accepted).toEqual({ 'VirtualServer cafe': expected });
    expect(told('resource-rejected')).toEqual(
      expected
        ? []
        : [
            `TLSProfile tls spec.hosts: VirtualServer shop/cafe is rejected: TLSProfile shop/tls does not serve host ${host}`,
          ],
    );
  });

  test('where there is none of its name, or it lacks the label (§1.1)', async () => {
    const tls = { termination: 'edge', reference: 'bigip', clientSSL: '/Common/c' };
    const { told } = await render(tls, { tlsProfileName: 'tsl' });
    expect(told('resource-rejected')).toEqual([
      'VirtualServer cafe spec.tlsProfileName: VirtualServer shop/cafe is rejected: there is no TLSProfile shop/tsl (did you mean "tls"?)',
    ]);
    const hidden = await renderCustom({
      east: [
        customResourceText('VirtualServer', 'cafe', {
          host: 'a.com',
          virtualServerAddress: '10.8.3.11',
          tlsProfileName: 'tls',
          pools: [],
        }),
        customResourceText('TLSProfile', 'tls', { hosts: ['a.com'], tls }, { labels: {} }),
      ],
    });
    expect(hidden.accepted).toEqual({ 'VirtualServer cafe': false });
    expect(hidden.told('resource-rejected')).toEqual([
      'TLSProfile tls metadata.labels: VirtualServer shop/cafe is rejected: TLSProfile shop/tls lacks the label that the controller looks for (f5cr: "true" by default)',
    ]);
  });
});

describe('a certificate (§6.1)', () => {
  /** Rendered with Secrets of these certificates, in order. */
  const withCertificates = (host: string, names: ReadonlyArray<keyof typeof certificates>, privateKey = key) =>
    renderCustom({
      east: [
        customResourceText('VirtualServer', 'cafe', {
          host,
          virtualServerAddress: '10.8.3.11',
          tlsProfileName: 'tls',
          httpTraffic: 'none',
          pools: [],
        }),
        customResourceText('TLSProfile', 'tls', {
          hosts: [host],
          tls: { termination: 'edge', reference: 'secret', clientSSLs: names },
        }),
        ...names.map(own =>
          JSON.stringify({
            apiVersion: 'v1',
            kind: 'Secret',
            metadata: { name: own, namespace: 'shop' },
            stringData: { 'tls.crt': certificates[own], 'tls.key': privateKey },
          }),
        ),
      ],
    });

  test.each([
    ['names', 'a.com', true],
    ['names', 'A.com', true],
    ['names', 'x.b.com', true],
    ['names', '*.b.com', true],
    ['names', 'b.com', false],
    ['names', 'x.y.b.com', false],
    ['names', 'x.a.com', false],
    // The common name does not count beside DNS names.
    ['names', 'cn.com', false],
    ['common', 'a.com', true],
    ['common', 'b.com', false],
    ['wildcard', 'x.b.com', true],
    ['wildcard', '*.b.com', true],
    ['wildcard', '*.c.com', false],
    ['wildcard', 'b.com', false],
    ['address', 'a.com', true],
    ['nameless', 'a.com', false],
  ] as const)('%s covers %s: %s', async (name, host, expected) => {
    const { accepted } = await withCertificates(host, [name]);
    expect(accepted).toEqual({ 'VirtualServer cafe': expected });
  });

  test('of another key covers nothing', async () => {
    const { told } = await withCertificates('a.com', ['common'], otherKey);
    expect(told('resource-rejected')[0]).toContain('Secret common: the key does not belong to the certificate');
  });

  test('is enough among several, whose order stays', async () => {
    const { shared } = await withCertificates('x.b.com', ['common', 'wildcard']);
    expect(shared[`${name}_tls_server`].certificates).toEqual([
      { certificate: `common-clientside-${name}_0`, sniDefault: true },
      { certificate: `common-clientside-${name}_1` },
    ]);
    expect(shared[`common-clientside-${name}_1`]).toEqual({
      class: 'Certificate',
      certificate: certificates.wildcard,
      privateKey: key,
      chainCA: '',
    });
  });
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
