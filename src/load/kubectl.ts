import { OutsideError } from '../outside-error.ts';

/** What an API server answers: a text, or in one of its own words why there is none. */
export type Reply =
  | { readonly text: string; readonly refused?: undefined }
  | { readonly refused: 'Forbidden' | 'NotFound' | 'Expired'; readonly message: string };

/** Reads from API servers, and can do nothing else. Each function throws `OutsideError` for what nobody can go on with. */
export interface Kubectl {
  /** Contexts of the kubeconfig. */
  readonly contexts: () => Promise<readonly string[]>;
  /** What stands at a path of the API, `/api/v1/nodes?limit=500`. */
  readonly get: (context: string, path: string) => Promise<Reply>;
}

export interface KubectlOptions {
  /** File to use in place of that of `KUBECONFIG`, or `~/.kube/config`. */
  readonly kubeconfig?: string;
  /** Seconds that the API server has for an answer. */
  readonly timeout: number;
  /** Ends what is running. */
  readonly signal: AbortSignal;
}

/** Processes that run at the same time. */
const atOnce = 4;
/** Milliseconds for what kubectl has printed, after it has ended. */
const leave = 2_000;
/** Seconds beyond the answer of the API server: a credential plugin may have to fetch a token first. */
const patience = 30;

/**
 * Runs kubectl, which knows every way to an API server. Paths are read raw: kubectl then neither asks which kinds there are nor
 * writes to its cache.
 */
export function createKubectl({ kubeconfig, timeout, signal }: KubectlOptions): Kubectl {
  let running = 0;
  const waiting: Array<() => void> = [];
  const run = async (args: readonly string[]): Promise<Said> => {
    if (running < atOnce) running++;
    else await new Promise<void>(resolve => waiting.push(resolve));
    try {
      return await start(args);
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  };
  const start = async (args: readonly string[]): Promise<Said> => {
    signal.throwIfAborted();
    const { execa } = await import('execa');
    const config = kubeconfig === undefined ? [] : [`--kubeconfig=${kubeconfig}`];
    const child = execa('kubectl', [...config, ...args], {
      // Nobody is there to answer: what would ask fails, and says so.
      stdin: 'ignore',
      reject: false,
      timeout: (timeout + patience) * 1000,
      cancelSignal: signal,
      maxBuffer: 512 * 1024 * 1024,
      stripFinalNewline: false,
    });
    // A credential plugin that goes on without kubectl holds on to its output.
    child.once('exit', (_, killed) => {
      const letGo = (): void => [child.stdout, child.stderr].forEach(stream => void stream.destroy());
      // After a look at the pipes, however late it is by then: what is in them is read.
      setTimeout(() => setImmediate(letGo), killed ? 0 : leave).unref();
    });
    const said = await child;
    signal.throwIfAborted();
    if (said.exitCode === 0) return { ok: true, text: said.stdout };
    if (said.timedOut) throw new OutsideError(`kubectl does not end within ${timeout + patience} seconds`);
    if (said.code === 'ENOENT') throw new OutsideError(missing);
    if (said.isMaxBuffer) throw new OutsideError('kubectl prints more than 512 MiB');
    return { ok: false, text: said.stderr.trim() || `it ends with exit code ${said.exitCode ?? said.signal}` };
  };
  return {
    contexts: async () => {
      const { ok, text } = await run(['config', 'get-contexts', '-o', 'name']);
      if (!ok) throw new OutsideError(`kubectl cannot read the kubeconfig: ${firstLine(text)}`);
      return text.split('\n').filter(Boolean);
    },
    get: async (context, path) => {
      const { ok, text } = await run([
        ...[`--context=${context}`, `--request-timeout=${timeout}s`],
        ...['get', '--raw', path],
      ]);
      return ok ? { text } : refusal(text, timeout);
    },
  };
}

interface Said {
  readonly ok: boolean;
  readonly text: string;
}

const missing =
  'kubectl is not installed, or not on PATH; https://kubernetes.io/docs/tasks/tools/ tells how to get it, and on OpenShift `oc` brings it along';

/** Makes sense of what kubectl says where it fails. */
function refusal(text: string, timeout: number): Reply {
  const [, reason = '', message = ''] = /^Error from server \((\w+)\): ([\s\S]*)/.exec(text) ?? [];
  if (reason === 'Forbidden' || reason === 'NotFound' || reason === 'Expired')
    return { refused: reason, message: firstLine(message) };
  throw new OutsideError(problemOf(text, reason === '' ? '' : firstLine(message), timeout));
}

/** What is wrong, by what kubectl says of it. */
const problems: ReadonlyArray<readonly [RegExp, (match: RegExpExecArray) => string]> = [
  [
    /You must be logged in to the server|Unauthorized/,
    () => 'the API server does not take the credentials; log in again',
  ],
  [
    /getting credentials: exec: executable (.+) not found/,
    ([, plugin]) => `the kubeconfig gets its credentials from ${plugin}, which is not installed`,
  ],
  [
    /getting credentials: .*standard input is not a terminal/,
    () => 'the kubeconfig asks for credentials, and there is no terminal to ask at; log in first',
  ],
  [/getting credentials: (.*)/, ([, why]) => `there are no credentials: ${why}; log in again`],
  [/x509: (.*)/, ([, why]) => `the certificate of the API server is not to be trusted: ${why}`],
  [/The connection to the server (\S+) was refused/, ([, server]) => `the API server ${server} refuses the connection`],
  [/Unable to connect to the server: (.*)/, ([, why]) => `the API server cannot be reached: ${why}`],
  [/^error: ([\s\S]*)/, ([, why = '']) => `kubectl fails: ${firstLine(why)}`],
];

function problemOf(text: string, message: string, timeout: number): string {
  if (/Client\.Timeout|context deadline exceeded|i\/o timeout|request did not complete within/.test(text))
    return `the API server does not answer within ${timeout} seconds; --timeout gives it longer`;
  for (const [pattern, words] of problems) {
    const match = pattern.exec(text);
    if (match) return words(match);
  }
  return message === '' ? `kubectl fails: ${firstLine(text)}` : `the API server fails: ${message}`;
}

/** A message is one line, whatever a gateway on the way makes of it. */
function firstLine(text: string): string {
  const line = text.split('\n').find(part => part.trim() !== '') ?? '';
  return line.length > 300 ? `${line.slice(0, 300)}…` : line.trim();
}
