import { describe, expect, test } from 'vitest';
import { configMaps, type TenantText } from '../../src/krm/config-maps.ts';

const options = { cluster: 'east', version: '1.2.3', outcome: 'posts' } as const;
const file = (tenant: string, rest: Partial<TenantText> = {}): TenantText => ({
  tenant,
  failover: false,
  text: '{}\n',
  ...rest,
});

const namesOf = (texts: readonly TenantText[], cluster = 'east'): string[] =>
  configMaps(texts, { ...options, cluster }).map(({ metadata }) => (metadata as { readonly name: string }).name);

/** What the API server takes as a name (DNS-1123 subdomain). */
const subdomain = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;

describe('the name of a ConfigMap', () => {
  test('says cluster and tenant', () => {
    expect(namesOf([file('shop'), file('shop', { failover: true })])).toEqual([
      'cis-render-east-shop',
      'cis-render-east-shop-failover',
    ]);
  });

  test.each(['Shop', 'shop_', 'a.-b', 'a-.b', 'a..b', 'x'.repeat(300), '_', 'ümlaut', 'a.', '-.-'])(
    'is one that a cluster takes: %s',
    tenant => {
      const [name = ''] = namesOf([file(tenant)]);
      expect(name).toMatch(subdomain);
      expect(name.length).toBeLessThanOrEqual(253);
      expect(name).toMatch(/-[0-9a-f]{8}$/);
    },
  );

  test('is that of one file alone', () => {
    const tenants = ['shop', 'Shop', 'SHOP', 'sho_p', 'sho-p', 'shop-failover'].map(tenant => file(tenant));
    const names = namesOf([...tenants, file('shop', { failover: true })]);
    expect(new Set(names).size).toBe(names.length);
  });
});

test('a ConfigMap takes a file of 1 MiB, and no character more', () => {
  const mebibyte = 'x'.repeat(1024 * 1024);
  expect(configMaps([file('shop', { text: mebibyte })], options)).toHaveLength(1);
  expect(() => configMaps([file('shop', { text: `${mebibyte}x` })], options)).toThrow(
    'east/shop.json has 1025 KiB, and a ConfigMap takes 1024',
  );
});
