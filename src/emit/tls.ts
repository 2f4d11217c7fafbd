import type { KeyPair, TlsParameters, VirtualTls } from '../translate/adc.ts';
import { type As3Object, inReadingOrder } from './as3.ts';

/** AS3 `Certificate`; `chainCA` is always there and empty (specification 01 §5.10). */
export function emitCertificate({ certificate, key }: KeyPair): As3Object {
  return { class: 'Certificate', certificate, chainCA: '', privateKey: key };
}

/** AS3 `TLS_Server`: what clients meet. AS3 from 3.44 on marks the certificate for clients without SNI. */
export function emitTlsServer(
  { certificates, ...parameters }: NonNullable<VirtualTls['server']>,
  as3Version: number,
): As3Object {
  return inReadingOrder({
    class: 'TLS_Server',
    // A server side alone makes one without certificates, which AS3 refuses (specification 02 §6.3).
    ...(certificates.length > 0 && {
      certificates: certificates.map(({ name }, index) => ({
        certificate: name,
        ...(index === 0 && certificates.length > 1 && as3Version >= 3.44 && { sniDefault: true }),
      })),
    }),
    ...emitParameters(parameters),
  });
}

/** AS3 `TLS_Client`: what servers meet. */
export function emitTlsClient({ cipher, renegotiation }: NonNullable<VirtualTls['client']>): As3Object {
  const parameters = emitParameters({ cipher, ...(renegotiation !== undefined && { renegotiation }) });
  return inReadingOrder({ class: 'TLS_Client', trustCA: { use: caBundleName }, ...parameters });
}

/** The one `CA_Bundle` of a tenant, which every virtual server adds to. */
export const caBundleName = 'serverssl_ca_bundle';

export function emitCaBundle(authorities: readonly string[]): As3Object {
  return {
    class: 'CA_Bundle',
    bundle: authorities
      .map(
        pem => `
${pem}`,
      )
      .join(''),
  };
}

/**
 * TLS 1.3 takes a cipher group, everything before it a cipher string. Versions are disabled only where something else is said of
 * ciphers (specification 02 §2.6).
 */
function emitParameters({ cipher, renegotiation }: TlsParameters): As3Object {
  const { tlsVersion, ciphers, cipherGroup, disableTLSVersions } = cipher;
  const counts = tlsVersion !== '' || ciphers !== '' || cipherGroup !== '';
  const disabled = Object.fromEntries(
    ['1.0', '1.1', '1.2']
      .filter(version => counts && disableTLSVersions.includes(version))
      .map(version => [`tls${version.replace('.', '_')}Enabled`, false]),
  );
  const byGroup = tlsVersion === '1.3' && cipherGroup !== '';
  return {
    ...(byGroup && { cipherGroup: { bigip: cipherGroup }, tls1_3Enabled: true }),
    ...(!byGroup && ciphers !== '' && { ciphers }),
    ...disabled,
    ...(renegotiation !== undefined && { renegotiationEnabled: renegotiation }),
  };
}
