import type { flomeshRules } from '../flomesh.ts';
import type { ExplanationsOf } from './explanation.ts';

export const flomeshWhy: ExplanationsOf<typeof flomeshRules> = {
  'flomesh-policy-unmatched': {
    why: `FSM finds the policy of a Service by its name and namespace alone. One that has neither those of a Service nor those of an import is
      never looked at, and the default holds: Locality, no other cluster. A Service that another cluster of the workspace exports counts as
      imported, since FSM writes the import itself.`,
  },
  'flomesh-targets-missing': {
    why: `FailOver and ActiveActive go to the clusters that targets names, and to no others. Without any the policy does what Locality does:
      when the own cluster fails, so do the requests. Later releases of FSM refuse such a FailOver, and take every cluster that exports the Service for
      such an ActiveActive, which pools here do not.`,
  },
  'flomesh-targets-unused': {
    why: `Locality keeps to the own cluster, whatever targets there are, and a policy that says no lbType is one of Locality. Targets are
      written for a failover or to share the load, and neither happens. It shows only when the own cluster fails.`,
  },
  'flomesh-weight-unfollowed': {
    why: `Later releases of FSM have a weight for each target of ActiveActive. In a pool the members of all clusters are alike, and a weight of a
      cluster is none of its members: how many it has is not known when AS3 is made. What the BIG-IP does is then not what FSM does.`,
  },
  'flomesh-cluster-unknown': {
    why: `A target is known by its whole key, region/zone/group/name, and a key that is near is none. Nothing is sent to a cluster that is not
      enrolled, so the policy has one target less than it seems. It is only looked for where the workspace has Clusters at all: those of a control
      plane that is kept elsewhere are not known here.`,
  },
  'flomesh-target-unexported': {
    why: `A policy only chooses among the clusters that export the Service. A cluster that merely has it is not among them, so a
      failover has one place less to go to than it seems. Where neither an export nor an import of the Service is in the workspace, nothing is
      known of who exports it, and nothing is said.`,
  },
  'flomesh-target-memberless': {
    why: `With discovery: [flomesh] the members of a target are those of its own Service, or its gateway by the ServiceImport. Where the
      workspace has neither, the target has no member in the pool, and a failover has one place less to go to. Often the cluster merely has another name in
      render.yaml than its Cluster has.`,
  },
  'flomesh-export-unserved': {
    why: `FSM makes a rule of the gateway for each rule of an export, and imports in the other clusters. Without the Service or its port the
      gateway has nobody to send the requests to. The other clusters still count this one among those that serve.`,
  },
  'flomesh-export-path-taken': {
    why: `All exports of a cluster share its gateway, and a path there leads to one Service. Requests of other clusters for the Service that has
      lost it are answered by the other one, with status 200. Paths of different clusters do not meet.`,
  },
  'flomesh-gateway-twice': {
    why: `A cluster is reached by its gateway alone. Where two have one address, what is meant for one of them comes to the other, which does not
      have the paths of the first. A failover between the two leads back to where it came from.`,
  },
  'flomesh-gateway-path': {
    why: `Where the workspace does not have a target's own Service, its gateway is the member. FSM itself puts the path of the export before requests
      that it sends there, and a BIG-IP does not. The gateway answers with 404, or with another Service.`,
  },
};
