import type { KeyPair, TlsCipher, VirtualTls } from '../translate/adc.ts';
import { type As3Object, inReadingOrder } from './as3.ts';

/** AS3 `Certificate`; `chainCA` is always there and empty (specification 01 §5.10). */
export function emitCertificate({ certificate, key }: KeyPair): As3Object {
  return { class: 'Certificate', certificate, chainCA: '', privateKey: key };
}

/** AS3 `TLS_Server`: what clients meet. AS3 from 3.44 on marks the certificate for clients without SNI. */
export function emitTlsServer(
  { certificates, cipher }: NonNullable<VirtualTls['server']>,
  as3Version: number,
): As3Object {
  return inReadingOrder({
    class: 'TLS_Server',
    certificates: certificates.map(({ name }, index) => ({
      certificate: name,
      ...(index === 0 && certificates.length > 1 && as3Version >= 3.44 && { sniDefault: true }),
    })),
    ...emitCipher(cipher),
  });
}

/** AS3 `TLS_Client`: what servers meet. */
export function emitTlsClient({ cipher }: NonNullable<VirtualTls['client']>): As3Object {
  return inReadingOrder({ class: 'TLS_Client', trustCA: { use: caBundleName }, ...emitCipher(cipher) });
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

/** TLS 1.3 takes a cipher group, everything before it a cipher string. */
function emitCipher({ tlsVersion, ciphers, cipherGroup, disableTLSVersions }: TlsCipher): As3Object {
  const disabled = Object.fromEntries(
    ['1.0', '1.1', '1.2']
      .filter(version => disableTLSVersions.includes(version))
      .map(version => [`tls${version.replace('.', '_')}Enabled`, false]),
  );
  if (tlsVersion === '1.3' && cipherGroup !== '')
    return { cipherGroup: { bigip: cipherGroup }, tls1_3Enabled: true, ...disabled };
  return { ...(ciphers !== '' && { ciphers }), ...disabled };
}
