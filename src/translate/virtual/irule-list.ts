import type { DataGroup } from '../adc.ts';
import {
  abIngressLinkIRule,
  abPathIRule,
  abTransportIRule,
  type IRulePersistence,
  redirectIRule,
  tlsIRule,
} from '../irules/index.ts';
import { type DataGroupSuffix, iRuleNames } from '../names.ts';

export interface IRuleContext {
  readonly tenant: string;
  readonly virtual: string;
}

/** What is known of a virtual server once it is complete; the texts depend on it. */
export interface IRuleFacts {
  readonly dataGroups: ReadonlyMap<DataGroupSuffix, DataGroup>;
  /** AS3 3.52 and later, and nothing but passthrough. */
  readonly passthroughOnly: boolean;
  readonly persistence?: IRulePersistence;
}

/**
 * iRules of a virtual server in order of attachment (specification 01 §5.12). A user's `none` is dropped, and keeps generated
 * ones from being referenced; their objects are made all the same.
 */
export class IRuleList {
  readonly #context: IRuleContext;
  readonly #references: string[] = [];
  readonly #attached = new Set<string>();
  readonly #texts = new Map<string, (facts: IRuleFacts) => string>();

  constructor(context: IRuleContext) {
    this.#context = context;
  }

  /** An iRule of a user, by its path on the BIG-IP, or one that was made. */
  attach(path: string): void {
    this.#references.push(path);
    this.#attached.add(path);
  }

  #generated(name: string, text: (facts: IRuleFacts) => string, referenced: boolean): void {
    if (!this.#texts.has(name)) this.#texts.set(name, text);
    const suppressed = this.#attached.has('none') || this.#attached.has(name);
    if (referenced && !suppressed) this.attach(name);
  }

  /** Makes and attaches the redirect to HTTPS on a port. */
  attachRedirect(hostless: boolean, httpsPort: number): void {
    const { tenant, virtual } = this.#context;
    const name = hostless ? iRuleNames.hostlessRedirect : iRuleNames.redirect;
    this.#generated(name(virtual, httpsPort), () => redirectIRule({ tenant, virtual, httpsPort, hostless }), true);
  }

  /** Makes the A/B iRule; VirtualServers without a host do not refer to it. */
  attachAbPath(referenced: boolean): void {
    const { tenant, virtual } = this.#context;
    const text = ({ dataGroups, persistence }: IRuleFacts): string =>
      abPathIRule({
        tenant,
        virtual,
        hostPathRewrite: dataGroups.has('host_path_rewrite_dg'),
        ...(persistence && { persistence }),
      });
    this.#generated(iRuleNames.abPath(virtual), text, referenced);
  }

  /** Makes and attaches the A/B iRule of a TransportServer or a LoadBalancer Service. */
  attachAbTransport(protocol: string): void {
    const { tenant, virtual } = this.#context;
    // What is no protocol is refused elsewhere; here it must not become code.
    const known = protocol === 'udp' || protocol === 'sctp' ? protocol : 'tcp';
    this.#generated(iRuleNames.abPath(virtual), () => abTransportIRule({ tenant, virtual, protocol: known }), true);
  }

  /** Makes and attaches the A/B iRule of an IngressLink. */
  attachAbIngressLink(serverTls: boolean): void {
    const { tenant, virtual } = this.#context;
    this.#generated(iRuleNames.abPath(virtual), () => abIngressLinkIRule({ tenant, virtual, serverTls }), true);
  }

  /** Makes the TLS iRule; it is referenced only by Routes and VirtualServers with a host. */
  attachTls(referenced: boolean): void {
    const { tenant, virtual } = this.#context;
    const text = ({ dataGroups, passthroughOnly, persistence }: IRuleFacts): string =>
      tlsIRule({
        tenant,
        virtual,
        dataGroups: {
          passthrough: dataGroups.has('ssl_passthrough_servername_dg'),
          edge: dataGroups.has('ssl_edge_servername_dg'),
          reencrypt: dataGroups.has('ssl_reencrypt_servername_dg'),
          reencryptServerSsl: dataGroups.has('ssl_reencrypt_serverssl_dg'),
          edgeServerSsl: dataGroups.has('ssl_edge_serverssl_dg'),
          ab: dataGroups.has('ab_deployment_dg'),
          defaultPool: dataGroups.has('default_pool_servername_dg'),
          allowSourceRange: dataGroups.has('allowSourceRange'),
        },
        passthroughOnly,
        ...(persistence && { persistence }),
      });
    this.#generated(iRuleNames.tls(virtual), text, referenced);
  }

  finished(facts: IRuleFacts): { readonly references: readonly string[]; readonly texts: ReadonlyMap<string, string> } {
    return {
      references: this.#references.filter(name => name !== 'none'),
      texts: new Map([...this.#texts].map(([name, text]) => [name, text(facts)])),
    };
  }
}
