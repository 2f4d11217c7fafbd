// The custom resources of a generated workspace. Ten VirtualServers share a host group and its address; fifty TransportServers
// share an address, each on a port of its own.
const metadata = (name, namespace) => `metadata:
  name: ${name}
  namespace: ${namespace}
  labels:
    f5cr: "true"
    app.kubernetes.io/name: ${name}
    app.kubernetes.io/part-of: ${namespace}
`;

export function virtualServer({ name, namespace, n, path, split, waf }) {
  const group = Math.floor(n / 200) * 20 + (n % 20);
  // All of a group, since one without TLS would take HTTPS from the others.
  const tls = group % 5 < 3;
  return `apiVersion: cis.f5.com/v1
kind: VirtualServer
${metadata(name, namespace)}spec:
  host: app-${n}.${namespace}.example.com
  hostGroup: group-${group}
  virtualServerAddress: 10.${8 + (group >> 16)}.${(group >> 8) & 255}.${group & 255}
${tls ? '  tlsProfileName: edge\n  httpTraffic: redirect\n' : ''}  policyName: settings
  pools:
    - path: ${path || '/'}
      service: ${name}
      servicePort: 8080
${split && path ? `      alternateBackends:\n        - service: ${name}\n          weight: 20\n` : ''}${waf ? '      waf: /Common/waf\n' : ''}      loadBalancingMethod: round-robin
      monitors:
        - type: http
          send: "GET /healthz HTTP/1.0\\r\\n\\r\\n"
          recv: "200"
          interval: 10
          timeout: 31
`;
}

export function transportServer({ name, namespace, n }) {
  const group = Math.floor(n / 200);
  return `apiVersion: cis.f5.com/v1
kind: TransportServer
${metadata(name, namespace)}spec:
  virtualServerAddress: 10.64.${(group >> 8) & 255}.${group & 255}
  virtualServerPort: ${5000 + (n % 200)}
  mode: standard
  type: tcp
  snat: auto
  pool:
    service: ${name}
    servicePort: 8080
    monitors:
      - type: tcp
        interval: 10
        timeout: 31
`;
}

export function tlsProfile(namespace) {
  return `apiVersion: cis.f5.com/v1
kind: TLSProfile
${metadata('edge', namespace)}spec:
  hosts:
    - "*.${namespace}.example.com"
  tls:
    termination: edge
    reference: bigip
    clientSSL: /Common/clientssl
`;
}

export function policy(namespace) {
  return `apiVersion: cis.f5.com/v1
kind: Policy
${metadata('settings', namespace)}spec:
  profiles:
    tcp:
      client: /Common/f5-tcp-wan
  poolSettings:
    slowRampTime: 20
`;
}
