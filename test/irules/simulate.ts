import { fileURLToPath } from 'node:url';
import { clientHello } from './client-hello.ts';
import { runTclsh } from './tclsh.ts';
import { dataGroupsOf, iRulesOf, poolsOf, type Virtual } from './virtual.ts';

export interface Request {
  readonly host?: string;
  readonly path?: string;
  readonly query?: string;
  readonly version?: '1.0' | '1.1' | '2.0';
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Connection {
  readonly client?: string;
  /** The ClientHello as it arrives; without it, one segment with `sni`. */
  readonly segments?: readonly Buffer[];
  readonly sni?: string;
  readonly requests?: readonly Request[];
  /** What rand() gives, in order; the last one repeats. */
  readonly draws?: readonly number[];
  /** Persistence records that exist: method, key, pool, node, port. */
  readonly records?: readonly (readonly [method: string, key: string, pool: string, node: string, port: string])[];
  /** With which statuses a pool answers, in order; the last one repeats. 200 for a pool that is not here. */
  readonly statuses?: Readonly<Record<string, readonly number[]>>;
}

/** What becomes of a connection (passthrough) or of a request. Absent means: not touched, not chosen. */
export interface Outcome {
  /** `rejected`, `stalled`, a status, or the target of a redirect; `503, rejected` is both. With an answer there is no pool. */
  answer?: string;
  pool?: string;
  member?: string;
  serverTls?: 'on' | 'off';
  profile?: string;
  /** Server name towards the server. */
  sni?: string;
  /** The pools that it was sent to, where it was sent more than once. */
  sent?: string;
  /** Status of the server, where it is not 200 and the client gets it. */
  status?: string;
  clientTls?: 'off';
  /** Draws made for it. */
  draws?: number;
  /** Persistence that it asks for: method, key, timeout. */
  persist?: string;
  /** Host and path after a rewrite. */
  host?: string;
  path?: string;
  error?: string;
}

export interface Run {
  readonly virtual: Virtual;
  readonly connections: readonly Connection[];
}

/**
 * Executes the iRules of each virtual server over its connections, all in one tclsh. Gives, for each connection, one
 * outcome: that of the connection where it was decided before the first request, else one for each request.
 */
export function simulate(runs: readonly Run[]): Outcome[][][] {
  const script = runs.flatMap(({ virtual, connections }, run) => [
    tcl(['setup', `s${run}`, tcl(iRulesOf(virtual)), tcl(pairs(dataGroupsOf(virtual))), tcl(pairs(poolsOf(virtual)))]),
    ...connections.map((connection, index) =>
      tcl(['connection', `${run}.${index}`, `s${run}`, options(virtual, connection)]),
    ),
  ]);
  const facts = new Map<string, Fact[]>();
  for (const line of runTclsh(fileURLToPath(new URL('bigip.tcl', import.meta.url)), `${script.join('\n')}\n`).split(
    '\n',
  )) {
    const [id = '', request = '', name = '', value = ''] = line.split('\t');
    facts.set(id, [...(facts.get(id) ?? []), { request: Number(request), name, value }]);
  }
  return runs.map(({ virtual, connections }, run) =>
    connections.map((connection, index) => outcomesOf(connection, facts.get(`${run}.${index}`) ?? [], virtual)),
  );
}

/** One connection alone. */
export function connect(virtual: Virtual, connection: Connection): Outcome[] {
  return simulate([{ virtual, connections: [connection] }])[0]?.[0] ?? [];
}

interface Fact {
  readonly request: number;
  readonly name: string;
  readonly value: string;
}

function outcomesOf(connection: Connection, facts: readonly Fact[], { http }: Virtual): Outcome[] {
  if (facts.at(-1)?.name !== 'end') throw new Error('the simulation of a connection has no end');
  const early = ['rejected', 'stalled', 'error', 'clientTls', 'pool'];
  const atStart = facts.some(fact => fact.request === -1 && early.includes(fact.name));
  const requests = atStart ? [-1] : (connection.requests ?? []).map((_, index) => index);
  return requests.map(request => {
    // A request inherits pool and server-side TLS from those before it, so a TLS iRule must decide each anew; on an HTTP
    // virtual server the policy does. A connection that is rejected, or breaks in an error, is so for all that follow.
    const inherited = ['rejected', 'error', ...(http ? [] : ['pool', 'serverTls'])];
    const own = facts.filter(fact => fact.request === request && fact.name !== 'end');
    const earlier = facts.filter(fact => fact.request < request && inherited.includes(fact.name));
    // What was chosen with the handshake stands for the first request.
    const standing = request === 0 ? facts.filter(({ name }) => name === 'standing') : [];
    const state = Object.fromEntries([
      ...standing.map(({ value }) => ['pool', value]),
      ...[...earlier, ...own].map(({ name, value }) => [name, value]),
    ]);
    return outcomeOf(state, own.filter(fact => fact.name === 'draw').length);
  });
}

function outcomeOf(state: Readonly<Record<string, string>>, draws: number): Outcome {
  const counted: Outcome = draws > 0 ? { draws } : {};
  if (state.error !== undefined) return { error: state.error };
  if (state.sent) counted.sent = state.sent;
  const given = [state.answer, state.rejected && 'rejected'].filter(Boolean).join(', ');
  const answer = given || (state.stalled ? 'stalled' : undefined);
  if (answer !== undefined) return { answer, ...counted };
  const outcome: Outcome = { ...counted };
  if (state.pool) outcome.pool = state.pool;
  if (state.member) outcome.member = state.member;
  if (state.serverTls) outcome.serverTls = state.serverTls === 'on' ? 'on' : 'off';
  if (state.profile && state.serverTls !== 'off') outcome.profile = state.profile;
  if (state.sni) outcome.sni = state.sni;
  if (state.status) outcome.status = state.status;
  if (state.clientTls) outcome.clientTls = 'off';
  if (state.persist) outcome.persist = state.persist;
  if (state.host) outcome.host = state.host;
  if (state.path) outcome.path = state.path;
  return outcome;
}

function options(virtual: Virtual, connection: Connection): string {
  const { client = '10.0.0.1', sni, draws = [], records = [], requests = [], statuses = {} } = connection;
  const given = Object.entries(statuses).flatMap(([pool, list]) => [pool, tcl(list.map(String))]);
  const segments = connection.segments ?? [clientHello({ ...(sni === undefined ? {} : { sni }) })];
  return tcl([
    ...[
      'client',
      client,
      'tls',
      virtual.http || virtual.transport ? '0' : '1',
      'clientTls',
      virtual.passthroughOnly ? '0' : '1',
      'draws',
      tcl(draws.map(String)),
      'records',
      tcl(records.flat()),
    ],
    ...['transport', virtual.transport ?? '', 'serverTls', virtual.serverTls ? '1' : '0', 'statuses', tcl(given)],
    ...['reuse', virtual.irules?.includes('ab-ingress-link') ? '1' : '0'],
    ...['segments', tcl(segments.map(segment => segment.toString('hex')))],
    'requests',
    tcl(
      requests.map(({ host = '', path = '/', query = '', version = '1.1', method = 'GET', headers = {} }) =>
        tcl([host, path, query, version, method, tcl(Object.entries(headers).flat())]),
      ),
    ),
  ]);
}

function pairs(table: Readonly<Record<string, string>>): string[] {
  return Object.entries(table).flat();
}

/** A TCL list of these words. */
export function tcl(words: readonly string[]): string {
  return words
    .map(word =>
      word === ''
        ? '{}'
        : word.replace(/[^\w./:,-]/g, char => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`),
    )
    .join(' ');
}
