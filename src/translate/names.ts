import type { IntOrString } from '../model/field-reader.ts';

/** The sanitiser `S(x)`: replacements in this order, each over the whole text (specification 01 §3.1). */
export function sanitise(text: string): string {
  // `.` comes before `%`, and all that makes a `_` before `*_`, but for `+`: that is what the order amounts to.
  const joined = text.replace(/[.:/\-=]/g, '_');
  // Most names are made by the ten thousand, and hold none of the others.
  if (!/[%[\]*+]/.test(joined)) return joined;
  return joined.replaceAll('%', '.').replace(/[[\]]/g, '').replaceAll('*_', '').replaceAll('+', '_');
}

/** A port within a name: a port's name as it is, a number in decimal, 0 as nothing. */
export function portName(port: IntOrString): string {
  return port === 0 ? '' : String(port);
}

/** Name of a Route's virtual server on a port; a given name is not sanitised (01 §3.2). */
export function routeVirtualName(
  group: { readonly vserverName: string; readonly vserverAddr: string },
  port: number,
): string {
  return `${group.vserverName === '' ? `routes_${sanitise(group.vserverAddr)}` : group.vserverName}_${port}`;
}

/** Name of a virtual server of a VirtualServer or TransportServer; a name of its own is not sanitised (02 §3.2). */
export function customVirtualName(name: string, address: string, port: number): string {
  return name === '' ? `crd_${sanitise(address.replace(/^\[|\]$/g, ''))}_${port}` : `${name}_${port}`;
}

/** Name of a virtual server of an IngressLink: a name of its own is sanitised (02 §3.2). */
export function ingressLinkVirtualName(name: string, address: string, port: number): string {
  return name === '' ? `ingress_link_${customVirtualName('', address, port)}` : `${sanitise(name)}_${port}`;
}

/** Name of a virtual server of a LoadBalancer Service (02 §3.2). */
export function loadBalancerVirtualName(namespace: string, service: string, address: string, port: number): string {
  return sanitise(`vs_lb_svc_${namespace}_${service}_${address}_${port}`);
}

/** Name of a `Service_Address`; the address has its `%rd` (02 §3.2). */
export function serviceAddressName(address: string): string {
  return `crd_service_address_${sanitise(address)}`;
}

export interface PoolNameParts {
  readonly service: string;
  readonly port: IntOrString;
  readonly namespace: string;
  readonly host?: string;
  readonly nodeMemberLabel?: string;
  /** Only where the mode puts it into names; see `clusterInNames`. */
  readonly cluster?: string;
  readonly path?: string;
}

/** Name of a pool (01 §3.3, 02 §3.3). */
export function poolName({ service, port, namespace, host, nodeMemberLabel, cluster, path }: PoolNameParts): string {
  let name = `${service}_${portName(port)}_${namespace}`;
  if (host) name += `_${host}`;
  if (nodeMemberLabel) name += `_${nodeMemberLabel.replace(/=$/, '').replace(/=""$/, '').replaceAll('=', '_')}`;
  if (cluster) name += `_${cluster}`;
  if (path && path !== '/') name += `_${sanitise(path.replace(/^\//, ''))}`;
  return sanitise(name);
}

/** Name of the LTM policy that all Routes of a virtual server share: the namespace is that of the first one (01 §3.2). */
export function routePolicyName(virtual: string, namespace: string): string {
  return sanitise(`${virtual}_${namespace}_policy`);
}

/** Name of a Route's rule. The host is not part of it, so Routes can share a rule (01 §3.2, §5.7). */
export function routeRuleName(namespace: string, path: string, pool: string): string {
  const segment = path === '' ? '' : `${path.replace(/^\//, '').replaceAll('/', '_')}_`;
  return sanitise(`vs_${namespace}_${segment}${pool}`);
}

/** Name of the LTM policy that all VirtualServers of a virtual server share (02 §3.2). */
export function hostPolicyName(virtual: string, host: string): string {
  return sanitise(`${virtual}_${host.replace(/^\*/, 'wildcard')}_policy`);
}

/** Name of a rule of a VirtualServer: `host` is its host, its hostGroup, or both (02 §3.5). */
export function hostRuleName(host: string, path: string, pool: string): string {
  const segment = path === '' ? '' : `${path.replace(/^\//, '').replaceAll('/', '_')}_`;
  return sanitise(`vs_${host.replace(/^\*/, 'wildcard')}_${segment}${pool}`);
}

/** Name of the rule that redirects `/` to an application's root (01 §3.2). */
export function appRootRuleName(host: string, appRoot: string): string {
  return sanitise(`vs_${host.replace(/^\*/, 'wildcard')}_redirectto_${appRoot}`);
}

/** Name of the monitor of a pool of a custom resource, or of a default pool (01 §3.2, 02 §3.4). */
export function monitorName(parts: {
  readonly namespace: string;
  /** Without `%rd` for custom resources. */
  readonly address: string;
  readonly host?: string;
  readonly path?: string;
  readonly type: string;
  readonly port: IntOrString;
}): string {
  const { namespace, address, host, path, type, port } = parts;
  let name = `${namespace}_${sanitise(address)}`;
  if (host) name += `_${host}`;
  if (path && path !== '/') name += path.startsWith('/') ? path : `_${path}`;
  if (type !== '' && portName(port) !== '') name += `_${type}_${portName(port)}`;
  return sanitise(name);
}

/** Suffixes of the data groups of a virtual server (01 §5.11, 02 §7). */
export type DataGroupSuffix =
  | 'https_redirect_dg'
  | 'ssl_edge_servername_dg'
  | 'ssl_edge_serverssl_dg'
  | 'ssl_reencrypt_servername_dg'
  | 'ssl_reencrypt_serverssl_dg'
  | 'ssl_passthrough_servername_dg'
  | 'ab_deployment_dg'
  | 'host_path_rewrite_dg'
  | 'allowSourceRange'
  | 'default_pool_servername_dg';

export const iRuleNames = {
  redirect: (virtual: string, httpsPort: number): string => `${virtual}_http_redirect_irule_${httpsPort}`,
  hostlessRedirect: (virtual: string, httpsPort: number): string =>
    `${virtual}_http_redirect_irule_nohost_${httpsPort}`,
  abPath: (virtual: string): string => `${virtual}_ab_deployment_path_irule`,
  tls: (virtual: string): string => `${virtual}_tls_irule`,
};

/**
 * True for iRule names that are rendered bare, as our own: also a user's, when its last path part ends like one
 * (01 §5.12, 02 §11.4).
 */
export function isGeneratedIRuleName(name: string): boolean {
  const last = name.slice(name.lastIndexOf('/') + 1);
  if (last.endsWith('tls_irule') || last.endsWith('ab_deployment_path_irule')) return true;
  const stem = last.includes('_') ? last.slice(0, last.lastIndexOf('_')) : '';
  return stem.endsWith('http_redirect_irule') || stem.endsWith('http_redirect_irule_nohost');
}
