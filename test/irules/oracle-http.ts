import { isActive, parents, route, shared, sharesAt } from './oracle-shares.ts';
import type { Connection, Outcome, Request } from './simulate.ts';
import type { Virtual } from './virtual.ts';

/** A request to an HTTP virtual server: A/B, then the redirect. */
export function inClearText(virtual: Virtual, connection: Connection, request: Request, draw: () => number): Outcome {
  const { irules = [] } = virtual;
  const choice = irules.includes('ab') ? chosen(virtual, connection, request, draw) : {};
  if (choice.answer !== undefined || !irules.includes('redirect')) return choice;
  const { answer } = redirected(virtual, request);
  return answer === undefined ? choice : { answer, ...(choice.draws ? { draws: choice.draws } : {}) };
}

/** The A/B choice, by a persistence record if there is one, and the rewrite of the request: 02 §12.2. */
export function chosen(virtual: Virtual, connection: Connection, request: Request, draw: () => number): Outcome {
  const { persistence, hostPathRewrite = {} } = virtual;
  const { client = '10.0.0.1', records = [] } = connection;
  // Keys have no port, and of ours no look-up does: 03, case 7.
  const host = (request.host ?? '').replace(/:\d+$/, '');
  const { path } = route(request);
  const elsewhere = rewritten(hostPathRewrite[host + path], host, path);
  if (sharesAt(virtual, { host, path }) === undefined) return elsewhere;
  const key = `${client}:${host}${path}`;
  const record = records.find(([method, data]) => method === persistence?.method && data === key);
  if (record && isActive(virtual, record[2])) {
    return { pool: record[2], member: `member ${record[3]} ${record[4]}`, ...elsewhere };
  }
  const choice = shared(virtual, { host, path }, draw);
  if (choice?.answer !== undefined) return choice;
  const persist = persistence && `${persistence.method} ${key} ${persistence.timeout}`;
  return { ...choice, ...(persist ? { persist } : {}), ...elsewhere };
}

function rewritten(target: string | undefined, host: string, path: string): Outcome {
  if (target === undefined) return {};
  const [, newHost = '', newPath = ''] = /^([^/]*)(.*)$/.exec(target) ?? [];
  return {
    ...(newHost !== '' && newHost !== host ? { host: newHost } : {}),
    ...(newPath !== '' && newPath !== path ? { path: newPath } : {}),
  };
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
