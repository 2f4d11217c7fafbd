import type { Files } from '../temporary-workspace.ts';

export interface TeamsOptions {
  readonly mode: 'active-active' | 'active-standby' | 'ratio';
  readonly poolMemberType: 'cluster' | 'nodeport' | 'nodeportlocal' | 'auto';
  /** Two groups of a tenant make virtual servers of one name. */
  readonly sameName: boolean;
  /** A tenant for each group, or one for all. */
  readonly tenants: boolean;
  readonly autoMonitor: 'none' | 'readiness-probe';
}

const teams = ['blue', 'green', 'red'];

/** Three route groups in a primary and a secondary, that have to do with each other: hosts, Services, Policies, names. */
export function teamsWorkspace(options: TeamsOptions): Files {
  const { mode, poolMemberType, autoMonitor } = options;
  const controller = (name: string, role: string): string => `  - name: ${name}
    manifests: clusters/${name}
    cis:
      args:
        - --controller-mode=openshift
        - --multi-cluster-mode=${role}
        - --local-cluster-name=${name}
        - --extended-spec-configmap=kube-system/extended-spec
        - --pool-member-type=${poolMemberType}
        - --bigip-partition=apps
`;
  const groups = teams.map(
    (team, n) => `      - namespace: ${team}
        vserverAddr: 10.8.${n}.10
        vserverName: ${options.sameName && n < 2 ? 'same' : team}
        allowOverride: "true"
${options.tenants ? `        bigIpPartition: ${team}\n` : ''}${n === 1 ? '        policyCR: blue/settings\n' : ''}${n === 2 ? '        policyCR: red/settings\n' : ''}`,
  );
  const extendedSpec = `apiVersion: v1
kind: ConfigMap
metadata:
  name: extended-spec
  namespace: kube-system
  labels:
    f5nr: "true"
data:
  extendedSpec: |
    mode: ${mode}
    highAvailabilityCIS:
      primaryEndPoint: http://10.1.1.1:8001
      primaryCluster: {clusterName: cluster1, secret: default/one}
      secondaryCluster: {clusterName: cluster2, secret: default/two}
    baseRouteSpec:
      autoMonitor: ${autoMonitor}
      defaultTLS: {clientSSL: /Common/clientssl, serverSSL: /Common/serverssl, reference: bigip}
    extendedRouteSpec:
${groups.join('')}`;
  const files: Record<string, string> = {
    'render.yaml': `clusters:\n${controller('cluster1', 'primary')}${controller('cluster2', 'secondary')}`,
  };
  for (const cluster of ['cluster1', 'cluster2']) {
    const put = (path: string, text: string): void => {
      files[`clusters/${cluster}/${path}.yaml`] = text;
    };
    put('extended-spec', extendedSpec);
    put('node', node(cluster));
    put('blue/policy', policy('blue'));
    put('red/policy', policy('red'));
    for (const [n, team] of teams.entries()) {
      put(`${team}/secret`, secret(team));
      for (const app of ['shop', 'cart']) {
        put(`${team}/${app}-service`, service(team, app));
        put(`${team}/${app}-endpoints`, endpoints(cluster, team, app));
        put(`${team}/${app}-pod`, pod(team, app));
        put(`${team}/${app}-route`, route(team, app, n));
      }
    }
  }
  return files;
}

const node = (cluster: string): string => `apiVersion: v1
kind: Node
metadata:
  name: ${cluster}-node
status:
  addresses:
    - {type: InternalIP, address: 10.1.1.1}
  conditions:
    - type: Ready
      status: "True"
`;

/** A monitor with a name of its own becomes an object without one, whichever group it is of. */
const policy = (namespace: string): string => `apiVersion: cis.f5.com/v1
kind: Policy
metadata:
  name: settings
  namespace: ${namespace}
  labels: {f5cr: "true"}
spec:
  l7Policies:
    waf: /Common/waf
  defaultPool:
    reference: service
    service: shop
    servicePort: 8080
    serviceNamespace: ${namespace}
    monitors:
      - type: http
        name: own
        interval: 10
        timeout: 31
`;

const secret = (namespace: string): string => `apiVersion: v1
kind: Secret
metadata: {name: edge, namespace: ${namespace}}
stringData:
  tls.crt: certificate
  tls.key: key
`;

const service = (namespace: string, name: string): string => `apiVersion: v1
kind: Service
metadata:
  name: ${name}
  namespace: ${namespace}
spec:
  type: NodePort
  selector: {app: ${name}}
  ports:
    - port: 8080
      targetPort: 8080
      nodePort: 30001
`;

const endpoints = (cluster: string, namespace: string, name: string): string => `apiVersion: v1
kind: Endpoints
metadata:
  name: ${name}
  namespace: ${namespace}
subsets:
  - addresses:
      - ip: 10.2.0.1
        nodeName: ${cluster}-node
    ports:
      - port: 8080
`;

const pod = (namespace: string, name: string): string => `apiVersion: v1
kind: Pod
metadata:
  name: ${name}
  namespace: ${namespace}
  labels: {app: ${name}}
spec:
  containers:
    - name: ${name}
      ports:
        - containerPort: 8080
      readinessProbe: {httpGet: {path: /, port: 8080}, periodSeconds: 10}
`;

const route = (namespace: string, name: string, n: number): string => `apiVersion: route.openshift.io/v1
kind: Route
metadata:
  name: ${name}
  namespace: ${namespace}
  creationTimestamp: "2024-01-0${n + 1}T00:00:00Z"
  annotations:
    virtual-server.f5.com/multiClusterServices: '[{"clusterName":"cluster2","service":"shop","namespace":"${teams[(n + 1) % 3]}","servicePort":8080}]'
    virtual-server.f5.com/${name === 'cart' ? 'clientssl: edge' : 'balance: round-robin'}
spec:
  host: ${name}.example.com
  path: /${namespace}
  to:
    kind: Service
    name: ${name}
  tls:
    termination: edge
    insecureEdgeTerminationPolicy: Allow
`;
