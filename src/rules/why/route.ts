import type { routeRules } from '../route.ts';
import type { ExplanationsOf } from './explanation.ts';

export const routeWhy: ExplanationsOf<typeof routeRules> = {
  'route-host-claimed': {
    why: `Of two Routes with the same host and path the older one keeps them, over all route groups, and the younger is left out and
      marked in its status. Its Service gets no request at all. When the older one is deleted some day, the younger takes over without any
      change to itself.`,
    status: ['Discarding route <name> as other route already exposes URI <uri> and is older '],
    log: ['[ERROR] Discarding route <name> as other route already exposes URI <uri> and is older'],
  },
  'route-host-twice': {
    why: `Only a strictly older Route keeps others out, and ages count in seconds: objects that one apply creates are of the same age, so
      both are let in. Their rules ask for the same host and path, and the first in order answers every request. Recreate one
      of them and the other may be the one that answers.`,
    fix: 'Give one of the Routes another host or path, or remove it.',
  },
  'route-tls-rejected': {
    why: `A Route with TLS needs a certificate from somewhere, and reencrypt a server side as well. Where the source is missing, does not parse or
      does not cover the host, the controller leaves the Route out. Its host is then answered by no rule, on neither port.`,
    fix: 'Give the Route a certificate from one of the four sources, for reencrypt with a server side, and one that covers its host.',
    status: ['Missing certificate/key/SSL profile annotation/defaultSSL for route: <name>'],
  },
  'route-tls-fails-group': {
    why: `This is found only while the virtual servers are built, and there a failure ends the work on the whole route group: neither of
      its two virtual servers is written. The other teams' Routes of the group keep the state of before, so their endpoints go stale, and
      after a restart they are not there at all.`,
    fix: "Commit the Secret with tls.crt and tls.key in the Route's namespace; with reencrypt use Redirect or None.",
  },
  'route-uri-fails-group': {
    why: `Host and path become conditions of a rule, and for that they are read as a URL. One that does not parse ends the work on the route
      group instead of on this Route: none of its virtual servers is written. One stray "%" holds up every Route beside it.`,
  },
  'route-rewrite-fails-group': {
    why: `An empty rewrite-target-url passes the checks that reject a single Route, and fails when the rule is made. That ends the
      work on the whole route group, and neither of its virtual servers is written. Often a template left the value out.`,
  },
  'route-without-host': {
    why: `Without a host the rule has no condition for it, so it takes the requests of every host that no rule before it takes. OpenShift makes
      up a host when a Route without one is created, and that is not in Git. What runs in the cluster answers another name than what
      is rendered here.`,
  },
  'route-annotation-empty': {
    why: `An annotation that is there and says nothing is taken for a mistake, and the Route is left out with it. For waf and
      allow-source-range that is the safe side, since the Route would be open otherwise. Its host is not served until the annotation goes or
      gets a value.`,
    status: ['Discarding route <name> as annotation <annotation> is empty'],
    log: ['[ERROR] Discarding route <name> as annotation <annotation> is empty'],
  },
  'route-app-root-with-path': {
    why: `rewrite-app-root answers a request to "/" with a redirect, which makes sense only for a Route of the whole host. With any
      other path the Route is rejected, and requests to that path are not served.`,
  },
  'route-annotation-json': {
    why: `With several clusters the list of Services elsewhere is read before the Route is let in. One comma too many and the Route is
      rejected, its local Service included. In a single cluster the same annotation is never looked at, so the mistake can lie there for
      long.`,
    status: ['unable to parse annotation <annotation> for route <name>/<namespace>'],
    log: ['[ERROR] unable to parse annotation <annotation> for route <name>/<namespace>'],
  },
  'route-annotation-unknown': {
    why: `Annotations of this prefix that are not read for Routes do nothing: whitelist-source-range or secure-serverssl come from other
      products or from the legacy controller. A Route that seems to be limited to some addresses, or to check certificates, is open.`,
  },
  'annotation-json-key-unknown': {
    why: `The controller takes the keys that it knows out of an annotation's JSON and passes over all others without a word. A weight or an
      interval whose name is misspelt is then as if it were not there: the default counts, and what was meant never happens.`,
  },
  'route-service-missing': {
    why: `In a single cluster the controller wants to know the port of a Route before it lets it in, and looks it up in the Service. Without
      that Service, or without a port of that name, the Route is rejected and its host is not served. A number in
      spec.port.targetPort needs no look-up.`,
    status: ["Discarding route <name> as service associated with it doesn't exist"],
    log: [
      "[ERROR] Discarding route <name> as service associated with it doesn't exist",
      "[WARNING] Could not find service '<service>' associated with route '<name>' in local cluster",
    ],
  },
  'route-port-unknown': {
    why: `With several clusters a Route is let in although no Service tells its port. The port then counts as 0: pools get names
      without one, no endpoint fits, and the members of the other clusters are missed too. Everything looks accepted, and every request
      fails.`,
    log: ['[ERROR] Pool Members could not be fetched for service {<service>} with targetPort 0:0'],
  },
  'route-without-group': {
    why: `The controller asks for Routes by the namespaces of its groups. A Route elsewhere is not rejected, it is never looked at: no
      status, no log line, no virtual server. A new namespace needs its entry in the extended ConfigMap first.`,
  },
  'route-not-selected': {
    why: `--route-label limits the controller to Routes with a label of that value, so that several routers can share a cluster. A
      Route without it is taken by none or by another router. The BIG-IP has no rule for its host.`,
  },
  'route-field-ignored': {
    why: `The value is one that the controller does not know, spelt otherwise than it expects, or hidden behind a Policy. Then the default holds: a limit
      of connections that is no number is no limit, and "redirect" in small letters leaves port 80 unserved. The Route is accepted all
      the same.`,
    fix: 'Write the value as the message says.',
  },
  'route-health-json': {
    why: `A health annotation that does not parse leaves the pool without any monitor, and the automatic one does not step in
      either. The BIG-IP then takes every member for healthy and sends it requests until its endpoint is removed.`,
  },
  'route-health-several': {
    why: `Monitors of the annotation are all named after the pool, so each replaces the one before. The pool lists the name several
      times and is watched by the last one alone. A check of the database behind the page, written first, never runs.`,
  },
  'app-root-order': {
    why: `The comparison by which rules are sorted contradicts itself once a rewrite-app-root is among them, and beyond 12 rules the sorting itself
      decides. It is rendered as a plain insertion sort here. So this is the one place where the files may show an order, and
      with it a first match, that the controller does not post.`,
  },
  'route-inline-reencrypt': {
    why: `For certificates that stand in the Route itself, no record names the server SSL profile of its host. The TLS iRule finds nothing for
      it and does not choose the profile with the CA of the Route. Which profile meets the backend depends on the other Routes of the virtual
      server.`,
  },
  'route-server-ssl-unnamed': {
    why: `The record in the data group has "-" and "." replaced by "_", the profile has not. So the TLS iRule activates a profile
      that does not exist and ends with an error: connections of reencrypt Routes are reset after the handshake with the
      client.`,
  },
  'route-ca-unused': {
    why: `The chain in caCertificate goes nowhere: the certificate object always has an empty chain. Clients that do not know the
      intermediate authority refuse the certificate, while browsers that have seen it before do not, which makes it hard to find.`,
  },
  'route-allow-without-split': {
    why: `On port 80 a Route with TLS and Allow gets rules that only write a log line where there are shares, and neither the data
      group nor the iRule that would choose a pool. So plain requests match and reach nothing. Port 443 works, which is what one
      mostly tests.`,
  },
  'route-weight-range': {
    why: `OpenShift takes weights from 0 to 256 and refuses the Route otherwise, so the cluster keeps the version from before. Here it is
      rendered as the controller would compute the shares, which is not what will run.`,
    fix: 'Write weights from 0 to 256 that have the same proportions.',
  },
  'route-no-weight': {
    why: `With all weights 0 the list of shares is empty, and the iRule answers every request of the host and path with 503. Where its record comes
      first in the data group, AS3 refuses the whole declaration, and no tenant follows the cluster any more.`,
  },
  'routes-plain-on-https': {
    why: `The virtual server on port 443 takes the rules of every Route of the group, with TLS or without. A host that is meant for port 80
      is reachable over HTTPS too, perhaps with a certificate that was made for another host. No traffic is lost.`,
    fix: 'Where a host must not be reachable on port 443, move its Route to a group of its own.',
  },
  'path-below-split': {
    why: `The policy leads the path to its own pool. Then the A/B iRule looks for a split of the host and the path, walks up segment by
      segment until it finds one, and takes a pool of that: its choice is the last. So a split of \`/\` takes every path of the host that has
      none of its own.`,
  },
  'pool-without-members': {
    why: `The pool is posted all the same, and rules lead to it. A connection to it is reset, as there is nobody to take it. The
      Service may be missing, of a type that the pool member type cannot use, or its endpoints may have another port than the one asked for.`,
    fix: 'See that the Service, its Endpoints and its port are in the manifests of that cluster, and that the pool member type fits its type.',
    log: [
      '[ERROR] [CORE]Endpoints could not be fetched for service {<service>} with targetPort  0:<port>',
      "[WARNING] service '{<service>}' from cluster: <cluster> not found",
      '[ERROR] Error: Service <service> not found from cluster: <cluster>',
    ],
  },
  'pool-without-members-of-cluster': {
    why: `The pool is meant to hold members of several clusters and has none of this one. All requests go to the others, so nothing is seen until
      they go down. On that night the pool is empty, and the second cluster is no help.`,
  },
  'route-backends-mixed': {
    why: `Outside of ratio mode the controller keeps a list of Services for each Route and adds every backend to it while it works. Later pools get
      the members of all of them, so a canary of weight 1 takes its requests from the stable version's pool too, and the other way
      round. What a pool holds even depends on what was processed before.`,
  },
  'pool-replaced': {
    why: `A pool is named after Service, port and namespace, so everything that leads there shares one object, and the last one that is written
      decides its balancing, limits and settings. The other resource's monitor interval or connection limit is not in force,
      and no message says so.`,
  },
  'service-without-node-port': {
    why: `With node ports, members are the nodes with the port that the cluster assigned. A manifest that leaves the assignment to the cluster does not tell it, so
      members with port 0 are rendered, and no node answers there. The cluster holds a number, which only the live Service can tell.`,
  },
  'multi-cluster-ratio-twice': {
    why: `The local cluster and its peer are in the distribution already. An entry that names one of them adds another
      backend with the ratio of that cluster, so it takes more of the traffic than its ratio says, and all others less.`,
  },
  'multi-cluster-services-ignored': {
    why: `A controller of a single cluster knows no other clusters and leaves the list alone. All requests go to the local Service,
      also those that were meant for another cluster. For custom resources the same list is even a reason to be rejected.`,
  },
  'multi-cluster-service-unusable': {
    why: `An entry without one of its four fields, or with a cluster that the extended ConfigMap does not name, is skipped, and
      the resource stays accepted. That cluster then takes no share, and when the local one fails there is no other to go to. Only the log says so.`,
    log: [
      '[ERROR] [MultiCluster] invalid extendedServiceReference: {<entry>} for <kind>: <name>: cluster config for the cluster <cluster> is not provided in extended configmap',
    ],
  },
  'multi-cluster-service-missing': {
    why: `A Service that is not there still takes its share, because ratios and weights are counted before anybody looks. In ratio mode its pool is
      empty and the A/B iRule turns to another one, in the other modes the members are simply fewer. Mostly the manifest of the other
      cluster was forgotten.`,
    log: [
      "[WARNING] [MultiCluster] service '<service>' from cluster: <cluster> not found",
      "[WARNING] service '{<service>}' from cluster: <cluster> not found",
    ],
  },
  'multi-cluster-port-quoted': {
    why: `Quotes make text of a number, and a text is the name of a port. No port is called "8080", so no endpoint of that cluster
      fits and its members are missing from the pool.`,
  },
  'multi-cluster-port-ignored': {
    why: `In ratio mode pools are named after the port of the Route itself, and members are looked up by it in every cluster.
      The port of the entry is not read. A Service that listens on another port elsewhere gives no members, and its share of requests
      goes to other pools or fails.`,
  },
  'custom-resource-ignored': {
    why: `One controller processes Routes or custom resources, never both: its mode decides. The resource lies in the cluster without
      a status, and no virtual server is made for it.`,
  },
  'routes-ignored': {
    why: `Only a controller in mode openshift processes Routes. In this cluster none of them becomes a rule on the BIG-IP. OpenShift's own router may
      still serve them, on another address.`,
  },
};
