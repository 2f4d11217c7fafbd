import { customResourceLabel, type Unlabelled } from './custom-resource-label.ts';
import { defineRule } from './define-rule.ts';
import { didYouMean, meantWord, type Suggested } from './did-you-mean.ts';

/** About custom resources and Services of type LoadBalancer (specification 02, 01 §4.6). */
export const customResourceRules = {
  'custom-resource-invalid': defineRule<
    { kind: string; name: string; field: string; problem: string; beside?: true } & Suggested
  >({
    severity: 'error',
    section: '02 §2.8',
    message: values =>
      `${values.kind} ${values.name}: ${values.field} ${values.problem}${values.suggested === undefined ? '' : `.${didYouMean(values)}`}`,
    hint: ({ beside }) =>
      `The API server refuses such an object. ${beside ? 'What is wrong in it counts for nothing here.' : 'It is rendered here as if it had been taken.'}`,
    fix: meantWord,
  }),
  'custom-resource-key-unknown': defineRule<{ kind: string; name: string; field: string } & Suggested>({
    severity: 'warning',
    section: '02 §17.7',
    message: values => `${values.kind} ${values.name}: there is no ${values.field}.${didYouMean(values)}`,
    hint: 'It has no effect: the API server drops keys that it does not know.',
    fix: meantWord,
  }),
  'policy-field-ignored': defineRule<{ name: string; field: string; user: string }>({
    severity: 'warning',
    section: '02 §2.7',
    message: ({ name, field, user }) => `Policy ${name}: ${field} has no effect on ${user}, and nothing else names it`,
    hint: 'Remove it, or set it where it counts.',
  }),
  'custom-resource-unused': defineRule<{ kind: string; name: string; by: string }>({
    severity: 'info',
    section: '02 §2.1',
    message: ({ kind, name, by }) => `${kind} ${name} is not used: ${by} names it`,
    hint: 'Remove it, or mend the name where it is meant.',
  }),
  'custom-resource-not-selected': defineRule<{ kind: string; name: string; reason: string } & Unlabelled>({
    severity: 'warning',
    section: '02 §1.1',
    message: ({ kind, name, reason }) => `${kind} ${name} is ignored: ${reason}`,
    hint: 'The controller takes objects that --custom-resource-label selects, in the namespaces of --namespace or --namespace-label.',
    fix: customResourceLabel,
  }),
  'custom-resource-field-ignored': defineRule<{ kind: string; name: string; field: string; reason: string }>({
    severity: 'warning',
    section: '02 §2',
    message: ({ kind, name, field, reason }) => `${kind} ${name}: ${field} has no effect: ${reason}`,
    hint: 'Remove it, or set what it needs.',
  }),
  'resource-rejected': defineRule<{ kind: string; name: string; problem: string } & Unlabelled>({
    severity: 'error',
    section: '02 §1.2',
    message: ({ kind, name, problem }) => `${kind} ${name} is rejected: ${problem}`,
    hint: 'Until that is mended nothing is rendered from it, nor from what is merged with it.',
    fix: customResourceLabel,
  }),
  'virtual-server-merged-unchecked': defineRule<{ name: string; leader: string; problem: string }>({
    severity: 'error',
    section: '02 §4.1',
    message: ({ name, leader, problem }) =>
      `VirtualServer ${name} is merged with ${leader} unchecked; alone, or once it is edited, it is rejected: ${problem}`,
    hint: 'The controller checks only the VirtualServer that leads. Mend it before it does.',
  }),
  'virtual-server-path-taken': defineRule<{ name: string; path: string; by: string }>({
    severity: 'error',
    section: '02 §4.2',
    message: ({ name, path, by }) =>
      `VirtualServer ${name} is left out as a whole: path "${path}" of its host belongs to ${by === name ? 'two of its pools' : `VirtualServer ${by}`}`,
    hint: 'None of its paths is served. Give it a path of its own.',
  }),
  'virtual-server-replaced': defineRule<{ virtual: string; tenant: string; by: string; of: string }>({
    severity: 'error',
    section: '02 §15.1',
    message: ({ virtual, tenant, by, of }) =>
      `${of} is lost: ${by} makes a virtual server ${virtual} of tenant ${tenant} as well, and the last one wins`,
    hint: 'Give one of them another address or port. VirtualServers of several hosts can share both with one hostGroup in all of them.',
  }),
  'virtual-server-removed': defineRule<{ virtual: string; tenant: string; by: string; of: string; reason: string }>({
    severity: 'error',
    section: '02 §4.3',
    message: ({ virtual, tenant, by, of, reason }) =>
      `${of} is lost: ${by}, which ${reason}, removes virtual server ${virtual} of tenant ${tenant}`,
    hint: 'Give one of them another address or another HTTP port.',
  }),
  'virtual-server-same-destination': defineRule<{ destination: string; virtual: string; of: string; other: string }>({
    severity: 'error',
    section: '02 §8',
    message: ({ destination, virtual, of, other }) =>
      `${of} and ${other} both listen on ${destination}; the BIG-IP takes only one of ${virtual}`,
    hint: 'Give one of them another address or port.',
  }),
  'https-virtual-server-missing': defineRule<{ name: string; leader: string }>({
    severity: 'error',
    section: '02 §4.2',
    message: ({ name, leader }) =>
      `VirtualServer ${name} gets no virtual server for HTTPS: it is merged with ${leader}, which leads and has no TLS`,
    hint: 'The first by name leads. Give both a tlsProfileName and httpTraffic, or a name that lets the one with TLS come first.',
  }),
  'tls-routes-in-clear-text': defineRule<{ name: string; virtual: string }>({
    severity: 'error',
    section: '02 §4.4',
    message: ({ name, virtual }) =>
      `VirtualServer ${name} has TLS and no httpTraffic: its paths are served in clear text on the shared virtual server ${virtual} as well`,
    hint: 'Set httpTraffic to none or redirect.',
  }),
  'plain-routes-on-https': defineRule<{ name: string; virtual: string }>({
    severity: 'info',
    section: '02 §4.2',
    message: ({ name, virtual }) => `VirtualServer ${name} has no TLS, and its paths are served on ${virtual} as well`,
    hint: 'It is merged with a VirtualServer that has TLS.',
  }),
  'tcp-profile-removed': defineRule<{ kind: string; name: string }>({
    severity: 'warning',
    section: '02 §5.1',
    message: ({ kind, name }) =>
      `${kind} ${name}: profiles.tcp.server alone gives no TCP profile, and takes away that of a Policy or of what it is merged with`,
    hint: 'Set profiles.tcp.client too.',
  }),
  'multi-cluster-services-uncounted': defineRule<{ name: string; mode: string }>({
    severity: 'warning',
    section: '02 §10',
    message: ({ name, mode }) =>
      `TransportServer ${name}: entries of multiClusterServices count only in mode default, and this is ${mode}; that there are some puts an A/B iRule with one pool in place of the pool`,
    hint: 'Remove multiClusterServices.',
  }),
  'split-on-root': defineRule<{ name: string }>({
    severity: 'info',
    section: '02 §5.5',
    message: ({ name }) => `VirtualServer ${name}: several backends on path "/" make several rules of one meaning`,
    hint: 'That does no harm. Without a path there would be one rule.',
  }),
  'split-on-root-crash': defineRule<{ name: string }>({
    severity: 'error',
    suppressible: false,
    section: '02 §5.5',
    message: ({ name }) => `VirtualServer ${name} crashes the controller: it has no host, and two backends on path "/"`,
    hint: 'Leave the path out: that is every path too.',
  }),
  'split-without-weight': defineRule<{ kind: string; name: string }>({
    severity: 'error',
    section: '02 §7',
    message: ({ kind, name }) =>
      `${kind} ${name}: all backends of a pool have weight 0, so everything is answered with 503`,
    hint: 'Give one of them a weight. If such a record comes first in its data group, the declaration is not valid AS3.',
  }),
  'data-group-names-no-pool': defineRule<{
    kind: string;
    name: string;
    group: string;
    pools: string;
    all: boolean;
    advice: string;
  }>({
    severity: 'error',
    section: '02 §15.5',
    message: ({ kind, name, group, pools, all }) =>
      `${kind} ${name}: data group ${group} names what is no pool: ${pools}; ${all ? 'everything is answered with 503' : 'that share fails with the iRule of the controller, and goes to the other pools with ours'}`,
    hint: ({ advice }) => advice,
  }),
  'split-with-wildcard-host': defineRule<{ name: string; host: string }>({
    severity: 'error',
    section: '02 §12.2',
    message: ({ name, host }) =>
      `VirtualServer ${name}: the A/B iRule looks a host up letter by letter, so requests to ${host} find no pool, and with TLS only that of the last backend`,
    hint: 'List the hosts one by one, or leave out the alternate backends.',
  }),
  'app-root-with-aliases': defineRule<{ name: string; host: string }>({
    severity: 'error',
    section: '02 §15.6',
    message: ({ name, host }) =>
      `VirtualServer ${name}: rewriteAppRoot with hostAliases redirects every path of ${host} that no rule has, and not only "/"`,
    hint: 'Add a pool without a path.',
  }),
  'tls-side-ignored': defineRule<{ profile: string; name: string; virtual: string; side: 'client' | 'server' }>({
    severity: 'error',
    section: '02 §6.2',
    message: ({ profile, name, virtual, side }) =>
      side === 'client'
        ? `TLSProfile ${profile} has reference hybrid and no clientSSLParams.profileReference: ${virtual} of VirtualServer ${name} gets no certificate and answers in clear text`
        : `TLSProfile ${profile} has reference hybrid and no serverSSLParams.profileReference: ${virtual} of VirtualServer ${name} gets no server SSL profile`,
    hint: ({ side }) => `Set ${side}SSLParams.profileReference to bigip or secret.`,
  }),
  'passthrough-one-pool': defineRule<{ name: string; count: number }>({
    severity: 'error',
    section: '02 §7',
    message: ({ name, count }) =>
      `VirtualServer ${name} has ${count} pools, and with passthrough the last one takes everything: no path is seen`,
    hint: 'Keep one pool, or terminate TLS on the BIG-IP: edge or reencrypt.',
  }),
  'tls-server-parameters': defineRule<{ name: string; virtual: string; authority: string; certificate: string }>({
    severity: 'warning',
    section: '02 §6.3',
    message: ({ name, virtual, authority, certificate }) =>
      `VirtualServer ${name}: ${virtual}_tls_server takes renegotiationEnabled from serverSSLParams, since Secret ${authority} sorts before ${certificate}`,
    hint: 'Name the Secret of the certificate so that it sorts first, or set both alike.',
  }),
  'server-ssl-unnamed': defineRule<{ kind: string; name: string; virtual: string; said: string }>({
    severity: 'error',
    section: '02 §7',
    message: ({ kind, name, virtual, said }) =>
      `${kind} ${name}: the data group names server SSL profile ${said}, but it is called ${virtual}_tls_client`,
    hint: 'Use a name of letters, digits and "_" only.',
  }),
  'ca-bundle-shared': defineRule<{ tenant: string; virtuals: string }>({
    severity: 'warning',
    section: '02 §15.8',
    message: ({ tenant, virtuals }) =>
      `virtual servers ${virtuals} share the one CA bundle of tenant ${tenant}: each trusts the authorities of all`,
    hint: 'Give them partitions of their own, or refer to server SSL profiles on the BIG-IP.',
  }),
  'default-pool-before-routes': defineRule<{ name: string; virtual: string; pool: string }>({
    severity: 'info',
    section: '02 §15.9',
    message: ({ name, virtual, pool }) =>
      `VirtualServer ${name}: on ${virtual} the TLS iRule of the controller takes default pool ${pool} for every path; the policy, which comes after it, chooses by path again`,
    hint: 'A pool without a path takes what no other path does, without a default pool.',
  }),
  'default-pool-namespace': defineRule<{ kind: string; name: string; service: string; namespace: string }>({
    severity: 'warning',
    section: '02 §15.14',
    message: ({ kind, name, service, namespace }) =>
      `${kind} ${name}: the default pool of Service ${service} is named after namespace ${namespace}`,
    hint: 'Default pools of equally named Services in several namespaces are then one object. Give the pool a name.',
  }),
  'custom-resource-without-pools': defineRule<{ kind: string; name: string }>({
    severity: 'error',
    section: '02 §2.1',
    message: ({ kind, name }) => `${kind} ${name} leads nowhere: it has no pools`,
    hint: 'Give it pools, or remove it.',
  }),
  'minimum-monitors-missed': defineRule<{ kind: string; name: string; minimum: number; count: number }>({
    severity: 'error',
    section: '02 §11.7',
    message: ({ kind, name, minimum, count }) =>
      `${kind} ${name}: minimumMonitors is ${minimum}, and the pool has ${count === 1 ? '1 monitor' : `${count} monitors`}, so its members are never up`,
    hint: 'Take no more than there are, or leave it out for one.',
  }),
  'pool-static-alone': defineRule<{ kind: string; name: string; problem: string }>({
    severity: 'warning',
    section: '02 §2.2',
    message: ({ kind, name, problem }) => `${kind} ${name}: a pool has its static members alone: ${problem}`,
    hint: 'Commit the Service with its Endpoints, or mend service or servicePort.',
  }),
  'source-range-invalid': defineRule<{ kind: string; name: string; range: string }>({
    severity: 'error',
    section: '02 §5.4',
    message: ({ kind, name, range }) =>
      `${kind} ${name}: "${range}" of allowSourceRange is no range of addresses, and goes to the BIG-IP all the same`,
    hint: 'Write an address and a length, such as 10.1.0.0/16.',
  }),
  'monitor-dropped': defineRule<{ kind: string; name: string; reason: string; becomes: string }>({
    severity: 'error',
    section: '02 §2.2',
    message: ({ kind, name, reason, becomes }) => `${kind} ${name}: a monitor ${becomes}: ${reason}`,
    hint: 'Give it what it lacks, or remove it.',
  }),
  'ipam-address-missing': defineRule<{ kind: string; name: string; key: string }>({
    severity: 'error',
    section: '02 §17.9',
    message: ({ kind, name, key }) => `${kind} ${name} is not rendered: no address is known for the IPAM key ${key}`,
    hint: ({ key }) => `Commit its status.vsAddress, or give the address in render.yaml: ipam: {"${key}": …}.`,
  }),
  'load-balancer-unrendered': defineRule<{ name: string; problem: string }>({
    severity: 'error',
    section: '02 §17.3',
    message: ({ name, problem }) => `Service ${name} gets an address and no virtual server: ${problem}`,
    hint: 'The controller writes the address to its status all the same, so it looks served. Mend what it says, or remove the annotation.',
  }),
  'load-balancer-ignored': defineRule<{ name: string; reason: string }>({
    severity: 'warning',
    section: '02 §17.3',
    message: ({ name, reason }) => `Service ${name} gets no virtual server: ${reason}`,
    hint: 'It still gives members to pools.',
  }),
  'service-annotation-unknown': defineRule<{ name: string; key: string } & Suggested>({
    severity: 'warning',
    section: '02 §8.3',
    message: values =>
      `Service ${values.name}: the controller does not read annotation ${values.key}.${didYouMean(values)}`,
    hint: 'Of cis.f5.com/ it reads ip, ipamLabel, partition, host, health, policyName and multiClusterServices.',
    fix: meantWord,
  }),
  'service-annotation-json': defineRule<{ name: string; key: string; problem: string }>({
    severity: 'error',
    section: '02 §8.3',
    message: ({ name, key, problem }) =>
      `Service ${name} gets no monitor at all: annotation ${key} is not right: ${problem}`,
    hint: 'It must be one monitor or a list of monitors, as JSON.',
    fix: () => ({ kind: 'trailing-commas' }),
  }),
  'ingress-link-without-ports': defineRule<{ name: string; service: string }>({
    severity: 'error',
    section: '02 §8.2',
    message: ({ name, service }) =>
      `IngressLink ${name} gets no virtual server: Service ${service} has no port beside 8081, which is that of readiness`,
    hint: 'Give the Service a port, or mend the selector.',
  }),
  'ingress-link-port-taken': defineRule<{ name: string; port: number; by: string }>({
    severity: 'error',
    section: '02 §8.2',
    message: ({ name, port, by }) =>
      `IngressLink ${name} gets no virtual server on port ${port}: it belongs to the older ${by}`,
    hint: 'Give one of them another address or port.',
  }),
  'ingress-link-ports-mixed': defineRule<{ name: string; port: number }>({
    severity: 'error',
    section: '02 §17.2',
    message: ({ name, port }) =>
      `IngressLink ${name}: with several clusters every pool gets the members of port ${port}, the last port of its Service`,
    hint: 'Use a Service with one port beside 8081, and an IngressLink for each.',
  }),
  'gslb-elsewhere': defineRule<{ tenant: string }>({
    severity: 'warning',
    section: '02 §11.12',
    message: ({ tenant }) =>
      `tenant ${tenant} is not rendered: the controller posts it to the BIG-IP of --gtm-bigip-url`,
    hint: 'Rendered files are for the BIG-IP of --bigip-url.',
  }),
  'bigip-url-unknown': defineRule<{ host: string }>({
    severity: 'warning',
    section: '02 §17.8',
    message: ({ host }) =>
      `the names of GSLB pools hold the host of --bigip-url, which is not among the arguments: ${host} stands for it`,
    hint: 'Give --bigip-url as the controller has it.',
  }),
  'external-dns-without-virtual-server': defineRule<{ name: string; domain: string; suggested?: string }>({
    severity: 'warning',
    section: '02 §17.8',
    message: values =>
      `ExternalDNS ${values.name}: no virtual server has host ${values.domain}, so its pools are empty.${didYouMean(values)}`,
    hint: 'The host of what it leads to must be the domainName, letter by letter.',
  }),
  'waf-drops-the-rest': defineRule<{ virtual: string }>({
    severity: 'warning',
    section: '02 §5.6',
    message: ({ virtual }) =>
      `with a WAF on some of its paths, ${virtual} drops every request that no rule matches, also where a default pool would take it`,
    hint: 'Give the virtual server one WAF, by a Policy or by spec.waf, or a rule without a path that takes the rest.',
  }),
  'irule-taken-for-generated': defineRule<{ owner: string; iRule: string; name: string }>({
    severity: 'error',
    section: '02 §11.4',
    message: ({ owner, iRule, name }) =>
      `${owner}: iRule ${iRule} is taken for one that the controller makes, and ${name} is looked for in the tenant instead`,
    hint: 'Give the iRule a name that does not end in tls_irule, ab_deployment_path_irule or http_redirect_irule_<port>.',
  }),
};
