import type { oneObjectRules } from '../one-object.ts';
import type { ExplanationsOf } from './explanation.ts';

export const oneObjectWhy: ExplanationsOf<typeof oneObjectRules> = {
  'rules-merged': {
    why: `A rule is named after namespace, path and Service, or after host group, path and pool, and not by all that it asks for. A second one of
      that name only adds its host to the first: its own source range, WAF, rewrite and kind of host comparison are discarded. A
      host that was to be limited to some addresses is then open to all.`,
  },
  'merged-setting-lost': {
    why: `Merged VirtualServers share one virtual server, and a setting of it exists once: the last member that says it wins, for some the
      first. The others are accepted and show OK. A WAF or a SNAT of one team may hold for the hosts of another that way.`,
  },
  'source-range-of-other': {
    why: `While rules are made, an allowSourceRange stays in force for the members of the group that come after, and the TLS iRule asks for it
      before it knows of any host. Clients outside of it get no answer from this VirtualServer, whose manifest knows of no limit. A
      rename that changes the order moves the limit.`,
  },
  'service-address-replaced': {
    why: `An address has one Service_Address in a tenant, called after it, whoever describes it. Of two descriptions the one that is written last
      stays, for both virtual servers. Whether the address answers ARP and is advertised then follows from a resource that nobody looks at.`,
  },
  'l4-address-claimed': {
    why: `An address and port belong to the oldest resource of layer 4. The controller marks the younger as an error and renders it all the
      same. Two virtual servers for one destination reach the BIG-IP, or one replaces the other.`,
  },
  'pool-taken': {
    why: `Within a tenant a pool is known by its name alone, and the last one that is written stays. Requests to this path go to the members of the
      other Service, and its answers come with status 200. Nothing but their content shows it.`,
  },
  'pool-name-for-clusters': {
    why: `With a name of its own a pool has no part for the cluster in it, so the pools of all clusters are one object, and the last one wins. The
      shares name it several times. Traffic that was to be spread over clusters goes to one.`,
  },
  'monitor-replaced': {
    why: `A monitor is named after namespace, address, host, path, type and port. Two that differ only in what they send or how often are
      one object, and the last one wins. A pool is then watched with the other's request, and marked down or up for its reasons.`,
  },
  'monitor-twice': {
    why: `Both entries have one type and port, so they make one object, and the pool refers to it twice. A second check that was to make sure of
      something does not exist. With minimumMonitors above one the pool counts the same answer twice.`,
  },
  'partition-of-gslb': {
    why: `Wide IPs are posted in a tenant of their own, the default partition with _gtm. A resource in a partition of that name makes a second tenant of
      one key, and the declaration holds only one. Either the virtual servers or the DNS answers are gone.`,
  },
  'external-dns-pools-merged': {
    why: `The pools of an ExternalDNS are named after domain, BIG-IP and partition, and not after their server. All have one name, so the last one
      remains. DNS answers with one data center, and a second in the manifest is no reserve.`,
  },
  'external-dns-twice': {
    why: `A wide IP is known by its domain. Of two ExternalDNS with one domain the last one replaces the other with its pools and its way to
      choose. Both look well in the cluster, and DNS answers from one.`,
  },
};
