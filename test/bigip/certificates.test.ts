import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { BigipClient } from '../../src/bigip/client.ts';
import { type CertificateOptions, makeAuthority, makeCertificate } from './certificate.ts';
import { clientOf, failure, standIn } from './with-bigip.ts';

const here = { commonName: 'bigip.test', hosts: ['127.0.0.1'] };
const withCertificate = (options: CertificateOptions) => standIn({ certified: makeCertificate(options) });
/** As of the system alone. */
const untrusting = { trustedCerts: undefined } as unknown as { trustedCerts: string };

describe('a certificate', () => {
  test('of an authority that is named is taken', async () => {
    const authority = makeAuthority('our authority');
    const bigip = await withCertificate({ ...here, authority });
    const other = makeAuthority('another one').certificate;
    const trustedCerts = `# ours\n${other}\n${authority.certificate}`;
    expect(await clientOf(bigip, {}, { trustedCerts }).info()).toMatchObject({ version: '3.56.0' });
  });

  test('of an authority that is not named is refused, and nothing is sent', async () => {
    const bigip = await withCertificate({ ...here, authority: makeAuthority('our authority') });
    const trustedCerts = makeAuthority('another one').certificate;
    const error = await failure(clientOf(bigip, {}, { trustedCerts }).info());
    expect(error.kind).toBe('certificate');
    expect(error.message).toBe(
      `${bigip.url.host}: its certificate comes from an authority that is not trusted: name it or its authority with --trusted-certs FILE`,
    );
    expect(bigip.seen).toEqual([]);
  });

  test('that signs itself is refused where it is not named', async () => {
    const bigip = await withCertificate(here);
    const error = await failure(clientOf(bigip, {}, untrusting).info());
    expect(error.kind).toBe('certificate');
    expect(error.message).toBe(
      `${bigip.url.host}: its certificate is signed by itself: name it or its authority with --trusted-certs FILE`,
    );
    expect(bigip.seen).toEqual([]);
  });

  test('of another host is refused, and both are named', async () => {
    const authority = makeAuthority('our authority');
    const bigip = await withCertificate({ commonName: 'x', hosts: ['bigip.test', '192.0.2.1'], authority });
    const error = await failure(clientOf(bigip, {}, { trustedCerts: authority.certificate }).info());
    expect(error.kind).toBe('certificate');
    expect(error.message).toBe(
      `${bigip.url.host}: its certificate is for bigip.test, 192.0.2.1 and not for 127.0.0.1: use a name that it is for, or trust the certificate itself with --trusted-certs FILE`,
    );
    expect(bigip.seen).toEqual([]);
  });

  test('of another host is taken where it is named itself, as a BIG-IP makes one for localhost.localdomain', async () => {
    const bigip = await withCertificate({ commonName: 'localhost.localdomain' });
    expect(await clientOf(bigip).info()).toMatchObject({ version: '3.56.0' });
    const authority = makeAuthority('our authority');
    const signed = await withCertificate({ commonName: 'localhost.localdomain', authority });
    expect(await clientOf(signed).info()).toMatchObject({ version: '3.56.0' });
  });

  test('that has expired is refused, also where it is named', async () => {
    const bigip = await withCertificate({ ...here, from: new Date('2020-01-01'), to: new Date('2021-01-01') });
    const error = await failure(clientOf(bigip).info());
    expect(error.kind).toBe('certificate');
    expect(error.message).toBe(`${bigip.url.host}: its certificate has expired: give the BIG-IP a new one`);
    expect(bigip.seen).toEqual([]);
  });

  test.each(['not PEM at all', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----', ''])(
    'must be one where it is named: %j',
    async trustedCerts => {
      const bigip = await standIn();
      expect(() => clientOf(bigip, {}, { trustedCerts })).toThrow(
        'the trusted certificates hold nothing in PEM that is a certificate',
      );
    },
  );

  test('may be any for a client that is insecure, and for no other', async () => {
    const bigip = await withCertificate({ commonName: 'x', from: new Date('2020-01-01'), to: new Date('2021-01-01') });
    expect(await clientOf(bigip, {}, { ...untrusting, insecure: true }).info()).toMatchObject({ version: '3.56.0' });
    expect((await failure(clientOf(bigip, {}, untrusting).info())).kind).toBe('certificate');
  });
});

describe('a URL', () => {
  const client = (url: string): BigipClient =>
    new BigipClient({ url: new URL(url), username: 'admin', password: 'secret word' }, { deadline: 1_000 });

  test.each([
    ['http://192.0.2.1', '192.0.2.1: the password would be sent in clear text: the URL must begin with https://'],
    ['http://127.0.0.1.example', '127.0.0.1.example: the password would be sent in clear text'],
    ['ftp://192.0.2.1', '192.0.2.1: the URL must begin with https://, not ftp:'],
    ['https://admin:secret@192.0.2.1', '192.0.2.1: the URL must not hold a user name or password'],
    ['https://192.0.2.1/mgmt', '192.0.2.1: the URL must end after the host and port, such as https://192.0.2.1'],
    ['https://192.0.2.1/?a=b', '192.0.2.1: the URL must end after the host and port'],
    ['file:///etc/passwd', 'the URL: the URL must begin with https://, not file:'],
  ])('%s is refused', (url, message) => {
    expect(() => client(url)).toThrow(message);
  });

  test('without TLS is for loopback, also where the client is insecure', async () => {
    const bigip = await standIn({ plain: true });
    expect(await clientOf(bigip).info()).toMatchObject({ version: '3.56.0' });
    const url = new URL('http://192.0.2.1');
    expect(() => clientOf(bigip, {}, { url, insecure: true })).toThrow('in clear text');
  });

  test('of something that does not speak TLS is told at once', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    const error = await failure(client(`https://${host}`).info());
    expect(error).toMatchObject({ kind: 'unreachable', message: `${host}: it does not speak TLS on this port` });
  });

  test('of no host is told at once', async () => {
    const error = await failure(client('https://bigip.invalid').info());
    expect(error.kind).toBe('unreachable');
    expect(error.message).toMatch(/^bigip\.invalid: (?:there is no host of this name|the name server does not answer)/);
  });
});
