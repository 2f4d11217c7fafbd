import { describe, expect, it } from 'vitest';
import validate from '../../src/generated/as3-emitted.mjs';
import { loadReference, withoutReference } from './as3-reference.ts';
import { fullDeclaration } from './full-declaration.ts';
import { isObject, type Json, type JsonObject, readGoldens, readJson } from './json.ts';
import { mutations } from './mutations.ts';

const posted = readGoldens().flatMap(({ name, declaration }) => (declaration ? [{ name, declaration }] : []));

/** What the controller posts and AS3 refuses: the place, and why. */
const refused: Record<string, { at: string; why: string }> = {
  'vs-partition-addresses/cluster1': {
    at: '/dev/Shared/crd_service_address_172_16_3_4/spanningEnabled',
    why: 'a virtual address with ARP cannot span devices',
  },
};

describe('goldens', () => {
  it('are all there', () => {
    const goldens = readGoldens();
    expect(goldens).toHaveLength(116);
    expect(posted).toHaveLength(goldens.filter(golden => golden.outcome === 'posts').length);
  });

  it.each(posted)('$name', ({ name, declaration }) => {
    const valid = validate(declaration);
    if (name in refused) expect(validate.errors).toMatchObject([{ instancePath: refused[name]?.at }]);
    else expect([valid, validate.errors]).toEqual([true, null]);
  });
});

describe('AS3 that the controller posts', () => {
  it('takes every property that it knows', () => {
    expect([validate(fullDeclaration), validate.errors]).toEqual([true, null]);
    expect(unused(readJson('schemas/as3-emitted.schema.json'), fullDeclaration)).toEqual([]);
  });

  it.each<[string, string, Json | undefined, string, string]>([
    ['an unknown key', 'shop/Shared/vs_80/foo', 1, 'shop/Shared/vs_80', 'additionalProperties'],
    ['an unknown class', 'shop/Shared/vs_80/class', 'Service', 'shop/Shared/vs_80/class', 'enum'],
    ['an object without class', 'shop/Shared/vs_80/class', undefined, 'shop/Shared/vs_80', 'required'],
    [
      'a virtual server without address',
      'shop/Shared/vs_80/virtualAddresses',
      undefined,
      'shop/Shared/vs_80',
      'required',
    ],
    [
      'an address that is none',
      'shop/Shared/vs_80/virtualAddresses/0',
      '10.8.3.256',
      'shop/Shared/vs_80/virtualAddresses/0',
      'pattern',
    ],
    [
      'an address with prefix',
      'shop/Shared/vs_80/virtualAddresses/0',
      '10.8.3.1/24',
      'shop/Shared/vs_80/virtualAddresses/0',
      'pattern',
    ],
    [
      'an address twice',
      'shop/Shared/vs_80/virtualAddresses/1',
      '10.8.3.11',
      'shop/Shared/vs_80/virtualAddresses',
      'uniqueItems',
    ],
    ['a port out of range', 'shop/Shared/vs_80/virtualPort', 65536, 'shop/Shared/vs_80/virtualPort', 'maximum'],
    ['a port in quotes', 'shop/Shared/vs_80/virtualPort', '80', 'shop/Shared/vs_80/virtualPort', 'type'],
    ['TLS without HTTPS', 'shop/Shared/vs_80/serverTLS', '/shop/Shared/x', 'shop/Shared/vs_80', 'additionalProperties'],
    ['a SNAT word that AS3 does not know', 'shop/Shared/vs_8443/snat', 'automap', 'shop/Shared/vs_8443/snat', 'enum'],
    [
      'persistence that AS3 has only as a profile',
      'shop/Shared/vs_80/persistenceMethods/0',
      'hash',
      'shop/Shared/vs_80/persistenceMethods/0',
      'enum',
    ],
    [
      'a BIG-IP object without partition',
      'shop/Shared/vs_80/policyWAF/bigip',
      'WAF',
      'shop/Shared/vs_80/policyWAF/bigip',
      'pattern',
    ],
    [
      'a BIG-IP object without name',
      'shop/Shared/tcp_443/clientTLS/0/bigip',
      '//',
      'shop/Shared/tcp_443/clientTLS/0/bigip',
      'pattern',
    ],
    [
      'a request policy without access profile',
      'shop/Shared/vs_80/profileAccess',
      undefined,
      'shop/Shared/vs_80',
      'dependencies',
    ],
    [
      'HTTP/2 without any profile',
      'shop/Shared/vs_443/profileHTTP2',
      {},
      'shop/Shared/vs_443/profileHTTP2',
      'minProperties',
    ],
    [
      'an unknown method',
      'shop/Shared/web_80_shop/loadBalancingMode',
      'roundrobin',
      'shop/Shared/web_80_shop/loadBalancingMode',
      'enum',
    ],
    [
      'a number in quotes',
      'shop/Shared/web_80_shop/minimumMonitors',
      '2',
      'shop/Shared/web_80_shop/minimumMonitors',
      'const',
    ],
    ['a long remark', 'shop/Shared/web_80_shop/remark', 'x'.repeat(65), 'shop/Shared/web_80_shop/remark', 'maxLength'],
    [
      'a monitor without name',
      'shop/Shared/web_80_shop/monitors/0/use',
      '/shop/Shared/',
      'shop/Shared/web_80_shop/monitors/0/use',
      'pattern',
    ],
    [
      'a negative limit',
      'shop/Shared/web_80_shop/members/0/connectionLimit',
      -1,
      'shop/Shared/web_80_shop/members/0/connectionLimit',
      'minimum',
    ],
    [
      'a member without port',
      'shop/Shared/web_80_shop/members/0/servicePort',
      undefined,
      'shop/Shared/web_80_shop/members/0',
      'required',
    ],
    [
      'a monitor of no kind',
      'shop/Shared/web_80_shop_monitor/monitorType',
      undefined,
      'shop/Shared/web_80_shop_monitor',
      'required',
    ],
    [
      'a kind of monitor that AS3 does not know',
      'shop/Shared/web_80_shop_monitor/monitorType',
      'ping',
      'shop/Shared/web_80_shop_monitor/monitorType',
      'enum',
    ],
    [
      'a long timeout',
      'shop/Shared/web_80_shop_monitor/timeout',
      901,
      'shop/Shared/web_80_shop_monitor/timeout',
      'maximum',
    ],
    [
      'a data group of no kind',
      'shop/Shared/vs_443_ssl_edge_serverssl_dg/keyDataType',
      '',
      'shop/Shared/vs_443_ssl_edge_serverssl_dg/keyDataType',
      'enum',
    ],
    [
      'a range that is none',
      'shop/Shared/vs_443_allowSourceRange/records/0/key',
      'a/8',
      'shop/Shared/vs_443_allowSourceRange/records/0/key',
      'pattern',
    ],
    [
      'a TLS_Server without certificates',
      'shop/Shared/vs_443_tls_server/certificates',
      [],
      'shop/Shared/vs_443_tls_server/certificates',
      'minItems',
    ],
    [
      'ciphers beside a cipher group',
      'shop/Shared/vs_443_tls_client/ciphers',
      'DEFAULT',
      'shop/Shared/vs_443_tls_client/cipherGroup',
      'false schema',
    ],
    [
      'a rule with a space in its name',
      'shop/Shared/vs_443_shop_policy/rules/0/name',
      'a b',
      'shop/Shared/vs_443_shop_policy/rules/0/name',
      'pattern',
    ],
    [
      'an unknown condition',
      'shop/Shared/vs_443_shop_policy/rules/0/conditions/0/type',
      'host',
      'shop/Shared/vs_443_shop_policy/rules/0/conditions/0/type',
      'enum',
    ],
    [
      'a segment without its number',
      'shop/Shared/vs_443_shop_policy/rules/0/conditions/1/index',
      undefined,
      'shop/Shared/vs_443_shop_policy/rules/0/conditions/1',
      'required',
    ],
    [
      'a segment and a path',
      'shop/Shared/vs_443_shop_policy/rules/0/conditions/1/path',
      { operand: 'equals', values: ['/'] },
      'shop/Shared/vs_443_shop_policy/rules/0/conditions/1/path',
      'false schema',
    ],
    [
      'an action without target',
      'shop/Shared/vs_443_shop_policy/rules/0/actions/0/select',
      undefined,
      'shop/Shared/vs_443_shop_policy/rules/0/actions/0',
      'required',
    ],
    [
      'two kinds of persistence',
      'shop/Shared/vs_443_shop_policy/rules/2/actions/1/hash',
      { key: 'x', timeout: 1 },
      'shop/Shared/vs_443_shop_policy/rules/2/actions/1',
      'maxProperties',
    ],
    ['ARP and spanning', 'shop/Shared/address/spanningEnabled', true, 'shop/Shared/address/spanningEnabled', 'const'],
    ['another application', 'shop/app', { class: 'Application', template: 'http' }, 'shop', 'additionalProperties'],
    ['an application of another template', 'shop/Shared/template', 'generic', 'shop/Shared/template', 'const'],
    ['a route domain out of range', 'shop/defaultRouteDomain', 65536, 'shop/defaultRouteDomain', 'maximum'],
    ['a label that AS3 refuses', 'shop/label', 'a<b', 'shop/label', 'pattern'],
    ['no version', 'schemaVersion', undefined, '', 'required'],
  ])('refuses %s, with one error at its place', (_, path, value, at, keyword) => {
    expect(validate(changed(path, value))).toBe(false);
    expect(validate.errors).toMatchObject([{ instancePath: at && `/${at}`, keyword }]);
  });

  it.each([
    ['of an object', 'shop/Shared/', ['', '1', 'a b', 'a/b', 'a-', 'é', 'label', 'x'.repeat(191)]],
    ['of a tenant', '', ['1', 'Common', 'constants', 'a b', 'a/b']],
  ])('refuses a wrong name %s, and names it', (_, prefix, names) => {
    for (const name of names) {
      expect(validate(changed(`${prefix}${name.replaceAll('/', '~1')}`, { class: 'Tenant' })), name).toBe(false);
      expect(validate.errors).toMatchObject([{ propertyName: name, keyword: 'pattern' }]);
    }
  });

  it.each([
    [
      true,
      [
        '0.0.0.0',
        '255.255.255.255%65535',
        '::',
        '::1',
        'fe80::1%2',
        '1:2:3:4:5:6:7:8',
        '::ffff:10.1.1.1',
        '1:2:3:4:5:6:10.1.1.1',
      ],
    ],
    [
      false,
      [
        '',
        '10.1.1',
        '01.1.1.1',
        '10.1.1.1%65536',
        '10.1.1.1%',
        ':::',
        '1::2::3',
        '1:2:3:4:5:6:7',
        '1:2:3:4:5:6:7:8:9',
        'a.example.com',
      ],
    ],
  ])('says %s to addresses', (right, addresses) => {
    for (const address of addresses) {
      expect(validate(changed('shop/Shared/address/virtualAddress', address)), address).toBe(right);
    }
  });

  it('is fast enough for very large declarations', () => {
    const members = Array.from({ length: 8 }, (_, i) => ({
      addressDiscovery: 'static',
      serverAddresses: [`10.1.1.${i}`],
      servicePort: 30080,
      shareNodes: true,
      adminState: 'enable',
    }));
    const pools = Array.from({ length: 20_000 }, (_, i) => [
      `pool_${i}`,
      { class: 'Pool', members, minimumMonitors: 'all' },
    ]);
    const declaration = {
      class: 'ADC',
      schemaVersion: '3.56.0',
      shop: { class: 'Tenant', Shared: { class: 'Application', template: 'shared', ...Object.fromEntries(pools) } },
    };
    const start = performance.now();
    expect(validate(declaration)).toBe(true);
    expect(performance.now() - start).toBeLessThan(30_000);
  });
});

const comparison = withoutReference
  ? `NOT compared with AS3's own schema: ${withoutReference}`
  : "compared with AS3's own schema";
if (withoutReference) console.warn(comparison);

// Without a copy of the schema there is nothing to run, and the line above has said so.
for (const accepts of withoutReference ? [] : [loadReference()])
  describe(comparison, () => {
    it('refuses the same goldens', () => {
      const names = posted.filter(({ declaration }) => !accepts(declaration)).map(({ name }) => name);
      expect(names).toEqual(Object.keys(refused));
    });

    it('takes the declaration with every property', () => {
      expect(accepts(fullDeclaration)).toBe(true);
    });

    it('refuses every change that AS3 refuses', () => {
      const right = posted.filter(({ name }) => !(name in refused)).map(({ declaration }) => declaration);
      const all = [...mutations(right, 800, 1), ...mutations([fullDeclaration as unknown as JsonObject], 800, 2)];
      const wrong = all.filter(({ declaration }) => !accepts(declaration));
      expect(wrong.length).toBeGreaterThan(500);
      expect(wrong.filter(({ declaration }) => validate(declaration)).map(({ words }) => words)).toEqual([]);
    });
  });

/** The full declaration with the value at a path (`~1` for a slash in a name) replaced, or left out where undefined. */
function changed(path: string, value: Json | undefined): JsonObject {
  const declaration = structuredClone(fullDeclaration) as unknown as JsonObject;
  const keys = path.split('/').map(key => key.replaceAll('~1', '/'));
  const last = keys.pop() ?? '';
  const holder = keys.reduce<Json>((at, key) => (at as JsonObject)[key] ?? null, declaration) as JsonObject;
  if (value === undefined) delete holder[last];
  else holder[last] = value;
  return declaration;
}

/** Properties of the schema that the data does not have anywhere. */
function unused(schema: Json, data: Json | object): string[] {
  const keys = new Set<string>();
  const collect = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(collect);
    else if (typeof value === 'object' && value !== null) {
      for (const [key, child] of Object.entries(value)) {
        keys.add(key);
        collect(child);
      }
    }
  };
  collect(data);
  const missing: string[] = [];
  const walk = (value: Json): void => {
    if (Array.isArray(value)) value.forEach(walk);
    else if (isObject(value)) {
      if (isObject(value.properties)) missing.push(...Object.keys(value.properties).filter(key => !keys.has(key)));
      Object.values(value).forEach(walk);
    }
  };
  walk(schema);
  return missing;
}
