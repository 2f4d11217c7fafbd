import { X509Certificate } from 'node:crypto';
import { checkServerIdentity, type PeerCertificate, rootCertificates, type SecureContextOptions } from 'node:tls';
import { BigipError } from './errors.ts';
import type { BigipTarget } from './target.ts';

export interface Trust extends SecureContextOptions {
  readonly rejectUnauthorized: boolean;
  readonly checkServerIdentity: typeof checkServerIdentity;
}

/**
 * Which certificates are taken. The BIG-IP's own, named by the user, is taken for any host: the one that it makes for itself is for
 * `localhost.localdomain`.
 */
export function trustOf({ trustedCerts, insecure = false }: Pick<BigipTarget, 'trustedCerts' | 'insecure'>): Trust {
  const named = trustedCerts === undefined ? [] : readCertificates(trustedCerts);
  const own = new Set(named.map(({ fingerprint256 }) => fingerprint256));
  return {
    rejectUnauthorized: !insecure,
    checkServerIdentity: (host, certificate) =>
      insecure || own.has(certificate.fingerprint256) ? undefined : checkServerIdentity(host, certificate),
    // Where none is named, Node's own choice stays, which NODE_EXTRA_CA_CERTS adds to.
    ...(named.length > 0 && {
      ca: [...rootCertificates, ...named.map(String)],
      allowPartialTrustChain: true,
    }),
  };
}

/** The certificates of a text, in PEM again, without anything else that is in it. Throws a `BigipError` where there is none. */
export function certificatesOf(pem: string): string {
  return readCertificates(pem).map(String).join('');
}

function readCertificates(pem: string): X509Certificate[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? [];
  try {
    if (blocks.length > 0) return blocks.map(block => new X509Certificate(block));
  } catch {
    // Said below.
  }
  throw new BigipError('target', 'the trusted certificates hold nothing in PEM that is a certificate');
}

const reasons: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is signed by itself',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate comes from an authority that is not trusted',
  UNABLE_TO_GET_ISSUER_CERT: 'its certificate comes from an authority that is not trusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate comes from an authority that is not trusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate comes from an authority that is not trusted',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet',
  CERT_REVOKED: 'its certificate is revoked',
  CERT_REJECTED: 'its certificate is rejected',
  CERT_UNTRUSTED: 'its certificate is not trusted',
  CERT_SIGNATURE_FAILURE: 'the signature of its certificate is wrong',
  INVALID_PURPOSE: 'its certificate is not one of a server',
};
/** What no trust puts right. */
const ofTime = ['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID', 'CERT_REVOKED'];

/** What is wrong with a certificate and what to do, where that is why there is no connection. */
export function certificateProblem(error: unknown, host: string): string | undefined {
  const { code = '', cert } = error as NodeJS.ErrnoException & { readonly cert?: PeerCertificate };
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return `its certificate is for ${namesOf(cert)} and not for ${host}: use a name that it is for, or trust the certificate itself with --trusted-certs FILE`;
  }
  const reason = reasons[code];
  if (reason === undefined) return undefined;
  if (ofTime.includes(code)) return `${reason}: give the BIG-IP a new one`;
  return `${reason}: name it or its authority with --trusted-certs FILE`;
}

function namesOf(certificate: PeerCertificate | undefined): string {
  const alternatives = certificate?.subjectaltname?.replaceAll(/\b(?:DNS|IP Address):/g, '');
  const common = [certificate?.subject?.CN ?? []].flat().join(', ');
  return alternatives || common || 'no name';
}
