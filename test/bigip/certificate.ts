import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIP } from 'node:net';

/** A certificate with its key, both in PEM, made when a test runs. */
export interface Certified {
  readonly certificate: string;
  readonly key: string;
}

export interface CertificateOptions {
  readonly commonName: string;
  /** Host names and addresses that it is for, beside its common name. */
  readonly hosts?: readonly string[];
  readonly from?: Date;
  readonly to?: Date;
  /** Signs it; it signs itself where there is none. */
  readonly authority?: Authority;
}

export interface Authority extends Certified {
  readonly name: string;
  readonly privateKey: KeyObject;
}

/** An authority of its own. */
export function makeAuthority(name: string): Authority {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const to = new Date(Date.now() + day);
  const certificate = x509({
    issuer: name,
    subject: name,
    from: now(),
    to,
    publicKey,
    signer: privateKey,
    extensions: [authorityOnly],
  });
  return { name, privateKey, certificate, key: pemKey(privateKey) };
}

export function makeCertificate({ commonName, hosts = [], from, to, authority }: CertificateOptions): Certified {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const certificate = x509({
    issuer: authority?.name ?? commonName,
    subject: commonName,
    from: from ?? now(),
    to: to ?? new Date(Date.now() + day),
    publicKey,
    signer: authority?.privateKey ?? privateKey,
    extensions: hosts.length > 0 ? [alternatives(hosts)] : [],
  });
  return { certificate, key: pemKey(privateKey) };
}

const day = 24 * 60 * 60 * 1000;
const now = (): Date => new Date(Date.now() - day);
const pemKey = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();

interface Fields {
  readonly issuer: string;
  readonly subject: string;
  readonly from: Date;
  readonly to: Date;
  readonly publicKey: KeyObject;
  readonly signer: KeyObject;
  readonly extensions: readonly Buffer[];
}

/** RFC 5280 §4.1, in DER. */
function x509({ issuer, subject, from, to, publicKey, signer, extensions }: Fields): string {
  const algorithm = der(0x30, oid('2a8648ce3d040302')); // ecdsa-with-SHA256
  const signed = der(
    0x30,
    der(0xa0, der(0x02, Buffer.of(2))),
    der(0x02, Buffer.concat([Buffer.of(1), randomBytes(8)])),
    algorithm,
    nameOf(issuer),
    der(0x30, time(from), time(to)),
    nameOf(subject),
    publicKey.export({ type: 'spki', format: 'der' }),
    ...(extensions.length > 0 ? [der(0xa3, der(0x30, ...extensions))] : []),
  );
  const signature = sign('sha256', signed, signer);
  const bytes = der(0x30, signed, algorithm, der(0x03, Buffer.of(0), signature));
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.of(tag, ...size), content]);
}

function oid(hex: string): Buffer {
  return der(0x06, Buffer.from(hex, 'hex'));
}

function nameOf(commonName: string): Buffer {
  return der(0x30, der(0x31, der(0x30, oid('550403'), der(0x0c, Buffer.from(commonName)))));
}

function time(date: Date): Buffer {
  return der(0x18, Buffer.from(`${date.toISOString().replaceAll(/[-:T]|\..*/g, '')}Z`));
}

const authorityOnly = der(
  0x30,
  oid('551d13'),
  der(0x01, Buffer.of(0xff)),
  der(0x04, der(0x30, der(0x01, Buffer.of(0xff)))),
);

function alternatives(hosts: readonly string[]): Buffer {
  const names = hosts.map(host =>
    isIP(host) === 4 ? der(0x87, Buffer.from(host.split('.').map(Number))) : der(0x82, Buffer.from(host)),
  );
  return der(0x30, oid('551d11'), der(0x04, der(0x30, ...names)));
}
