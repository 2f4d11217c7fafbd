import { createPrivateKey, X509Certificate } from 'node:crypto';

/** Why a certificate and key cannot serve a host, or undefined where they can. */
export type CertificateProblem = string | undefined;

/**
 * Checks a key pair for a Route's host as the controller does: it parses, it belongs together, and the host is covered by
 * the DNS names of the certificate, or by its common name where it has none (specification 01 §5.2).
 */
export function certificateProblem(certificate: string, key: string, host: string): CertificateProblem {
  const pair = usablePair(certificate, key);
  if (typeof pair === 'string') return pair;
  const { names, common } = pair;
  if (names.length > 0) {
    return names.some(name => covers(name, host)) ? undefined : `the certificate is for ${names.join(', ')}`;
  }
  return common !== undefined && covers(common, host) ? undefined : `the certificate is for ${common ?? 'no name'}`;
}

/** Names of a certificate that belongs to a key. */
interface CertificateNames {
  readonly names: readonly string[];
  readonly common: string | undefined;
}

/** Pairs that were read before: one can serve thousands of hosts. */
const knownPairs = new Map<string, CertificateNames | string>();
const maxKnownPairs = 1000;

/** The names of a certificate, or why the pair cannot be used. */
function usablePair(certificate: string, key: string): CertificateNames | string {
  const texts = JSON.stringify([certificate, key]);
  const known = knownPairs.get(texts);
  if (known !== undefined) return known;
  const read = readPair(certificate, key);
  if (knownPairs.size === maxKnownPairs) knownPairs.clear();
  knownPairs.set(texts, read);
  return read;
}

function readPair(certificate: string, key: string): CertificateNames | string {
  let parsed: X509Certificate;
  try {
    parsed = new X509Certificate(certificate);
  } catch {
    return 'the certificate does not parse';
  }
  try {
    if (!parsed.checkPrivateKey(createPrivateKey(key))) return 'the key does not belong to the certificate';
  } catch {
    return 'the key does not parse';
  }
  return { names: dnsNames(parsed), common: commonName(parsed) };
}

/** DNS entries of `subjectAltName`, which Node prints as `DNS:a.com, IP Address:10.0.0.1`. */
function dnsNames(certificate: X509Certificate): string[] {
  return (certificate.subjectAltName ?? '')
    .split(', ')
    .filter(entry => entry.startsWith('DNS:'))
    .map(entry => entry.slice('DNS:'.length).replace(/^"(.*)"$/, '$1'));
}

function commonName(certificate: X509Certificate): string | undefined {
  const line = certificate.subject?.split('\n').find(part => part.startsWith('CN='));
  return line?.slice('CN='.length);
}

/** Label by label, case folded; `*` stands for exactly one left-most label. A wildcard host needs an identical name. */
function covers(name: string, host: string): boolean {
  const pattern = name.toLowerCase().split('.');
  const labels = host.toLowerCase().replace(/\.$/, '').split('.');
  if (host === '' || pattern.length !== labels.length) return false;
  return pattern.every(
    (part, index) => part === labels[index] || (index === 0 && part === '*' && labels[0] !== '*' && labels.length > 1),
  );
}
