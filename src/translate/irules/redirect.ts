import answered from './answered.tcl';
import { assemble } from './assemble.ts';
import redirect from './redirect.tcl';
import redirectHostless from './redirect-hostless.tcl';

export interface RedirectIRuleInput {
  readonly tenant: string;
  /** The HTTP virtual server, whose `https_redirect_dg` says what is redirected. */
  readonly virtual: string;
  /** Port of the HTTPS virtual server; the target always names it. */
  readonly httpsPort: number;
  /** Redirect every request, without looking anything up: the iRule of TLS resources without a host. */
  readonly hostless: boolean;
}

/** The redirect from HTTP to HTTPS: specification 02 §12.1, 01 §5.12. */
export function redirectIRule({ httpsPort, hostless, ...where }: RedirectIRuleInput): string {
  const handlers = [hostless ? redirectHostless : redirect];
  return assemble({ ...where, handlers, values: { answered, httpsPort: String(httpsPort) } });
}
