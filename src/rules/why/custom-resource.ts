import type { customResourceRules } from '../custom-resource.ts';
import type { ExplanationsOf } from './explanation.ts';

export const customResourceWhy: ExplanationsOf<typeof customResourceRules> = {
  'custom-resource-invalid': {
    why: `The CRDs give limits to ports, weights, names and enumerations, and the API server refuses an object that breaks one. In the cluster the
      version from before stays in force, or nothing at all, while the repository says otherwise. It is rendered here with the value as it stands,
      so that the rest can be looked at.`,
    fix: 'Write a value within the limits; `render schema <kind>` prints them.',
  },
  'custom-resource-key-unknown': {
    why: `The API server prunes what the CRD does not name, silently. The controller sees the object without the key, so a misspelt
      "allowSourceRange" leaves a virtual server open, and the object in the cluster does not even show that it was
      written.`,
    fix: 'Correct the spelling, or remove the key.',
  },
  'custom-resource-not-selected': {
    why: `The controller lists only what carries its label, f5cr=true by default, in the namespaces that it watches. The object
      exists, has no status and makes nothing. A TLSProfile or Policy without the label counts as missing for whoever names it.`,
    fix: 'Give it the label f5cr: "true", or add its namespace to those that are watched.',
  },
  'custom-resource-field-ignored': {
    why: `The field is known and accepted, and something else in the object, its Policy or the set-up keeps it from counting. What was meant
      by it, a weight, a route domain, a TLS setting, does not happen, and the resource shows OK.`,
    log: ['[WARNING] bigipRouteDomain is not supported in cluster mode'],
  },
  'resource-rejected': {
    why: `The controller checks a resource and everything that it names before it builds anything, and leaves it out with a word in its
      status. For a VirtualServer that takes along all with which it is merged, on all ports. What was posted before stays on the BIG-IP with
      members that grow old, and after a restart of the controller it is gone; where it was the last one, the tenant goes
      with it.`,
    fix: 'Mend the field that is marked, or commit what it names: a TLSProfile, a Policy, a Service, an address.',
    status: [
      'No IP was specified for the virtual server <name>',
      'TLS profile not found for the Virtual Server',
      'failed to create LTM Rules',
      'ingress service not found',
      '[MultiCluster] MultiClusterServices is not provided for <kind> <name>, pool <pool> but CIS is running with default mode',
    ],
    log: [
      '[ERROR] No IP was specified for the virtual server <name>',
      '[ERROR] <kind> <name>, is not valid',
      '[ERROR] Error fetching TLSProfile <profile>: TLSProfile <profile> does not exist',
      '[ERROR] TLSProfile <profile> with host <host> does not match with virtual server <name> host.',
      '[ERROR] AppRoot path not found for rewriting',
      '[ERROR] Cannot Publish VirtualServer <name>',
      '[ERROR] [MultiCluster] MultiClusterServices is not provided for <kind> <name>, pool <pool> but CIS is running with default mode',
      '[ERROR] Informer not found for namespace: <namespace> from cluster: <cluster>',
    ],
  },
  'virtual-server-merged-unchecked': {
    why: `VirtualServers of one host and address are built together, and only the one that leads is checked. This one is served today
      because another leads. Once it is edited it leads itself and is rejected, and takes the whole group along: the
      mistake of last month breaks with the harmless change of tonight.`,
  },
  'virtual-server-path-taken': {
    why: `Within a group a path of a host belongs to the VirtualServer that comes first. Another that has the same path anywhere is
      left out as a whole, with its other paths too. The path "" and the path "/" are two different ones here.`,
  },
  'virtual-server-replaced': {
    why: `Virtual servers are kept by partition and name, and the name is made of address and port. Two hosts on one address without a
      hostGroup are neither merged nor rejected: each is built alone, and the one that is processed last owns the name. The other
      host gets no answer, while both resources show OK; an edit of either turns it round.`,
  },
  'virtual-server-removed': {
    why: `A VirtualServer that serves only HTTPS makes sure that there is no virtual server on its HTTP port, and deletes the one of
      that name, whosever it is. A plain VirtualServer on the same address loses its only virtual server that way, without
      a word in its status.`,
  },
  'virtual-server-same-destination': {
    why: `Two virtual servers of different names on one address and port pass the controller, and TMOS refuses the second. AS3 then fails the whole
      tenant, and it stays as it was until one of them goes: new endpoints of every resource in it are not taken over.`,
  },
  'https-virtual-server-missing': {
    why: `Which ports a group gets is decided by the VirtualServer that leads, the first by name at start. When it has no TLS there is
      only the one on port 80, and a member with TLS counts as done. Its host refuses connections on 443 until somebody edits that
      member, or for as long as nobody does.`,
  },
  'tls-routes-in-clear-text': {
    why: `With TLS and no httpTraffic a VirtualServer makes no virtual server on port 80 of its own. But where another one of the group makes
      one, its forwarding rules are added there. Logins and cookies of a host that was meant for HTTPS alone travel in clear
      text.`,
  },
  'plain-routes-on-https': {
    why: `Members of a group share its virtual servers. The paths of one without TLS are therefore served on port 443 as well, under
      the certificate of the one that leads. Nothing is lost; a scan of the open ports will find them there.`,
    fix: 'Where that is not wanted, give it an address of its own.',
  },
  'split-on-root': {
    why: `Rules for the path "/" are kept in a list and not by address, so each backend adds one of its own, and one more without a path. All of
      them only log, and the iRule chooses the pool. The policy is longer than it needs to be.`,
    fix: 'Leave the path out for one rule.',
  },
  'split-on-root-crash': {
    why: `Without a host the second of these rules has no condition, and the controller takes the first condition of it all the
      same: it crashes. It does so again after each restart, so one VirtualServer keeps the whole BIG-IP from being brought up to date.`,
  },
  'split-without-weight': {
    why: `Backends of weight 0 are left out of the list of shares, and here that leaves an empty one. The iRule answers every request with
      503. Where the record comes first in the data group of VirtualServers, its type is empty too, and AS3 refuses the whole
      declaration.`,
  },
  'data-group-names-no-pool': {
    why: `The names in the data group and those of the pools are made in two ways, which differ with a pool name, a node label, several ports, or a first
      entry in another cluster. With the controller's iRule that share finds no pool, and the connection fails. It hits as many
      requests as the share is large, so it looks like an unstable network.`,
  },
  'split-with-wildcard-host': {
    why: `The A/B iRule looks up the Host header as it came, letter by letter, and the record says ".example.com". No request fits, so no
      pool is chosen. With TLS another look-up knows wildcards and leads to the last backend alone, and the weights do not hold.`,
  },
  'app-root-with-aliases': {
    why: `Among the rules of the root path the controller takes the second for the one that forwards. With aliases that is the redirect of an
      alias, so a rule for the bare host redirects whatever no other rule takes. Requests to an unknown path end at the start
      page instead of at a 404 of the application.`,
  },
  'tls-server-parameters': {
    why: `Profiles are worked off by name, and the first makes the TLS_Server, even where it is the one with the authority for the server
      side. Renegotiation for clients is then what serverSSLParams says. Renaming a Secret changes it.`,
  },
  'server-ssl-unnamed': {
    why: `The record in the data group has "-" and "." replaced by "_", the profile keeps them. The TLS iRule activates a profile that does not
      exist and ends with an error: the client's handshake succeeds, and then the connection is reset.`,
  },
  'ca-bundle-shared': {
    why: `All authorities of a tenant are appended to one object, and each TLS_Client refers to that object. A backend of one team may
      then show a certificate that the authority of another team signed. For separate teams that is a hole in the separation.`,
  },
  'default-pool-before-routes': {
    why: `The controller's TLS iRule takes the default pool whatever the path is, and for HTTP the policy corrects that afterwards. The order of events
      makes it come out right for most requests. It is told because who reads the iRule on the BIG-IP will take it for
      a mistake.`,
    fix: 'Leave the default pool out, and add a pool without a path.',
  },
  'default-pool-namespace': {
    why: `The name of a default pool has the namespace of the VirtualServer, even when its Service is elsewhere. Two default pools of Services
      with one name in different namespaces become one object, and the members of the later one answer for both.`,
    fix: 'Give the default pool a name of its own.',
  },
  'monitor-dropped': {
    why: `The monitor lacks what its type needs, and the controller leaves it out with a line in its log, or posts something that
      checks nothing. A pool that loses its only monitor sends requests to members that are down.`,
    log: ['[ERROR] Nodeport not found for nginx monitor port 8081: from cluster: <cluster>'],
  },
  'ipam-address-missing': {
    why: `With an ipamLabel the address comes from an IPAM controller, which writes it to the resource's status in the cluster. Until it is
      there nothing is made of the resource. A repository seldom holds a status, so the view lacks a virtual server that the cluster has.`,
  },
  'load-balancer-unrendered': {
    why: `The controller writes the address to the status of the Service even where building the virtual server fails. Then
      DNS and people get an address at which nothing listens, and kubectl shows the Service as ready.`,
  },
  'load-balancer-ignored': {
    why: `A Service of type LoadBalancer becomes a virtual server only with an address, of the right class, and with several clusters only in mode
      default. This one stays pending, which is right where another load balancer is to take it. As a source of pool
      members it counts all the same.`,
    fix: 'Give it cis.f5.com/ip or cis.f5.com/ipamLabel and the class of the controller, if it is meant for the BIG-IP.',
    log: [
      "[WARNING] skipping loadBalancer service '<service>' of cluster '<cluster>' as it's only supported in default mode when CIS is running in multiCluster environment. However it will be processed for Pool if any VS/TS CR is referencing it",
    ],
  },
  'service-annotation-json': {
    why: `The annotation cis.f5.com/health is JSON. One that does not parse costs the pool its monitor and nothing else, so the
      Service looks well, and the BIG-IP sends connections to members that do not answer.`,
    fix: 'Mend the JSON at the place that is marked.',
  },
  'ingress-link-port-taken': {
    why: `An address and port belong to the oldest resource of layer 4 that asks for them. The IngressLink goes on without this port and is accepted
      with the others. Whoever connects to it reaches the other application.`,
  },
  'ingress-link-ports-mixed': {
    why: `With several clusters the virtual servers of all ports share one list of backends, and each writes its own port into it. The last
      one stays in all pools, so what arrives on port 80 is sent to the endpoints of port 443, or the other way round.`,
  },
  'gslb-elsewhere': {
    why: `With credentials for another BIG-IP the wide IPs go there, in a request of their own. Files here are for one BIG-IP, and this
      tenant posted to it would make wide IPs that nobody asks. So it is left out, and changes of ExternalDNS are not seen in
      review.`,
    fix: 'Nothing, unless both BIG-IPs are meant to be one: then remove the arguments --gtm-bigip-….',
  },
  'bigip-url-unknown': {
    why: `A GSLB pool has the host of --bigip-url in its name. The argument is often set by a Secret and is not in the manifests, so a
      word stands for it. The name differs from the one on the BIG-IP, and posting the file would add a second pool.`,
  },
  'external-dns-without-virtual-server': {
    why: `The members of a wide IP are the virtual servers that have its domain for a host, compared letter by letter. With none of them it
      has empty pools, and the BIG-IP answers the DNS query with no address, or hands it back to DNS.`,
  },
  'policy-field-ignored': {
    why: `A Policy has fields for HTTP, for layer 4 and for Routes, and each kind that names it reads its own. This one is read by none of its
      users. A WAF or a profile that stands there protects nothing, and no status says so.`,
  },
  'custom-resource-unused': {
    why: `A TLSProfile or Policy does something only where another resource names it. Nobody names this one, so it has no effect. Often the name
      was changed on one side.`,
  },
  'tcp-profile-removed': {
    why: `Setting either side of profiles.tcp replaces both, and a server side alone gives no profile at all. So this takes away the TCP profile that a
      Policy or a merged VirtualServer has set. Connections run with the BIG-IP's default.`,
  },
  'multi-cluster-services-uncounted': {
    why: `Outside of mode default the entries give no members, yet their presence makes the controller put an A/B iRule with one pool in the place of the
      pool. Traffic flows through a script for nothing. When the pool is empty the iRule answers, and not the BIG-IP.`,
  },
  'tls-side-ignored': {
    why: `With reference hybrid each side says for itself where its profile comes from. Without that word the controller logs it and leaves the
      side out. On the client side that means clear text on a port that clients take for HTTPS, on the server side a backend that gets
      plain HTTP.`,
  },
  'passthrough-one-pool': {
    why: `With passthrough the BIG-IP sees the name of the server and no path, so a host has one record in the data group. The pools are written to it one
      after the other, and the last one stays. All requests go there, also those for the paths of the others.`,
  },
  'custom-resource-without-pools': {
    why: `Without pools there are no rules and no policy. The virtual server is made, takes connections and has nowhere to send a request. It
      shows OK.`,
  },
  'minimum-monitors-missed': {
    why: `A member is up when as many monitors answer as minimumMonitors asks for. With fewer monitors than that it never is. The pool is down
      from the first second, although every Pod is healthy.`,
  },
  'pool-static-alone': {
    why: `Static members are added to those that the Service gives, and here it gives none. So requests go to addresses that somebody wrote down,
      and do not follow the Pods. When those machines go, nothing takes their place.`,
  },
  'source-range-invalid': {
    why: `The controller hands the text over as it is, to the conditions of rules and to a data group of addresses. The BIG-IP refuses it, and with
      it everything of the tenant. Or it reads another range than was meant.`,
  },
  'service-annotation-unknown': {
    why: `Annotations of this prefix that the controller does not know do nothing. A misspelt health or policyName leaves the virtual server without its monitor or its
      Policy. The Service still gets its address.`,
  },
  'ingress-link-without-ports': {
    why: `An IngressLink makes a virtual server for each port of its Service but 8081, the one for readiness. This Service has no other, so there is
      none. The IngressLink is accepted, and its address answers on no port.`,
  },
  'waf-drops-the-rest': {
    why: `Where pools or Routes have a WAF and the virtual server has none, the controller ends the policy with a rule that drops what no other rule
      matches. A request to a path that nobody listed gets no answer and no status. A default pool never sees it.`,
  },
  'irule-taken-for-generated': {
    why: `The controller tells its own iRules by the ends of their names, and refers to these inside the tenant. A user's iRule with such an end
      loses its partition, and the declaration names an iRule that is not there. AS3 refuses the tenant for it.`,
  },
};
