import abIngressLink from './ab-ingress-link.tcl';
import abIngressLinkTls from './ab-ingress-link-tls.tcl';
import answered from './answered.tcl';
import { assemble } from './assemble.ts';

export interface AbIngressLinkIRuleInput {
  readonly tenant: string;
  /** The virtual server whose `ab_deployment_dg` has the shares, under the key `/`. */
  readonly virtual: string;
  /** Port 443 with TLS: profiles for the server side are in `ssl_reencrypt_serverssl_dg`. */
  readonly serverTls: boolean;
}

/** The A/B choice of a request, and its replay after a 5xx, for IngressLinks of several clusters: specification 02 §12.5. */
export function abIngressLinkIRule({ serverTls, ...where }: AbIngressLinkIRuleInput): string {
  const handlers = [abIngressLink, ...(serverTls ? [abIngressLinkTls] : [])];
  return assemble({ ...where, handlers, facts: { serverTls }, values: { answered } });
}
