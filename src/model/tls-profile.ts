import type { ManifestObject } from '../load/manifest-object.ts';
import { type CustomResource, customResourceOf } from './custom-resource.ts';
import type { FieldReader } from './field-reader.ts';
import { type Fields, specOf } from './fields.ts';

/** `clientSSLParams` or `serverSSLParams`. */
export interface SslParams {
  /** `true` unless it is written, where the object is there at all (specification 02 §0.3). */
  readonly renegotiationEnabled: boolean;
  /** `bigip` or `secret`, with reference `hybrid`. */
  readonly profileReference: string;
}

/** `tlsCipher`; absent texts are empty. */
export interface TlsCipher {
  /** `1.3` chooses the cipher group, everything else the cipher string. */
  readonly tlsVersion: string;
  readonly ciphers: string;
  readonly cipherGroup: string;
  readonly disableTLSVersions: readonly string[];
}

/** TLSProfile custom resource (specification 02 §2.6). Absent texts are empty. */
export interface TlsProfile extends CustomResource {
  readonly hosts: readonly string[];
  /** `edge`, `reencrypt` or `passthrough`. */
  readonly termination: string;
  readonly clientSSL: string;
  readonly clientSSLs: readonly string[];
  readonly serverSSL: string;
  readonly serverSSLs: readonly string[];
  /** `bigip`, `secret` or `hybrid`. */
  readonly reference: string;
  readonly clientParams?: SslParams;
  readonly serverParams?: SslParams;
  readonly cipher: TlsCipher;
}

export function readTlsProfile(object: ManifestObject, reader: FieldReader): TlsProfile {
  const spec = specOf(object, reader);
  const tls = spec.within('tls');
  const clientParams = readParams(tls.within('clientSSLParams'));
  const serverParams = readParams(tls.within('serverSSLParams'));
  const cipher = spec.within('tlsCipher');
  return {
    ...customResourceOf(object, reader),
    hosts: spec.texts('hosts'),
    termination: tls.text('termination'),
    clientSSL: tls.text('clientSSL'),
    clientSSLs: tls.texts('clientSSLs'),
    serverSSL: tls.text('serverSSL'),
    serverSSLs: tls.texts('serverSSLs'),
    reference: tls.text('reference'),
    ...(clientParams && { clientParams }),
    ...(serverParams && { serverParams }),
    cipher: {
      tlsVersion: cipher.text('tlsVersion'),
      ciphers: cipher.text('ciphers'),
      cipherGroup: cipher.text('cipherGroup'),
      disableTLSVersions: cipher.texts('disableTLSVersions'),
    },
  };
}

function readParams(params: Fields): SslParams | undefined {
  if (!params.written) return undefined;
  return {
    renegotiationEnabled: params.optionalBoolean('renegotiationEnabled') ?? true,
    profileReference: params.text('profileReference'),
  };
}
