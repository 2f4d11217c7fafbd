import { defineRule } from './define-rule.ts';
import { didYouMean, meantWord, type Suggested } from './did-you-mean.ts';

/** About the extended ConfigMap (specification 01 §2, §4). */
export const extendedSpecRules = {
  'extended-spec-missing': defineRule<{ name: string; cluster: string; suggested?: string }>({
    severity: 'error',
    suppressible: false,
    section: '01 §2.1',
    message: values =>
      `the controller would not start: there is no ConfigMap ${values.name} in cluster ${values.cluster}.${didYouMean(values)}`,
    hint: 'Commit the extended ConfigMap, or mend the argument that names it.',
  }),
  'extended-spec-unlabelled': defineRule<{ name: string }>({
    severity: 'warning',
    section: '01 §2.1',
    message: ({ name }) =>
      `ConfigMap ${name} lacks the label f5nr: "true": changes to it are not noticed until the controller restarts`,
    hint: 'Add the label.',
    fix: () => ({ kind: 'label', key: 'f5nr', value: 'true' }),
  }),
  'extended-spec-empty': defineRule<{ name: string; near?: string }>({
    severity: 'warning',
    section: '01 §2.1',
    message: ({ name, near }) =>
      `ConfigMap ${name} has no extendedSpec${near === undefined ? '' : `, but "${near}"`}: the controller starts, and knows of no route group and no other cluster`,
    hint: 'Put the configuration under the key extendedSpec of data.',
  }),
  'extended-spec-invalid': defineRule<{ problem: string } & Suggested>({
    severity: 'error',
    suppressible: false,
    section: '01 §2.1',
    message: values => `extendedSpec is refused: ${values.problem}.${didYouMean(values)}`,
    hint: 'The controller reads it strictly: it exits on the global ConfigMap at start, and ignores a local one.',
    fix: meantWord,
  }),
  'extended-spec-refused': defineRule<{ problem: string } & Suggested>({
    severity: 'error',
    suppressible: false,
    section: '01 §2.6',
    message: ({ problem }) => `the controller would not start: ${problem}`,
    hint: 'While it runs, the same mistake is only logged, and the previous configuration stays.',
    fix: meantWord,
  }),
  'cluster-name-mismatch': defineRule<{ role: string; configured: string; local: string }>({
    severity: 'warning',
    section: '01 §4.2',
    message: ({ role, configured, local }) =>
      `highAvailabilityCIS calls the ${role} cluster "${configured}", yet its controller runs with --local-cluster-name=${local}`,
    hint: 'Use one name: a secondary gives its own cluster the ratio of the primary otherwise.',
  }),
  'external-cluster-is-own': defineRule<{ cluster: string }>({
    severity: 'warning',
    section: '01 §2.6',
    message: ({ cluster }) =>
      `"${cluster}" is the local cluster or its high-availability peer; as an external cluster it is ignored`,
    hint: 'Remove it from externalClustersConfig.',
  }),
  'external-cluster-twice': defineRule<{ cluster: string }>({
    severity: 'warning',
    section: '01 §4.2',
    message: ({ cluster }) => `externalClustersConfig names "${cluster}" twice; the later entry counts`,
    hint: 'Keep one entry.',
  }),
  'external-cluster-skipped': defineRule<{ problem: string }>({
    severity: 'error',
    section: '01 §2.6',
    message: ({ problem }) => `an external cluster is left out: ${problem}`,
    hint: 'None of its members are used. Name the cluster in render.yaml, or mend the entry.',
  }),
  'admin-state-unknown': defineRule<{ state: string; cluster: string } & Suggested>({
    severity: 'error',
    section: '01 §2.3',
    message: values =>
      `adminState "${values.state}" of cluster ${values.cluster} is not one of enable, disable, offline, no-pool; "enable" is used.${didYouMean(values)}`,
    hint: 'A cluster that was meant to be drained keeps taking traffic.',
    fix: meantWord,
  }),
  'local-cluster-key-ignored': defineRule<{ key: string; instead: string }>({
    severity: 'warning',
    section: '01 §2.2',
    message: ({ key }) => `${key} counts only with --multi-cluster-mode=standalone; it is ignored`,
    hint: ({ instead }) => `Set ${instead} of primaryCluster or secondaryCluster.`,
  }),
  'high-availability-ignored': defineRule({
    severity: 'warning',
    section: '01 §4.3',
    message: () => 'highAvailabilityCIS is ignored with --multi-cluster-mode=standalone',
    hint: 'Remove it, or run the controllers as primary and secondary.',
  }),
  'ratio-of-idle-cluster': defineRule<{ cluster: string; adminState: string; ratio: number }>({
    severity: 'warning',
    section: '01 §4.7',
    message: ({ cluster, adminState, ratio }) =>
      `cluster ${cluster} has adminState ${adminState} and keeps its ratio of ${ratio}: its share is sent to members that take no new connections`,
    hint: 'Set its ratio to 0 as long as it is disabled or offline.',
  }),
  'restart-needed': defineRule<{ what: string; before: string; now: string }>({
    severity: 'warning',
    section: '01 §4.1',
    message: ({ what, before, now }) =>
      `${what} changes from ${before} to ${now}: the controllers have to be restarted`,
    hint: 'They read it when they start. Until then they go on with what was there.',
  }),
  'ratio-ignored': defineRule<{ cluster: string; mode: string }>({
    severity: 'info',
    section: '01 §2.3',
    message: ({ cluster, mode }) => `ratio of cluster ${cluster} counts only in ratio mode, and the mode is ${mode}`,
    hint: 'Remove it, or set mode: ratio.',
  }),
  'extended-spec-key-ignored': defineRule<{ key: string; reason: string }>({
    severity: 'warning',
    section: '01 §2.2',
    message: ({ key, reason }) => `${key} has no effect: ${reason}`,
    hint: 'The controller accepts it without a word. Remove it, or set what it needs.',
  }),
  'route-group-twice': defineRule<{ id: string }>({
    severity: 'error',
    section: '01 §2.5',
    message: ({ id }) => `extendedRouteSpec has two entries for "${id}"; this one, the later, counts`,
    hint: 'Keep one entry for each namespace or label.',
  }),
  'route-group-no-namespace': defineRule<{ selector: string }>({
    severity: 'warning',
    section: '01 §2.7',
    message: ({ selector }) => `namespaceLabel "${selector}" selects no namespace of the manifests`,
    hint: 'Commit the Namespace objects with their labels; they must match --namespace-label too.',
  }),
  'route-group-not-watched': defineRule<{ namespace: string }>({
    severity: 'error',
    section: '01 §2.7',
    message: ({ namespace }) => `the controller does not watch namespace "${namespace}", so this route group is empty`,
    hint: 'Add the namespace to --namespace, or give it the label that --namespace-label asks for.',
  }),
  'route-group-without-id': defineRule({
    severity: 'error',
    section: '01 §2.7',
    message: () => 'this entry of extendedRouteSpec has neither namespace nor namespaceLabel and matches nothing',
    hint: 'Give it the namespace whose Routes it is for.',
  }),
  'global-configmap-in-group': defineRule<{ namespace: string }>({
    severity: 'error',
    suppressible: false,
    section: '01 §2.8',
    message: ({ namespace }) =>
      `the global extended ConfigMap lies in namespace "${namespace}", which is a route group: at start the controller takes it for the group's local ConfigMap and calls itself until it crashes`,
    hint: 'Move it to a namespace that is no route group, such as kube-system.',
  }),
  'local-configmap-ignored': defineRule<{ name: string; problem: string }>({
    severity: 'warning',
    section: '01 §2.8',
    message: ({ name, problem }) => `local extended ConfigMap ${name} is ignored: ${problem}`,
    hint: 'Its first entry must name its own namespace, and the global entry needs allowOverride: "true".',
  }),
  'local-configmap-drops-policy': defineRule<{ name: string; policies: string }>({
    severity: 'warning',
    section: '01 §2.8',
    message: ({ name, policies }) =>
      `with local ConfigMap ${name} in force, the Policies of the global entry (${policies}) no longer apply`,
    hint: 'They are not inherited. Name the Policy in the local ConfigMap too.',
  }),
  'auto-monitor-unknown': defineRule<{ value: string } & Suggested>({
    severity: 'warning',
    section: '01 §2.4',
    message: values =>
      `autoMonitor "${values.value}" is not one of none, readiness-probe, service-endpoint; "none" is used.${didYouMean(values)}`,
    hint: 'No pool gets a monitor of its own.',
    fix: meantWord,
  }),
  'auto-monitor-crash': defineRule<{ kind: string; service: string; cluster: string }>({
    severity: 'error',
    suppressible: false,
    section: '01 §5.5',
    message: ({ kind, service, cluster }) =>
      `the controller would crash: autoMonitor ${kind} cannot look at Service ${service} in cluster ${cluster}`,
    hint: 'With ratio mode use the health annotation instead of autoMonitor.',
  }),
  'routes-in-default-mode': defineRule<{ routes: number }>({
    severity: 'error',
    section: '01 §4.1',
    message: ({ routes }) =>
      `${routes === 1 ? '1 Route gets' : `${routes} Routes get`} no virtual server: in mode default none is processed`,
    hint: 'Primary and secondary controllers without `mode` run in default mode. Set mode: active-active, active-standby or ratio.',
  }),
  'route-group-policy': defineRule<{ group: string; problem: string }>({
    severity: 'error',
    section: '01 §5.3',
    message: ({ group, problem }) => `route group ${group} gets no virtual server: ${problem}`,
    hint: 'policyCR and httpServerPolicyCR name a Policy as namespace/name, in a watched namespace, with the label f5cr: "true".',
  }),
  'http-policy-alone': defineRule<{ group: string }>({
    severity: 'error',
    suppressible: false,
    section: '01 §5.13',
    message: ({ group }) => `the controller would crash: route group ${group} has httpServerPolicyCR without policyCR`,
    hint: 'Name a policyCR too.',
  }),
  'virtual-address-invalid': defineRule<{ field: string; owner: string; address: string }>({
    severity: 'error',
    section: '01 §5.4',
    message: ({ field, owner, address }) =>
      `${field} "${address}" of ${owner} is no IP address: its virtual servers get no address and their host conditions port 0`,
    hint: 'Give an IPv4 or IPv6 address, with %<number> for a route domain, and without a prefix length.',
  }),
  'virtual-server-twice': defineRule<{ name: string; tenant: string; group: string; other: string }>({
    severity: 'error',
    section: '01 §2.7',
    message: ({ name, tenant, group, other }) =>
      `route groups ${other} and ${group} both make virtual server ${name} in tenant ${tenant}; one replaces the other`,
    hint: 'Give them different vserverName or vserverAddr, or different partitions. Which one wins changes from run to run.',
  }),
};
