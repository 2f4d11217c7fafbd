import { X509Certificate } from 'node:crypto';
import type { As3Object, As3Value } from '../emit/as3.ts';
import type { CertificateFacts } from './change.ts';
import { isObject } from './values.ts';

/** Properties of a `Certificate` and a `CA_Bundle` that hold certificates. */
export const certificateProperties = ['certificate', 'chainCA', 'bundle'] as const;

/** The certificates of an object, by fingerprint. What is none, or only named, is left out. */
export function certificatesOf(object: As3Object): ReadonlyMap<string, CertificateFacts> {
  const texts = certificateProperties.flatMap(property => blocks(object[property]));
  return new Map(texts.flatMap(text => factsOf(text)).map(facts => [facts.fingerprint, facts]));
}

function blocks(value: As3Value | undefined): readonly string[] {
  if (isObject(value)) return Object.values(value).flatMap(held => blocks(held));
  if (typeof value !== 'string') return [];
  return value.match(/-----BEGIN [A-Z ]*CERTIFICATE-----[^-]*-----END [A-Z ]*CERTIFICATE-----/g) ?? [];
}

function factsOf(pem: string): CertificateFacts[] {
  try {
    const { fingerprint256, subject, validTo } = new X509Certificate(pem);
    return [
      {
        fingerprint: fingerprint256.replaceAll(':', '').toLowerCase(),
        subject: subject.split('\n').join(', '),
        validTo,
      },
    ];
  } catch {
    return [];
  }
}
