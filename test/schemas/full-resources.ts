import type { JsonObject } from './json.ts';

/** Of every kind one resource with every key that its schema knows: manifests elsewhere show only a part. */
export type CustomResourceKind =
  | 'VirtualServer'
  | 'TransportServer'
  | 'IngressLink'
  | 'TLSProfile'
  | 'Policy'
  | 'ExternalDNS';

const serviceAddress = [
  {
    arpEnabled: true,
    spanningEnabled: false,
    icmpEcho: 'selective',
    routeAdvertisement: 'any',
    trafficGroup: '/Common/traffic-group-1',
  },
];
const monitor = {
  type: 'tcp',
  send: 'ping',
  recv: 'pong',
  interval: 5,
  timeout: 16,
  targetPort: 8080,
  name: '/Common/tcp',
  reference: 'bigip',
};
const monitorWithSsl = { ...monitor, type: 'https', send: 'GET /', sslProfile: '/Common/serverssl' };
const staticPoolMembers = [{ address: '10.0.0.10', port: 8080 }];
const profileAdapt = { request: '/Common/requestadapt', response: '/Common/responseadapt' };
const tcp = { client: '/Common/f5-tcp-wan', server: '/Common/f5-tcp-lan' };
const http2 = { client: '/Common/http2', server: '' };
const clusterService = { clusterName: 'cluster3', service: 'web', namespace: 'shop', weight: 50 };
const serviceInCluster = { ...clusterService, servicePort: 'http' };
const backend = {
  service: 'web',
  servicePort: 8080,
  serviceNamespace: 'shop',
  nodeMemberLabel: 'node-role.kubernetes.io/worker=""',
  loadBalancingMethod: 'least-connections-member',
  reselectTries: 1,
  serviceDownAction: 'reselect',
  staticPoolMembers,
};
const pool = { ...backend, name: 'shop_pool', minimumMonitors: 'all', weight: 60 };
const alternate = { service: 'web-v2', serviceNamespace: 'shop', weight: 40 };
const defaultPool = { ...backend, reference: 'service', name: 'default_pool', monitors: [monitorWithSsl] };
const layerFourTls = { clientSSLs: ['/Common/clientssl'], serverSSLs: ['shop-ca'], reference: 'bigip' };

const specs: Readonly<Record<CustomResourceKind, JsonObject>> = {
  VirtualServer: {
    host: '*.example.com',
    hostAliases: ['www.example.com'],
    hostGroup: 'shops',
    hostGroupVirtualServerName: 'shops',
    virtualServerAddress: '10.8.3.11',
    ipamLabel: 'prod',
    additionalVirtualServerAddresses: ['10.8.3.12'],
    bigipRouteDomain: 5,
    virtualServerName: 'shop-vs',
    virtualServerHTTPPort: 8080,
    virtualServerHTTPSPort: 8443,
    defaultPool,
    pools: [
      {
        ...pool,
        path: '/cart',
        monitor: monitorWithSsl,
        monitors: [monitorWithSsl],
        rewrite: '/',
        hostRewrite: 'inner.example.com',
        waf: '/Common/WAF_Policy',
        alternateBackends: [{ ...alternate, staticPoolMembers }],
        multiClusterServices: [serviceInCluster],
      },
    ],
    tlsProfileName: 'shop-tls',
    httpTraffic: 'redirect',
    snat: '/Common/snatpool',
    connectionMirroring: 'L4',
    waf: '/Common/WAF_Policy',
    rewriteAppRoot: '/home',
    allowVlans: ['/Common/external'],
    allowSourceRange: ['1.1.1.0/24'],
    iRules: ['/Common/irule'],
    serviceAddress,
    policyName: 'shop-policy',
    persistenceProfile: 'cookie',
    hostPersistence: {
      method: 'cookieHash',
      metaData: {
        name: 'session',
        key: '[HTTP::uri]',
        netmask: '255.255.255.0',
        timeout: 180,
        expiry: '1d12:00:30',
        offset: 1,
        length: 8,
      },
    },
    httpCompressionProfile: 'basic',
    profileMultiplex: '/Common/oneconnect',
    htmlProfile: '/Common/html',
    dos: '/Common/dos',
    botDefense: '/Common/bot-defense',
    profiles: { tcp, http2 },
    httpMrfRoutingEnabled: false,
    profileAccess: '/Common/access',
    policyPerRequestAccess: '/Common/per-request',
    profileAdapt,
    partition: 'dev',
  },
  TransportServer: {
    virtualServerAddress: '10.8.3.11',
    ipamLabel: 'prod',
    virtualServerPort: 5432,
    virtualServerName: 'db-vs',
    bigipRouteDomain: 5,
    host: 'db.example.com',
    hostGroup: 'dbs',
    mode: 'performance',
    type: 'sctp',
    pool: {
      ...pool,
      monitor,
      monitors: [monitor],
      alternateBackends: [alternate],
      multiClusterServices: [serviceInCluster],
    },
    tls: layerFourTls,
    snat: 'none',
    connectionMirroring: 'none',
    allowVlans: ['/Common/external'],
    iRules: ['/Common/irule'],
    serviceAddress,
    policyName: 'db-policy',
    persistenceProfile: '/Common/persistence',
    profileL4: '/Common/fastL4',
    profiles: { tcp },
    dos: '/Common/dos',
    partition: 'dev',
  },
  IngressLink: {
    virtualServerAddress: '10.8.3.11',
    ipamLabel: 'prod',
    virtualServerName: 'nginx',
    bigipRouteDomain: 5,
    host: 'shop.example.com',
    selector: { matchLabels: { app: 'nginx-ingress' } },
    iRules: ['/Common/Proxy_Protocol_iRule'],
    monitors: [{ name: '/Common/nginx-ready', reference: 'bigip' }],
    multiClusterServices: [clusterService],
    tls: layerFourTls,
    partition: 'dev',
  },
  TLSProfile: {
    hosts: ['shop.example.com'],
    tls: {
      termination: 'reencrypt',
      reference: 'hybrid',
      clientSSL: 'shop-cert',
      clientSSLs: ['shop-cert'],
      serverSSL: '/Common/serverssl',
      serverSSLs: ['/Common/serverssl'],
      clientSSLParams: { renegotiationEnabled: false, profileReference: 'secret' },
      serverSSLParams: { renegotiationEnabled: true, profileReference: 'bigip' },
    },
    tlsCipher: {
      tlsVersion: '1.3',
      ciphers: 'DEFAULT',
      cipherGroup: '/Common/f5-default',
      disableTLSVersions: ['1.0'],
    },
  },
  Policy: {
    l7Policies: {
      waf: '/Common/WAF_Policy',
      profileAccess: '/Common/access',
      policyPerRequestAccess: '/Common/per-request',
      profileAdapt,
    },
    l3Policies: {
      dos: '/Common/dos',
      botDefense: '/Common/bot-defense',
      firewallPolicy: '/Common/AFM_Policy',
      ipIntelligencePolicy: '/Common/IP_Intelligence_Policy',
      allowVlans: ['/Common/external'],
      allowSourceRange: ['1.1.1.0/24'],
    },
    ltmPolicies: { secure: '/Common/secure', insecure: '/Common/insecure', priority: 'low' },
    iRules: { secure: '/Common/secure', insecure: 'none', priority: 'high' },
    iRuleList: ['/Common/irule'],
    profiles: {
      tcp,
      udp: '/Common/udp',
      http: '/Common/http',
      httpProfiles: { secure: '/Common/http-secure', insecure: '/Common/http' },
      http2,
      rewriteProfile: '/Common/rewrite',
      persistenceProfile: 'source-address',
      sslProfiles: { clientProfiles: ['/Common/clientssl'], serverProfiles: ['/Common/serverssl'] },
      logProfiles: ['/Common/Log all requests'],
      requestLogProfile: '/Common/request-log',
      profileL4: '/Common/fastL4',
      profileMultiplex: '/Common/oneconnect',
      htmlProfile: '/Common/html',
      httpCompressionProfile: '/Common/httpcompression',
      profileWebSocket: '/Common/websocket',
      httpMrfRoutingEnabled: true,
      analyticsProfiles: { http: '/Common/analytics' },
      ftpProfile: '/Common/ftp',
    },
    snat: 'auto',
    autoLastHop: 'auto',
    poolSettings: {
      reselectTries: 1,
      serviceDownAction: 'reset',
      slowRampTime: 20,
      multiPoolPersistence: { method: 'uieSourceAddress', timeOut: 180 },
    },
    defaultPool,
  },
  ExternalDNS: {
    domainName: 'shop.example.com',
    dnsRecordType: 'AAAA',
    loadBalanceMethod: 'ratio',
    pools: [
      {
        dataServerName: '/Common/GSLBServer',
        dnsRecordType: 'AAAA',
        loadBalanceMethod: 'round-robin',
        order: 1,
        ratio: 2,
        monitor: { type: 'https', send: 'GET /', recv: '', interval: 10, timeout: 31 },
        monitors: [{ type: 'tcp', send: '', recv: '', interval: 10, timeout: 31 }],
      },
    ],
    clientSubnetPreferred: true,
    persistenceEnabled: true,
    persistCidrIpv4: 24,
    persistCidrIpv6: 64,
    ttlPersistence: 600,
  },
};

export function fullResource(kind: CustomResourceKind): JsonObject {
  return {
    apiVersion: 'cis.f5.com/v1',
    kind,
    metadata: { name: 'full', namespace: 'shop', labels: { f5cr: 'true' } },
    // Not structuredClone: what stands here once and is used twice must become two objects, so that each can be changed.
    spec: JSON.parse(JSON.stringify(specs[kind])) as JsonObject,
    status: { status: 'Ok' },
  };
}
