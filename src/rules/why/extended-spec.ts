import type { extendedSpecRules } from '../extended-spec.ts';
import type { ExplanationsOf } from './explanation.ts';

export const extendedSpecWhy: ExplanationsOf<typeof extendedSpecRules> = {
  'extended-spec-missing': {
    why: `The controller fetches the global extended ConfigMap by its name before it does anything else, and exits when it is not
      there. A restart after a node failure is enough to meet this, at night too. The BIG-IP then keeps its last configuration, with members that
      may be gone.`,
  },
  'extended-spec-unlabelled': {
    why: `At start the ConfigMap is fetched by name, so it works once without the label; after that only labelled ones are watched.
      An edit is then applied by nobody until the Pod restarts for some other reason, days later and in the middle of something
      else.`,
  },
  'extended-spec-empty': {
    why: `A ConfigMap without the key extendedSpec, or with nothing under it, counts as an empty configuration and not as a mistake. A controller
      that starts with it makes no virtual server for any Route and logs no error, so the first word of it comes from users.`,
  },
  'extended-spec-invalid': {
    why: `The text under extendedSpec is read strictly: an unknown or repeated key, a quoted number or a mapping where a list belongs
      is an error. A running controller only logs it and keeps the configuration from before, so the mistake shows at the next
      restart, when it exits. A local ConfigMap of this kind is ignored, and its route group takes the global entry.`,
    fix: 'Mend the key or value that is marked. `render schema extended-spec` prints a schema that an editor checks with.',
    log: [
      '[ERROR] [MultiCluster] invalid configuration: <configmap>%!(EXTRA *errors.errorString=[MultiCluster] invalid extended route spec in configmap: <configmap> error: <problem>)',
    ],
  },
  'extended-spec-refused': {
    why: `Each of these makes the controller exit while it starts: contradicting route groups, an unknown mode, a partition Common, a
      cluster pair without names or Secrets. A running controller only logs it and goes on with what it had. So the change looks
      harmless until the Pod moves to another node, and then nothing follows the cluster any more.`,
    fix: 'Mend what the message names before the controller is restarted.',
    log: [
      '[ERROR]  invalid configuration: <configmap>%!(EXTRA *errors.errorString=can not specify both defaultRouteGroup and ExtendedRouteGroupConfigs in extended configmap <configmap>)',
      '[ERROR] [MultiCluster]  [MultiCluster] error occurred while fetching Secret: <secret> for the cluster: <cluster>, Error: secrets "<secret>" not found',
      '[ERROR] [MultiCluster] Invalid Type of high availability mode specified, supported values (active-active, active-standby, ratio, default)',
    ],
  },
  'cluster-name-mismatch': {
    why: `Ratios are looked up by the name of a cluster. Where the ConfigMap calls it otherwise than --local-cluster-name, a secondary takes the
      ratio of the primary for itself. After a failover the shares of traffic are not those that were written down, and pools
      carry another cluster's name.`,
  },
  'external-cluster-is-own': {
    why: `A cluster is local, the peer or external, and only one of them. The entry is skipped with a warning, so its ratio and its
      adminState do nothing: a drain that is written there does not happen.`,
    log: [
      "[WARNING] [MultiCluster] Discarding usage of cluster <cluster> as external cluster, as HA/Local cluster can't be used as external cluster in externalClustersConfig section.",
    ],
  },
  'external-cluster-twice': {
    why: `Clusters are kept in a table by name, so the later entry replaces the earlier one with its Secret, ratio and adminState. An
      edit of the entry that comes first has no effect, and nobody is told.`,
  },
  'external-cluster-skipped': {
    why: `An external cluster needs a name and a Secret with a kubeconfig that can be used; otherwise the entry is passed over with a
      warning. Its members are missing from every pool, and a Route whose only backends live there answers with errors.`,
  },
  'admin-state-unknown': {
    why: `An adminState outside the four known ones becomes "enable". Mostly somebody wanted to take a cluster out of traffic before maintenance:
      instead every member of it stays enabled and gets its requests until it goes down.`,
    fix: 'Use disable or offline to drain a cluster, no-pool to leave it out.',
    log: [
      '[WARNING] [MultiCluster] Invalid cluster adminState: <state> specified for cluster: <cluster>, supported values (enable, disable, offline, no-pool). Defaulting to enable',
    ],
  },
  'local-cluster-key-ignored': {
    why: `localClusterRatio and localClusterAdminState are for a controller that stands alone. Primary and secondary take both from
      primaryCluster and secondaryCluster instead, where the value is missing and its default holds. A cluster that was to be drained by this key goes
      on taking its full share.`,
  },
  'high-availability-ignored': {
    why: `A standalone controller has no peer and probes nobody, so the whole block is read and left. Two controllers that both run
      standalone both post all the time, and with one partition each overwrites what the other has posted.`,
  },
  'ratio-of-idle-cluster': {
    why: `In ratio mode a cluster gets its share by its ratio, whatever its adminState. The members of one that is disabled or offline take no
      new connections. Our iRule passes such a pool over only when no member is active, and a disabled member is; so that share of new clients is
      turned away.`,
  },
  'restart-needed': {
    why: `The mode, the pair of clusters and the list of external clusters are read when the controller starts. It notices that the ConfigMap changes,
      and goes on with the mode it has. What was rendered and reviewed is then not what is posted, until somebody restarts it.`,
  },
  'ratio-ignored': {
    why: `Ratios are read in ratio mode alone. In every other mode a cluster's share follows from how many members it has, so the
      number states an intention that nothing carries out. Traffic is not lost.`,
  },
  'extended-spec-key-ignored': {
    why: `The key belongs to a set-up that this controller does not run: several clusters, Routes, another mode. It is accepted and has
      no effect. Settings like defaultTLS or disableTLSVersions seem to protect something and do not.`,
  },
  'route-group-twice': {
    why: `Route groups are kept by namespace or label, and a later entry replaces an earlier one with its address, partition and Policy as a
      whole; nothing of the two is merged. The virtual servers of the earlier address disappear from the BIG-IP, and clients
      that still resolve to it get no answer.`,
  },
  'route-group-no-namespace': {
    why: `A group by label consists of the namespaces that match both --namespace-label and its own selector. With none of them it
      has no Routes and makes no virtual server. It is a warning because Namespace objects are often created elsewhere and are
      not among the manifests.`,
  },
  'route-group-not-watched': {
    why: `The controller gets no Routes, Services or Endpoints of a namespace that it does not watch. The group stays empty, its virtual servers are not
      made, and no log line names a Route, since none is ever seen.`,
  },
  'route-group-without-id': {
    why: `A group is known by its namespace or its label. An entry without either matches no namespace and is dropped without a
      word, with the address and the Policy it holds. Mostly the key is indented under another one.`,
  },
  'global-configmap-in-group': {
    why: `The newest labelled ConfigMap of a namespace is the local one of its route group. When that is the global ConfigMap itself, the controller calls
      itself at start until its stack ends, and crashes at every restart. No configuration is posted from then on.`,
  },
  'local-configmap-ignored': {
    why: `A team may set its own address and Policy only where the global entry allows it and where the first entry names the team's own
      namespace. Otherwise the whole ConfigMap is ignored, and only the controller's log says so. The group is served under the global
      address, without what the team thinks is in force.`,
    log: [
      '[ERROR]  Could not process local configmap for routeGroup : <group> error: Invalid Extended Route Spec Block in configmap: Mismatching namespace found at index 0 in <configmap>',
    ],
  },
  'local-configmap-drops-policy': {
    why: `A local ConfigMap replaces the entry as far as Policies go: policyCR and httpServerPolicyCR of the global entry are not
      inherited. A WAF or a firewall policy that was set for all disappears from these virtual servers the moment a team adds its own ConfigMap,
      whatever that is for.`,
  },
  'auto-monitor-unknown': {
    why: `Any other word counts as "none", with a line in the log at most. Pools are then without monitors, so the BIG-IP goes on
      sending requests to members that do not answer until the cluster takes them out of its Endpoints.`,
    fix: 'Write readiness-probe, service-endpoint or none.',
  },
  'auto-monitor-crash': {
    why: `An automatic monitor looks at the Pods behind a Service. For a Service of another cluster there is no table of Pods, and the
      controller crashes instead of going on without. It crashes again after each restart, so nothing is posted for any Route until the
      ConfigMap is changed.`,
  },
  'routes-in-default-mode': {
    why: `Primary and secondary controllers without a mode run in mode default, which knows custom resources only. All Routes are passed over with one
      line in the log and no word in their status. After a change to such a set-up not one of their virtual servers is made.`,
    log: [
      '[ERROR] [MultiCluster] default mode is currently not supported for Routes, please use active-active/active-standby/ratio mode',
    ],
  },
  'route-group-policy': {
    why: `A Policy that is named has to be there, labelled and in a watched namespace, before a group is built. Otherwise the group fails as a
      whole: what it had stays on the BIG-IP, and no endpoint or Route of it is followed. After a restart of the controller it has nothing at all.`,
  },
  'http-policy-alone': {
    why: `For the virtual server on port 80 the controller looks into the Policy of policyCR even where only httpServerPolicyCR is named,
      and crashes because there is none. One route group stops every other, and each restart ends at the same place.`,
  },
  'virtual-address-invalid': {
    why: `The address is handed over unchecked. A virtual server without a valid one gets neither address nor port, and the conditions
      of its rules ask for port 0 in the Host header, which no client sends. No request of the group reaches a pool, although every Route shows as
      accepted.`,
  },
  'virtual-server-twice': {
    why: `Within a tenant a name exists once, so the group that is processed last replaces the virtual servers of the other. The order is that
      of a Go map and changes from run to run: after a restart it may be the other team's Routes that are gone.`,
  },
};
