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
  if (irules.includes('redirect')) return requests.map(request => redirected(virtual, request));
  if (!irules.includes('tls')) return requests.map(request => shared(virtual, route(request), draw) ?? {});
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
    else outcomes.push(terminated(virtual, request, draw, outcomes.length === 0));
  }
  // A refused HTTP/1 request ends the connection; over HTTP/2 it has an answer of its own.
  return outcomes;
}

/**
 * The default pool is chosen with the connection and stands for the first request: what the LTM policy forwards elsewhere is
 * not simulated. A later request would inherit, so its route decides, and the default pool takes what has none.
 */
function terminated(virtual: Virtual, request: Request, draw: () => number, first: boolean): Outcome {
  const { edge, reencrypt } = virtual;
  const { host, path } = route(request);
  // The A/B iRule sees every request; the TLS iRule draws only for what is a TLS route.
  const early = virtual.irules?.includes('ab') ? shared(virtual, { host, path }, draw) : undefined;
  const counted: Outcome = early?.draws ? { draws: 1 } : {};
  if (early?.answer) return early;
  const step = parents(path).find(parent =>
    [edge, reencrypt].some(group => findExactThenWildcard(group, host, parent) !== undefined),
  );
  const edgePool = step === undefined ? undefined : findExactThenWildcard(edge, host, step);
  const found = step === undefined ? undefined : (edgePool ?? findExactThenWildcard(reencrypt, host, step));
  const pool = first ? (virtual.defaultPool ?? found) : (found ?? virtual.defaultPool);
  if (pool === undefined) {
    if (request.version !== '2.0') return { answer: 'rejected', ...counted };
    return early ? { ...early, serverTls: 'off' } : { answer: '404' };
  }
  const encrypted = found === undefined ? reencrypt !== undefined : edgePool === undefined;
  const share = early ?? shared(virtual, { host, path }, draw);
  if (share?.answer) return share;
  const outcome: Outcome = { pool, ...share, serverTls: encrypted ? 'on' : 'off' };
  return encrypted && found !== undefined ? { ...outcome, profile: '/Common/serverssl' } : outcome;
}

/** The choice of an A/B route, if the nearest key above has one: exact host, longest path. */
function shared(
  virtual: Virtual,
  { host, path }: { host: string; path: string },
  draw: () => number,
): Outcome | undefined {
  const { ab = {}, down = [] } = virtual;
  const key = parents(path)
    .map(parent => host + parent)
    .find(candidate => ab[candidate] !== undefined);
  if (key === undefined) return undefined;
  const drawn = draw();
  const shares = (ab[key] ?? '').split(';').filter(Boolean);
  let remembered: string | undefined;
  for (const share of shares) {
    const [pool = '', threshold = ''] = share.split(',');
    const active = !down.includes(pool);
    if (active) remembered = pool;
    if (drawn > Number(threshold)) continue;
    if (active) return { pool, draws: 1 };
    if (remembered !== undefined) return { pool: remembered, draws: 1 };
  }
  return { answer: '503', draws: 1 };
}

function redirected({ redirect = {}, httpsPort = 443 }: Virtual, request: Request): Outcome {
  const { path } = route(request);
  const sent = request.host ?? '';
  for (const parent of parents(path)) {
    for (const tail of ['', '/']) {
      const candidate = sent + parent + tail;
      const key = Object.keys(redirect)
        .filter(record => record === candidate || (record.startsWith('.') && candidate.endsWith(record)))
        .sort((a, b) => b.length - a.length)[0];
      if (key === undefined) continue;
      const below = (redirect[key] ?? '').split('|').some(top => {
        const prefix = top.endsWith('/') ? top : `${top}/`;
        return path === top || path.startsWith(prefix);
      });
      return below ? { answer: `https://${sent.replace(/:\d+$/, '')}:${httpsPort}${path}` } : {};
    }
  }
  return {};
}

function route({ host = '', path = '/' }: Request): { host: string; path: string } {
  return { host, path };
}

/** `/a/b` and the paths above it: `/a/b`, `/a`, the empty one. */
function parents(path: string): string[] {
  const pieces = path.split('/');
  return pieces.map((_, index) => pieces.slice(0, pieces.length - index).join('/'));
}

function findExactThenWildcard(records: Records | undefined, host: string, path: string): string | undefined {
  const wildcard = host.includes('.') ? `.${host.split('.').slice(1).join('.')}` : host;
  return records?.[host + path] ?? records?.[wildcard + path];
}
