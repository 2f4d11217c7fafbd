import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** How a secondary looks after its primary (`highAvailabilityCIS`, specification 01 §4.3). */
export interface PrimaryProbe {
  /** `http:`, `https:` or `tcp:`. */
  readonly endPoint: URL;
  /** Seconds between two probes. */
  readonly probeInterval: number;
  /** Seconds between the two attempts of a probe. */
  readonly retryInterval: number;
}

/** Up, or why it does not count as up. */
export type PrimaryState = { readonly up: true } | { readonly up: false; readonly reason: string };

/** Milliseconds that one attempt may take. */
const patience = 10_000;

/**
 * Asks whether the primary is up: two attempts, the second after `retryInterval`. HTTP has to answer with 200, redirects are not followed;
 * TCP has to connect. Nothing secret is sent, so certificates are not verified: a primary with one that is out of date is up.
 *
 * @throws the reason of the signal, when it is aborted meanwhile
 */
export async function probePrimary(
  { endPoint, retryInterval }: PrimaryProbe,
  signal: AbortSignal,
): Promise<PrimaryState> {
  const first = await attempt(endPoint, signal);
  if (first === undefined) return { up: true };
  await pause(retryInterval, signal);
  const second = await attempt(endPoint, signal);
  return second === undefined ? { up: true } : { up: false, reason: second };
}

/** Waits for so many seconds. Throws the reason of the signal, when it is aborted meanwhile. */
export async function pause(seconds: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  // What is longer, a timer of Node takes for no time at all.
  await wait(Math.min(seconds * 1000, 2 ** 31 - 1), undefined, { signal }).catch(() => signal.throwIfAborted());
}

/** Undefined where it is up, or else why not. */
async function attempt(endPoint: URL, signal: AbortSignal): Promise<string | undefined> {
  signal.throwIfAborted();
  const within = AbortSignal.any([signal, AbortSignal.timeout(patience)]);
  const reason = await (endPoint.protocol === 'tcp:' ? connects(endPoint, within) : answers(endPoint, within));
  signal.throwIfAborted();
  return reason;
}

function answers(endPoint: URL, signal: AbortSignal): Promise<string | undefined> {
  return new Promise(resolve => {
    const client = endPoint.protocol === 'https:' ? https : http;
    const request = client.get(endPoint, { signal, agent: false, rejectUnauthorized: false }, response => {
      response.resume();
      resolve(response.statusCode === 200 ? undefined : `it answers with status ${response.statusCode}`);
      request.destroy();
    });
    request.on('error', error => resolve(reasonOf(error)));
  });
}

function connects({ hostname, port }: URL, signal: AbortSignal): Promise<string | undefined> {
  return new Promise(resolve => {
    const socket = net.connect({
      host: hostname.replace(/^\[|\]$/g, ''),
      port: Number(port),
      signal,
    } as net.NetConnectOpts);
    socket.on('connect', () => {
      resolve(undefined);
      socket.destroy();
    });
    socket.on('error', error => resolve(reasonOf(error)));
  });
}

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'it refuses the connection',
  ECONNRESET: 'it breaks the connection off',
  EHOSTUNREACH: 'there is no way to it',
  ENETUNREACH: 'there is no way to it',
  ENOTFOUND: 'its name is unknown',
  EAI_AGAIN: 'its name cannot be looked up',
  ABORT_ERR: `it does not answer within ${patience / 1000} s`,
};

function reasonOf({ code = '', message }: NodeJS.ErrnoException): string {
  return reasons[code] ?? message;
}
