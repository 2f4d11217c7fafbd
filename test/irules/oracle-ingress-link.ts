import { isActive, sharesOf, weightedChoice } from './oracle-shares.ts';
import type { Connection, Outcome, Request } from './simulate.ts';
import type { Virtual } from './virtual.ts';

/** What specification 02 §12.5 says of the requests of a connection to an IngressLink of several clusters. */
export function ingressLinkOutcomes(virtual: Virtual, connection: Connection, draw: () => number): Outcome[] {
  const attempts = new Map<string, number>();
  const answerOf = (pool: string): number => {
    const statuses = connection.statuses?.[pool] ?? [200];
    const attempt = attempts.get(pool) ?? 0;
    attempts.set(pool, attempt + 1);
    return statuses[Math.min(attempt, statuses.length - 1)] ?? 200;
  };
  return (connection.requests ?? []).map(request => {
    const value = virtual.ab?.['/'] ?? '';
    const first = weightedChoice(value, draw(), virtual);
    if (first === undefined) return { answer: '503', draws: 1 };
    const active = sharesOf(value).flatMap(({ pool }) => (isActive(virtual, pool) ? [pool] : []));
    const sent = [first];
    let status = answerOf(first);
    if (isReplayable(request)) {
      // Two rounds over what is active: the rest of the first, which began with the choice, then all of them again.
      for (const pool of [...new Set([first, ...active]), ...new Set(active)].slice(1)) {
        if (status < 500) break;
        status = answerOf(pool);
        sent.push(pool);
      }
    }
    const counted: Outcome = { draws: 1, ...(sent.length > 1 ? { sent: sent.join(' ') } : {}) };
    if (status >= 500 && isReplayable(request)) return { answer: '503', ...counted };
    return {
      ...counted,
      pool: sent.at(-1) ?? '',
      ...(status === 200 ? {} : { status: String(status) }),
      ...(virtual.serverTls ? towardsServer(virtual, request) : {}),
    };
  });
}

/** A GET without a body. */
function isReplayable({ method = 'GET', headers = {} }: Request): boolean {
  return method === 'GET' && Number(headers['Content-Length'] ?? 0) === 0 && !headers['Transfer-Encoding'];
}

function towardsServer({ reencryptServerSsl = {} }: Virtual, { host = '' }: Request): Outcome {
  const name = host.toLowerCase().replace(/:\d+$/, '');
  const wildcard = name.includes('.') ? `.${name.split('.').slice(1).join('.')}` : name;
  const profile = reencryptServerSsl[`${name}/`] ?? reencryptServerSsl[`${wildcard}/`];
  const isName = /[a-z]/.test(name) && !name.includes(':');
  return { ...(isName ? { sni: name } : {}), ...(profile === undefined ? {} : { profile }) };
}
