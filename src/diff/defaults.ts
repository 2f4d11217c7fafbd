import type { As3Object, As3Value } from '../emit/as3.ts';

type Defaults = Readonly<Record<string, As3Value>>;

/** What AS3 takes for what is not said, of the classes and properties that a controller posts. A test holds it against AS3's own schema. */
const service: Defaults = {
  enable: true,
  adminState: 'enable',
  snat: 'auto',
  translateServerAddress: true,
  translateServerPort: true,
  mirroring: 'none',
  lastHop: 'default',
  httpMrfRoutingEnabled: false,
  maxConnections: 0,
  shareAddresses: false,
  addressStatus: true,
  nat64Enabled: false,
  rateLimit: 0,
};
const http: Defaults = {
  ...service,
  layer4: 'tcp',
  virtualType: 'standard',
  profileTCP: 'normal',
  profileHTTP: 'basic',
  persistenceMethods: ['cookie'],
};
const bySourceAddress: Defaults = { ...service, persistenceMethods: ['source-address'] };
const tls: Defaults = {
  ciphers: 'DEFAULT',
  tls1_0Enabled: true,
  tls1_1Enabled: true,
  tls1_2Enabled: true,
  tls1_3Enabled: false,
  renegotiationEnabled: true,
};

export const classDefaults: Readonly<Record<string, Defaults>> = {
  Tenant: { enable: true, defaultRouteDomain: 0, useCommonRouteDomainTenant: true },
  Service_HTTP: { ...http, virtualPort: 80 },
  Service_HTTPS: { ...http, virtualPort: 443, redirect80: true },
  Service_TCP: { ...bySourceAddress, layer4: 'tcp', virtualType: 'standard', profileTCP: 'normal' },
  Service_UDP: { ...bySourceAddress, layer4: 'udp', virtualType: 'standard', profileUDP: 'normal' },
  Service_SCTP: { ...service, layer4: 'sctp' },
  Service_L4: { ...bySourceAddress, layer4: 'tcp', profileL4: 'basic' },
  Service_Address: {
    arpEnabled: true,
    icmpEcho: 'enable',
    routeAdvertisement: 'disable',
    spanningEnabled: false,
    trafficGroup: 'default',
  },
  Pool: {
    loadBalancingMode: 'round-robin',
    minimumMembersActive: 1,
    reselectTries: 0,
    serviceDownAction: 'none',
    slowRampTime: 10,
    allowNATEnabled: true,
    allowSNATEnabled: true,
  },
  Endpoint_Policy: { strategy: 'best-match' },
  Data_Group: { storageType: 'internal' },
  iRule: { expand: true },
  TLS_Server: tls,
  TLS_Client: tls,
  GSLB_Domain: {
    enabled: true,
    poolLbMode: 'round-robin',
    persistenceEnabled: false,
    persistCidrIpv4: 32,
    persistCidrIpv6: 128,
    ttlPersistence: 3600,
    clientSubnetPreferred: false,
  },
  GSLB_Pool: {
    enabled: true,
    lbModePreferred: 'round-robin',
    lbModeAlternate: 'round-robin',
    lbModeFallback: 'return-to-dns',
  },
  GSLB_Monitor: { interval: 30, timeout: 120 },
};

export const memberDefaults: Defaults = {
  enable: true,
  adminState: 'enable',
  addressDiscovery: 'static',
  connectionLimit: 0,
  ratio: 1,
  dynamicRatio: 1,
  priorityGroup: 0,
  rateLimit: -1,
  shareNodes: false,
};

export const ruleDefaults: Defaults = { conditions: [], actions: [] };

/** What every monitor with a schedule has. */
const probe: Defaults = { interval: 5, timeout: 16, timeUntilUp: 0, targetPort: 0, targetAddress: '' };
const adaptive: Defaults = { ...probe, adaptive: false };
const web: Defaults = { ...adaptive, dscp: 0, receive: 'HTTP/1.', send: 'HEAD / HTTP/1.0\\r\\n\\r\\n' };

/** Of monitors by their type. */
export const monitorDefaults: Readonly<Record<string, Defaults>> = {
  http: web,
  https: web,
  http2: { ...web, receive: 'HTTP/2.', send: 'GET /\\r\\n\\r\\n' },
  tcp: { ...adaptive, dscp: 0, receive: 'none', send: 'none' },
  udp: { ...adaptive, receive: 'none', send: 'default send string' },
  icmp: adaptive,
  'tcp-half-open': probe,
};

/** What AS3 takes for what an object does not say. */
export function defaultsOf({ class: name, monitorType }: As3Object): Defaults {
  const [table, key] = name === 'Monitor' ? [monitorDefaults, monitorType] : [classDefaults, name];
  return typeof key === 'string' && Object.hasOwn(table, key) ? table[key]! : {};
}
