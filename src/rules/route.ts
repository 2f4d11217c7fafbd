import { defineRule } from './define-rule.ts';
import { didYouMean, meantWord, type Suggested } from './did-you-mean.ts';

/** About Routes (specification 01 §3 to §6, §9). */
export const routeRules = {
  'route-host-claimed': defineRule<{ name: string; uri: string; by: string }>({
    severity: 'error',
    section: '01 §5.1',
    message: ({ name, uri, by }) => `Route ${name} is rejected: ${uri} belongs to the older Route ${by}`,
    hint: 'Change host or path, or remove one of the Routes.',
  }),
  'route-host-twice': defineRule<{ name: string; uri: string; other: string }>({
    severity: 'error',
    section: '01 §5.1',
    message: ({ name, uri, other }) =>
      `Route ${name} and Route ${other} both serve ${uri} and are of the same age, so the controller takes both`,
    hint: 'Which one a request meets is left to chance. In a cluster the older one wins; in Git neither has an age.',
  }),
  'route-tls-rejected': defineRule<{ name: string; problem: string }>({
    severity: 'error',
    section: '01 §5.2',
    message: ({ name, problem }) => `Route ${name} is rejected: ${problem}`,
    hint: 'Certificates come from the Policy, the clientssl annotation, the Route itself or defaultTLS, in this order.',
  }),
  'route-tls-fails-group': defineRule<{ name: string; problem: string; group: string }>({
    severity: 'error',
    section: '01 §5.10',
    message: ({ name, problem, group }) => `Route ${name} takes the whole route group ${group} down: ${problem}`,
    hint: 'No virtual server of the group is written until it is mended.',
  }),
  'route-uri-fails-group': defineRule<{ name: string; uri: string; group: string }>({
    severity: 'error',
    section: '01 §5.6',
    message: ({ name, uri, group }) => `Route ${name} takes the whole route group ${group} down: "${uri}" is not a URI`,
    hint: 'A "%" must begin an escape such as %20, and a host takes no blanks or other special characters.',
  }),
  'route-rewrite-fails-group': defineRule<{ name: string; key: string; group: string }>({
    severity: 'error',
    section: '01 §5.6',
    message: ({ name, key, group }) =>
      `Route ${name} takes the whole route group ${group} down: annotation ${key} is empty`,
    hint: 'Give a target, or remove the annotation.',
  }),
  'route-annotation-empty': defineRule<{ name: string; key: string }>({
    severity: 'error',
    section: '01 §5.2',
    message: ({ name, key }) => `Route ${name} is rejected: annotation ${key} is empty`,
    hint: 'Give it a value, or remove it.',
  }),
  'route-app-root-with-path': defineRule<{ name: string; path: string }>({
    severity: 'error',
    section: '01 §5.2',
    message: ({ name, path }) =>
      `Route ${name} is rejected: rewrite-app-root works only without a path, and this one has ${path}`,
    hint: 'Use rewrite-target-url for a Route with a path.',
  }),
  'route-annotation-json': defineRule<{ name: string; key: string; problem: string }>({
    severity: 'error',
    section: '01 §5.2',
    message: ({ name, key, problem }) => `Route ${name} is rejected: annotation ${key} does not parse: ${problem}`,
    hint: 'It must be JSON: double quotes, no comma after the last item.',
    fix: () => ({ kind: 'trailing-commas' }),
  }),
  'route-annotation-unknown': defineRule<{ name: string; key: string } & Suggested>({
    severity: 'warning',
    section: '01 §5.14',
    message: values =>
      `Route ${values.name}: the controller does not read annotation ${values.key}.${didYouMean(values)}`,
    hint: 'Of virtual-server.f5.com/ it reads balance, health, rewrite-target-url, rewrite-app-root, clientssl, serverssl, waf, allow-source-range, multiClusterServices and pod-concurrent-connections.',
    fix: meantWord,
  }),
  'annotation-json-key-unknown': defineRule<{ owner: string; annotation: string; key: string } & Suggested>({
    severity: 'warning',
    section: '01 §5.14',
    message: values =>
      `${values.owner}: the controller does not read key "${values.key}" of annotation ${values.annotation}.${didYouMean(values)}`,
    hint: 'It passes the key over without a word. Mend it, or remove it.',
    fix: meantWord,
  }),
  'route-service-missing': defineRule<{ name: string; service: string; suggested?: string }>({
    severity: 'error',
    section: '01 §5.2',
    message: values =>
      `Route ${values.name} is rejected: no port can be found, since there is no Service ${values.service} with the port that it asks for.${didYouMean(values)}`,
    hint: 'Commit the Service, or mend spec.to.name or spec.port.targetPort.',
  }),
  'route-port-unknown': defineRule<{ name: string; service: string }>({
    severity: 'error',
    section: '01 §5.5',
    message: ({ name, service }) =>
      `Route ${name}: no Service ${service} tells its port, so its pools are named without one and stay empty`,
    hint: 'With several clusters such a Route is not rejected. Commit the Service, or give spec.port.targetPort a number.',
  }),
  'route-without-host': defineRule<{ name: string }>({
    severity: 'warning',
    section: '01 §5.6',
    message: ({ name }) => `Route ${name} has no host: its rule takes the requests of every host`,
    hint: 'Give it a host. OpenShift would make one up when the Route is created, which is not in Git.',
  }),
  'route-without-group': defineRule<{ name: string; namespace: string; suggested?: string }>({
    severity: 'warning',
    section: '01 §2.7',
    message: values =>
      `Route ${values.name} is ignored: namespace ${values.namespace} is in no route group.${didYouMean(values)}`,
    hint: 'Add the namespace to extendedRouteSpec.',
  }),
  'route-not-selected': defineRule<{ name: string; selector: string }>({
    severity: 'warning',
    section: '01 §1',
    message: ({ name, selector }) => `Route ${name} is ignored: its labels do not match ${selector}`,
    hint: 'Give it the label, or change --route-label.',
  }),
  'route-field-ignored': defineRule<{ name: string; field: string; reason: string }>({
    severity: 'warning',
    section: '01 §5.14',
    message: ({ name, field, reason }) => `Route ${name}: ${field} does not do what it says: ${reason}`,
    hint: 'The controller logs it at most. Mend the value, or remove it.',
  }),
  'route-health-json': defineRule<{ name: string; key: string; problem: string }>({
    severity: 'error',
    section: '01 §5.5',
    message: ({ name, key, problem }) =>
      `Route ${name} gets no monitor at all: annotation ${key} does not parse: ${problem}`,
    hint: 'It must be a JSON list of monitors.',
    fix: () => ({ kind: 'trailing-commas' }),
  }),
  'route-health-several': defineRule<{ name: string; count: number }>({
    severity: 'warning',
    section: '01 §5.5',
    message: ({ name, count }) => `Route ${name}: its ${count} monitors share one name, so only the last one remains`,
    hint: 'Keep one monitor.',
  }),
  'app-root-order': defineRule<{ virtual: string; rules: number }>({
    severity: 'warning',
    section: '01 §5.7',
    message: ({ virtual, rules }) =>
      `the order of the ${rules} rules of ${virtual} may differ from the controller's: rewrite-app-root makes it depend on how Go sorts more than 12 elements`,
    hint: 'Have at most 12 rules in a group with rewrite-app-root.',
  }),
  'route-inline-reencrypt': defineRule<{ name: string }>({
    severity: 'warning',
    section: '01 §5.11',
    message: ({ name }) =>
      `Route ${name}: with a certificate in the Route, reencrypt gets no entry in the data group of server SSL profiles`,
    hint: 'Use the clientssl and serverssl annotations for reencrypt.',
  }),
  'route-server-ssl-unnamed': defineRule<{ name: string; virtual: string; said: string }>({
    severity: 'error',
    section: '01 §5.11',
    message: ({ name, virtual, said }) =>
      `Route ${name}: the data group names server SSL profile ${said}, but it is called ${virtual}_tls_client`,
    hint: 'Use a vserverName of letters, digits and "_" only.',
  }),
  'route-ca-unused': defineRule<{ name: string }>({
    severity: 'info',
    section: '01 §5.10',
    message: ({ name }) => `Route ${name}: caCertificate is never sent to the BIG-IP`,
    hint: 'Put intermediate certificates behind the certificate itself.',
  }),
  'route-allow-without-split': defineRule<{ name: string }>({
    severity: 'error',
    section: '01 §4.7',
    message: ({ name }) =>
      `Route ${name}: on port 80 its A/B or ratio distribution does not exist, so plain requests reach no pool`,
    hint: 'Use insecureEdgeTerminationPolicy Redirect or None with A/B and ratio.',
  }),
  'route-weight-range': defineRule<{ name: string; weight: number }>({
    severity: 'error',
    section: '01 §4.5',
    message: ({ name, weight }) => `Route ${name}: a weight must be from 0 to 256, and this one is ${weight}`,
    hint: 'OpenShift refuses such a Route; what is rendered is what the controller would make of it.',
  }),
  'route-no-weight': defineRule<{ name: string }>({
    severity: 'error',
    section: '01 §4.7',
    message: ({ name }) => `Route ${name}: all its weights are 0, so its requests are answered with 503`,
    hint: 'Give one of its backends a weight. If such a record comes first in its data group, the declaration is not valid AS3.',
  }),
  'routes-plain-on-https': defineRule<{ group: string; count: number; first: string; virtual: string }>({
    severity: 'info',
    section: '01 §9.2',
    message: ({ group, count, first, virtual }) =>
      count === 1
        ? `Route ${first} of group ${group} has no TLS and is in the policy of ${virtual} as well`
        : `${count} Routes of group ${group}, ${first} the first of them, have no TLS and are in the policy of ${virtual} as well`,
    hint: 'A group with one TLS Route publishes all its Routes on port 443.',
  }),
  'pool-without-members': defineRule<{ pool: string; owner: string; reason: string }>({
    severity: 'warning',
    section: '01 §6',
    message: ({ pool, owner, reason }) => `pool ${pool} of ${owner} has no members: ${reason}`,
    hint: 'Requests to it fail until it has some.',
  }),
  'pool-without-members-of-cluster': defineRule<{ pool: string; owner: string; cluster: string; reason: string }>({
    severity: 'warning',
    section: '01 §4.8',
    message: ({ pool, owner, cluster, reason }) =>
      `pool ${pool} of ${owner} has no members in cluster ${cluster}: ${reason}`,
    hint: 'The others alone take its requests, also when they are down.',
  }),
  'path-below-split': defineRule<{ path: string; owner: string; pool: string; split: string }>({
    severity: 'warning',
    section: '02 §12.2',
    message: ({ path, owner, pool, split }) =>
      `${owner}: requests to ${path} go where those to ${split} are split to, and pool ${pool} gets none`,
    hint: 'Give it `alternateBackends` too, of weight 0 where there is nothing to split, or a host of its own.',
  }),
  'route-backends-mixed': defineRule<{ name: string; mode: string }>({
    severity: 'warning',
    section: '01 §4.8',
    message: ({ name, mode }) =>
      `Route ${name}: with several clusters in mode ${mode}, the pool of each of its backends gets members of the others too, so its weights do not hold`,
    hint: 'What the pools hold even changes with what happened before. Use mode ratio for A/B.',
  }),
  'pool-replaced': defineRule<{ pool: string; owner: string; other: string; what: string }>({
    severity: 'warning',
    section: '01 §7.2',
    message: ({ pool, owner, other, what }) =>
      `pool ${pool} is shared: ${owner} replaces ${what} that ${other} asks for`,
    hint: 'Resources that lead to one Service share its pool; the later one decides. Ask for the same in all of them.',
  }),
  'service-without-node-port': defineRule<{ pool: string; service: string; cluster: string }>({
    severity: 'error',
    section: '01 §6.3',
    message: ({ pool, service, cluster }) =>
      `pool ${pool} gets members with port 0: Service ${service} in cluster ${cluster} has no nodePort`,
    hint: 'A cluster assigns node ports when a Service is created: write the assigned one into the manifest.',
  }),
  'multi-cluster-ratio-twice': defineRule<{ name: string; cluster: string }>({
    severity: 'warning',
    section: '01 §4.5',
    message: ({ name, cluster }) =>
      `Route ${name}: an entry of multiClusterServices names ${cluster}, whose ratio then counts twice`,
    hint: 'The local cluster and its peer are in the distribution anyway: list only external clusters.',
  }),
  'multi-cluster-services-ignored': defineRule<{ owner: string }>({
    severity: 'warning',
    section: '01 §4.4',
    message: ({ owner }) =>
      `${owner}: multiClusterServices is ignored, since the controller runs without --multi-cluster-mode`,
    hint: 'Set --multi-cluster-mode, or remove it.',
  }),
  'multi-cluster-service-unusable': defineRule<{ owner: string; problem: string; suggested?: string }>({
    severity: 'error',
    section: '01 §4.4',
    message: values =>
      `${values.owner}: an entry of multiClusterServices is left out: ${values.problem}.${didYouMean(values)}`,
    hint: 'An entry needs clusterName, service, namespace and servicePort, and a cluster that the extended ConfigMap names.',
  }),
  'multi-cluster-service-missing': defineRule<{ owner: string; service: string; cluster: string; suggested?: string }>({
    severity: 'warning',
    section: '01 §6.1',
    message: values =>
      `${values.owner}: there is no Service ${values.service} in cluster ${values.cluster}.${didYouMean(values)}`,
    hint: 'Its share of the traffic has no members. Commit the Service, or remove the entry.',
  }),
  'multi-cluster-port-quoted': defineRule<{ owner: string; port: string }>({
    severity: 'warning',
    section: '01 §4.4',
    message: ({ owner, port }) =>
      `${owner}: servicePort "${port}" is in quotes, so it is the name of a port and not a number`,
    hint: 'Remove the quotes.',
  }),
  'multi-cluster-port-ignored': defineRule<{ name: string; port: string; used: number }>({
    severity: 'warning',
    section: '01 §4.4',
    message: ({ name, port, used }) =>
      `Route ${name}: in ratio mode servicePort ${port} is ignored; the Route's own port ${used} is used`,
    hint: 'The Service in the other cluster must have that port.',
  }),
  'custom-resource-ignored': defineRule<{ kind: string; name: string; mode: string }>({
    severity: 'warning',
    section: '01 §1',
    message: ({ kind, name, mode }) => `${kind} ${name} is ignored: the controller runs with --controller-mode=${mode}`,
    hint: 'Only --controller-mode=customresource processes it.',
  }),
  'routes-ignored': defineRule<{ routes: number; mode: string }>({
    severity: 'warning',
    section: '01 §1',
    message: ({ routes, mode }) =>
      `${routes === 1 ? '1 Route is' : `${routes} Routes are`} ignored: the controller runs with --controller-mode=${mode}`,
    hint: 'Only --controller-mode=openshift processes Routes.',
  }),
};
