import { chosen, inClearText } from './oracle-http.ts';
import { ingressLinkOutcomes } from './oracle-ingress-link.ts';
import { parents, route, shared, weightedChoice } from './oracle-shares.ts';
import type { Connection, Outcome, Request } from './simulate.ts';
import type { Virtual } from './virtual.ts';

type Records = Readonly<Record<string, string>>;

/**
 * What the specification says of ordinary traffic (a complete ClientHello with SNI, host in lower case, no query),
 * written from its text and not from the iRules: 01 §5.12, 02 §12.
 */
export function expectedOutcomes(virtual: Virtual, connection: Connection): Outcome[] {
  const { irules = ['tls'] } = virtual;
  const draws = [...(connection.draws ?? [])];
  const draw = () => (draws.length > 1 ? draws.shift() : draws[0]) ?? 0;
  const requests = connection.requests ?? [];
  if (irules.includes('ab-transport')) return [transported(virtual, draw)];
  if (irules.includes('ab-ingress-link')) return ingressLinkOutcomes(virtual, connection, draw);
  if (!irules.includes('tls')) return requests.map(request => inClearText(virtual, connection, request, draw));
  const passthrough = connection.sni && findExactThenWildcard(virtual.passthrough, connection.sni, '');
  if (passthrough) {
    const through: Outcome = { serverTls: 'off', clientTls: 'off' };
    const share = shared(virtual, { host: connection.sni ?? '', path: '' }, draw);
    if (!share) return [{ ...through, pool: passthrough }];
    return [share.answer ? { answer: 'rejected', draws: 1 } : { ...share, ...through }];
  }
  const outcomes: Outcome[] = [];
  for (const request of requests) {
    if (outcomes.some(outcome => outcome.answer === 'rejected')) outcomes.push({ answer: 'rejected' });
    else outcomes.push(terminated(virtual, connection, request, draw, outcomes.length === 0));
  }
  // A refused HTTP/1 request ends the connection; over HTTP/2 it has an answer of its own.
  return outcomes;
}

/**
 * The default pool is chosen with the connection and stands for the first request: what the LTM policy forwards elsewhere is
 * not simulated. A later request would inherit, so its route decides, and the default pool takes what has none.
 */
function terminated(
  virtual: Virtual,
  connection: Connection,
  request: Request,
  draw: () => number,
  first: boolean,
): Outcome {
  const { edge, reencrypt } = virtual;
  const { host, path } = route(request);
  // The A/B iRule sees every request; the TLS iRule draws only for what is a TLS route.
  const early = virtual.irules?.includes('ab') ? chosen(virtual, connection, request, draw) : {};
  const counted: Outcome = early.draws ? { draws: 1 } : {};
  if (early.answer) return early;
  const step = parents(path).find(parent =>
    [edge, reencrypt].some(group => findExactThenWildcard(group, host, parent) !== undefined),
  );
  const edgePool = step === undefined ? undefined : findExactThenWildcard(edge, host, step);
  const found = step === undefined ? undefined : (edgePool ?? findExactThenWildcard(reencrypt, host, step));
  const pool = first ? (virtual.defaultPool ?? found) : (found ?? virtual.defaultPool);
  if (pool === undefined) {
    if (request.version !== '2.0') return { answer: 'rejected', ...counted };
    return early.pool ? { ...early, serverTls: 'off' } : { answer: '404' };
  }
  const encrypted = found === undefined ? reencrypt !== undefined : edgePool === undefined;
  const share = early.pool ? undefined : shared(virtual, { host, path }, draw);
  if (share?.answer) return share;
  const outcome: Outcome = { pool, ...early, ...share, serverTls: encrypted ? 'on' : 'off' };
  return encrypted && found !== undefined ? { ...outcome, profile: '/Common/serverssl' } : outcome;
}

/** The choice of a connection, without a host: 02 §12.3. Rejected after its answer, see docs/irules.md. */
function transported(virtual: Virtual, draw: () => number): Outcome {
  const pool = weightedChoice(virtual.ab?.['/'] ?? '', draw(), virtual);
  return pool === undefined ? { answer: '503, rejected', draws: 1 } : { pool, draws: 1 };
}

function findExactThenWildcard(records: Records | undefined, host: string, path: string): string | undefined {
  const wildcard = host.includes('.') ? `.${host.split('.').slice(1).join('.')}` : host;
  return records?.[host + path] ?? records?.[wildcard + path];
}
