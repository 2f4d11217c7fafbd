import type { ciliumRules } from '../cilium.ts';
import type { ExplanationsOf } from './explanation.ts';

export const ciliumWhy: ExplanationsOf<typeof ciliumRules> = {
  'cilium-service-missing': {
    why: `Cilium merges the Services of one name and namespace that are called global. Each cluster resolves the name to a ClusterIP of its own,
      so where a cluster has no such Service the name does not resolve, and no client there gets to the Pods of the others.
      Where at least two clusters show Cilium, it is missed in those of them that lack it. Else it is missed in all if discovery has cilium, if there
      are but two clusters, or if another one has a Service of that name: a cluster without Cilium has nothing to do with it.`,
  },
  'cilium-service-not-global': {
    why: `Only Services that say so themselves are merged. The one without the annotation keeps its own endpoints, gives none to the others and gets
      none of them. When its Pods are gone its clients fail, although the other cluster could serve them.`,
  },
  'cilium-service-ports-differ': {
    why: `Endpoints are merged port by port, of the same name whatever the number. A port that one cluster does not have, or calls otherwise, has only the
      endpoints of the other clusters, and no failover is left for it. With another number, clients have to know which cluster they are in.`,
  },
  'cilium-affinity-unknown': {
    why: `Cilium logs a warning about a value that it does not know and balances over all clusters alike. Traffic that was meant to stay in
      the cluster then crosses to the others.`,
  },
  'cilium-node-address-twice': {
    why: `The document on ClusterMesh asks for a unique IP address for every worker node. Nodes reach each other, and encapsulated traffic
      of Pods, by these addresses. With one used twice, traffic for one node ends on the other. A BIG-IP with node ports cannot tell them
      apart either.`,
  },
  'cilium-pod-cidrs-overlap': {
    why: `The document on ClusterMesh asks for unique PodCIDR ranges. Pods reach each other across clusters by their own addresses, without a gateway
      that could translate them. Where two clusters give out the same addresses, a packet goes to the Pod of only one of them.`,
  },
  'cilium-cluster-name-twice': {
    why: `State of other clusters is kept under their names, and policies choose Pods by them. Two clusters of one name overwrite each other, and a
      policy for one holds for both.`,
  },
  'cilium-cluster-id-twice': {
    why: `The id of a cluster is a part of the security identity of each of its Pods. With one id in two clusters, different Pods get
      one identity, and policies let in what they should not. Cilium refuses to connect such clusters.`,
  },
  'cilium-cluster-id-invalid': {
    why: `The id has eight bits in the identity of a Pod, or nine with max-connected-clusters at 511, and 0 is for a cluster without a mesh.
      The agent does not start with a larger one, and does not join a mesh with 0.`,
  },
  'cilium-policy-missing': {
    why: `Cilium does not propagate NetworkPolicies and CiliumNetworkPolicies: each cluster is to decide what it lets in and out. A policy that
      is missing in one cluster protects nothing there, or, where others deny by default, keeps out what should get in. Policies whose
      endpointSelector is for Pods of another cluster are not expected.`,
  },
  'cilium-policy-cluster-unknown': {
    why: `Cilium gives each Pod a label with the name of its cluster. A selector with another name matches no Pod, so a rule of it allows nothing, and
      since the policy selects Pods, what it was to allow is denied.`,
  },
};
