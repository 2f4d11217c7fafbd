// A workspace of any size, the same for the same arguments: N applications over 20 namespaces in three clusters, one file
// an application with its Deployment and Service, and in the primary and the secondary cluster what leads to it: a Route
// (kind `routes`), or of four applications three a VirtualServer and one a TransportServer (kind `custom`). What is not in
// Git otherwise, Nodes and Endpoints, stands in inventory files, one a namespace.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { policy, tlsProfile, transportServer, virtualServer } from './custom-resources.mjs';

const namespaces = 20;
const nodes = 3;

/** Numbers from 0 to 1 that repeat: a linear congruential generator. */
function random(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/**
 * Writes the workspace. Returns its files and bytes. Some of what it holds is worth a finding, unless `mistakes` says how many
 * findings there are to be: an even number, of Routes only.
 */
export function writeWorkspace(root, applications, kind, { seed = 1, mistakes } = {}) {
  const chance = random(seed);
  const counted = mistakes !== undefined;
  let files = 0;
  let bytes = 0;
  const write = (path, text) => {
    const file = join(root, path);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, text);
    files++;
    bytes += text.length;
  };
  const custom = kind === 'custom';
  write('render.yaml', config(custom ? 'customresource' : 'openshift'));
  for (const cluster of [1, 2, 3]) {
    write(
      `clusters/cluster${cluster}/nodes.yaml`,
      Array.from({ length: nodes }, (_, n) => node(cluster, n)).join('---\n'),
    );
    if (cluster === 3) continue;
    write(`clusters/cluster${cluster}/extended-spec.yaml`, extendedSpec(custom ? '' : routeSpec()));
    for (let n = 0; custom && n < namespaces; n++) {
      const profiles = [tlsProfile(`team-${n}`), policy(`team-${n}`)];
      write(`clusters/cluster${cluster}/team-${n}/profiles.yaml`, profiles.join('---\n'));
    }
  }
  const inventory = new Map();
  for (let n = 0; n < applications; n++) {
    const app = {
      n,
      namespace: `team-${n % namespaces}`,
      name: `app-${n}`,
      tls: chance() < 0.6 || counted,
      path: chance() < 0.5 ? `/svc/${n % 7}` : '',
      split: chance() < 0.1 && !counted,
      waf: chance() < 0.05,
      external: chance() < 0.5,
      mistaken: counted && n < mistakes / 2,
    };
    const door = !custom ? route(app) : n % 4 === 3 ? transportServer(app) : virtualServer(app);
    for (const cluster of [1, 2, 3]) {
      const objects = [deployment(app), service(app), ...(cluster < 3 ? [door] : [])];
      write(`clusters/cluster${cluster}/${app.namespace}/${app.name}.yaml`, objects.join('---\n'));
      const path = `clusters/cluster${cluster}/inventory/${app.namespace}.yaml`;
      if (!inventory.has(path)) inventory.set(path, []);
      inventory.get(path).push(endpoints(app, cluster));
    }
  }
  for (const [path, objects] of inventory) write(path, objects.join('---\n'));
  return { files, bytes };
}

function config(controllerMode) {
  const controller = (name, mode) => `  - name: ${name}
    manifests: clusters/${name}
    cis:
      args:
        - --controller-mode=${controllerMode}
        - --multi-cluster-mode=${mode}
        - --local-cluster-name=${name}
        - --extended-spec-configmap=kube-system/extended-spec
        - --pool-member-type=nodeport
        - --bigip-partition=apps
`;
  return `clusters:\n${controller('cluster1', 'primary')}${controller('cluster2', 'secondary')}  - name: cluster3\n    manifests: clusters/cluster3\n`;
}

function extendedSpec(routes) {
  return `apiVersion: v1
kind: ConfigMap
metadata:
  name: extended-spec
  namespace: kube-system
  labels:
    f5nr: "true"
data:
  extendedSpec: |
    mode: active-active
    highAvailabilityCIS:
      primaryEndPoint: http://10.145.72.114:8001
      primaryCluster:
        clusterName: cluster1
        secret: default/kubeconfig1
      secondaryCluster:
        clusterName: cluster2
        secret: default/kubeconfig2
    externalClustersConfig:
      - clusterName: cluster3
        secret: default/kubeconfig3
${routes}`;
}

/** The part of the extended ConfigMap that only Routes need. */
function routeSpec() {
  const groups = Array.from(
    { length: namespaces },
    (_, n) => `      - namespace: team-${n}
        vserverAddr: 10.8.${n}.10
        vserverName: team_${n}
        allowOverride: "true"
`,
  ).join('');
  return `    baseRouteSpec:
      defaultTLS:
        clientSSL: /Common/clientssl
        serverSSL: /Common/serverssl
        reference: bigip
    extendedRouteSpec:
${groups}`;
}

function node(cluster, n) {
  return `apiVersion: v1
kind: Node
metadata:
  name: cluster${cluster}-node${n}
  labels:
    kubernetes.io/hostname: cluster${cluster}-node${n}
spec: {}
status:
  addresses:
    - type: InternalIP
      address: 10.${cluster}.0.${n + 10}
  conditions:
    - type: Ready
      status: "True"
`;
}

function route({ name, namespace, n, tls, path, split, waf, external, mistaken }) {
  const services = `'[{"clusterName":"cluster3","service":"${name}","namespace":"${namespace}","servicePort":8080}]'`;
  return `apiVersion: route.openshift.io/v1
kind: Route
metadata:
  name: ${name}
  namespace: ${namespace}
  labels:
    app.kubernetes.io/name: ${name}
    app.kubernetes.io/part-of: ${namespace}
  annotations:
    virtual-server.f5.com/balance: round-robin
    virtual-server.f5.com/health: '[{"type":"http","send":"GET /healthz HTTP/1.0\\\\r\\\\n\\\\r\\\\n","recv":"200","interval":10,"timeout":31}]'
${external ? `    virtual-server.f5.com/multiClusterServices: ${services}\n` : ''}${waf ? '    virtual-server.f5.com/waf: /Common/waf\n' : ''}${mistaken ? '    virtual-server.f5.com/ballance: round-robin\n' : ''}spec:
  host: app-${n}.team-${n % namespaces}.example.com
${path ? `  path: ${path}\n` : ''}  to:
    kind: Service
    name: ${name}
    weight: 100
${split ? `  alternateBackends:\n    - kind: Service\n      name: ${name}\n      weight: 20\n` : ''}  port:
    targetPort: 8080
${tls ? '  tls:\n    termination: edge\n    insecureEdgeTerminationPolicy: Redirect\n' : ''}  wildcardPolicy: None
`;
}

function service({ name, namespace, n }) {
  return `apiVersion: v1
kind: Service
metadata:
  name: ${name}
  namespace: ${namespace}
  labels:
    app.kubernetes.io/name: ${name}
    app.kubernetes.io/part-of: ${namespace}
spec:
  type: NodePort
  selector:
    app.kubernetes.io/name: ${name}
  ports:
    - name: http
      protocol: TCP
      port: 8080
      targetPort: 8080
      nodePort: ${30000 + (n % 2767)}
`;
}

function deployment({ name, namespace, n }) {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
  namespace: ${namespace}
  labels:
    app.kubernetes.io/name: ${name}
    app.kubernetes.io/part-of: ${namespace}
spec:
  replicas: 3
  selector:
    matchLabels:
      app.kubernetes.io/name: ${name}
  template:
    metadata:
      labels:
        app.kubernetes.io/name: ${name}
    spec:
      containers:
        - name: ${name}
          image: registry.example.com/${namespace}/${name}:1.${n % 40}.${n % 9}
          args:
            - --listen=:8080
            - --log-level=info
          ports:
            - name: http
              containerPort: 8080
          env:
            - name: DATABASE_HOST
              value: db.${namespace}.svc.cluster.local
            - name: CACHE_TTL
              value: "300"
          readinessProbe:
            httpGet:
              path: /healthz
              port: 8080
            periodSeconds: 10
          resources:
            requests:
              cpu: 100m
              memory: 128Mi
            limits:
              memory: 256Mi
`;
}

function endpoints({ name, namespace, n }, cluster) {
  const addresses = [0, 1, 2]
    .map(
      pod => `      - ip: 10.${cluster + 100}.${Math.floor(n / 80) % 250}.${(n % 80) * 3 + pod + 1}
        nodeName: cluster${cluster}-node${pod}
        targetRef:
          kind: Pod
          name: ${name}-${pod}
          namespace: ${namespace}
`,
    )
    .join('');
  return `apiVersion: v1
kind: Endpoints
metadata:
  name: ${name}
  namespace: ${namespace}
  labels:
    app.kubernetes.io/name: ${name}
subsets:
  - addresses:
${addresses}    ports:
      - name: http
        port: 8080
        protocol: TCP
`;
}
