import type { Tenants } from '../../src/diff/index.ts';
import type { As3Object } from '../../src/emit/as3.ts';

/** Tenant `shop` with these objects in its one application. */
export function shop(objects: Readonly<Record<string, As3Object>>, tenant: As3Object = {}): Tenants {
  return new Map([
    ['shop', { class: 'Tenant', ...tenant, Shared: { class: 'Application', template: 'shared', ...objects } }],
  ]);
}

export function pool(addresses: readonly string[], settings: As3Object = {}): As3Object {
  return {
    class: 'Pool',
    members: addresses.map(address => ({ addressDiscovery: 'static', serverAddresses: [address], servicePort: 80 })),
    minimumMonitors: 'all',
    ...settings,
  };
}

export const service = (settings: As3Object = {}): As3Object => ({
  class: 'Service_HTTP',
  virtualAddresses: ['10.8.3.11'],
  virtualPort: 80,
  snat: 'auto',
  ...settings,
});

export const dataGroup = (records: Readonly<Record<string, string>>): As3Object => ({
  class: 'Data_Group',
  keyDataType: 'string',
  records: Object.entries(records).map(([key, value]) => ({ key, value })),
});

/** A rule for a host that forwards to a pool. */
export function rule(name: string, host: string, to: string): As3Object {
  const all = { operand: 'equals', values: [`${host}:80`, host] };
  return {
    name,
    conditions: [{ type: 'httpHeader', event: 'request', name: 'host', all }],
    actions: [{ type: 'forward', event: 'request', select: { pool: { use: to } } }],
  };
}

export const policy = (...rules: As3Object[]): As3Object => ({
  class: 'Endpoint_Policy',
  strategy: 'first-match',
  rules,
});
