import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { BigipClient, type BigipOptions, type BigipTarget } from '../../src/bigip/client.ts';
import { BigipError } from '../../src/bigip/errors.ts';
import { StandIn, type StandInOptions } from './stand-in.ts';

/** Waits of milliseconds where there are seconds. */
const quick = { silence: 10_000, retry: [5, 40], poll: [5, 20], grace: 60, goodbye: 2_000 } as const;
/** For tests in which something does not answer; shorter than that, a busy machine is taken for silence. */
export const impatient = { silence: 500 } as const;

/** A stand-in for the time of a test. */
export async function standIn(options: StandInOptions = {}): Promise<StandIn> {
  const bigip = await StandIn.start(options);
  onTestFinished(() => bigip.stop());
  return bigip;
}

/** A client of a stand-in that trusts it and is quick. */
export function clientOf(
  bigip: StandIn,
  options: Partial<BigipOptions> = {},
  target: Partial<BigipTarget> = {},
): BigipClient {
  const { url, username, password, certificate: trustedCerts } = bigip;
  const client = new BigipClient(
    { url, username, password, trustedCerts, ...target },
    { deadline: 20_000, ...options, pace: { ...quick, ...options.pace } },
  );
  onTestFinished(() => client.close());
  return client;
}

/** Waits for something to be so. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await sleep(2);
}

/** The error with which work ends. */
export async function failure(work: Promise<unknown>): Promise<BigipError> {
  const error = await work.then(
    result => `it ended well: ${JSON.stringify(result)}`,
    (reason: unknown) => reason,
  );
  if (error instanceof BigipError) return error;
  throw error;
}

/** A declaration as `render build` writes it, with a tenant of one pool. */
export function declarationOf(tenant: string, addresses: readonly string[] = ['10.0.0.1']): string {
  const members = [{ addressDiscovery: 'static', serverAddresses: addresses, servicePort: 8080, shareNodes: true }];
  const pool = { class: 'Pool', members, minimumMonitors: 1 };
  const declaration = {
    class: 'ADC',
    schemaVersion: '3.56.0',
    id: 'urn:uuid:3c1d9a52-6f0b-4a37-9e0e-5d1b7c6c4c51',
    label: 'cis-render',
    controls: { class: 'Controls', userAgent: 'cis-render' },
    [tenant]: { class: 'Tenant', label: tenant, Shared: { class: 'Application', template: 'shared', web_pool: pool } },
  };
  return `${JSON.stringify(declaration, undefined, 2)}\n`;
}

/** A declaration that empties a tenant, as the controller posts it. */
export function emptiedOf(tenant: string): string {
  return JSON.stringify({ class: 'ADC', schemaVersion: '3.56.0', [tenant]: { class: 'Tenant' } });
}
