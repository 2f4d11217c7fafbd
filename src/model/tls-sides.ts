import type { Fields } from './fields.ts';

/** `tls` of a TransportServer or an IngressLink (specification 02 §6.4). */
export interface TlsSides {
  readonly clientSSLs: readonly string[];
  readonly serverSSLs: readonly string[];
  /** `bigip` or `secret`. */
  readonly reference: string;
}

/** Nothing where it says nothing. */
export function readTlsSides(tls: Fields): { readonly tls?: TlsSides } {
  const clientSSLs = tls.texts('clientSSLs');
  const serverSSLs = tls.texts('serverSSLs');
  const reference = tls.text('reference');
  const said = clientSSLs.length > 0 || serverSSLs.length > 0 || reference !== '';
  return said ? { tls: { clientSSLs, serverSSLs, reference } } : {};
}
