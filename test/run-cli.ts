import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The command as it is published: `npm test` builds it first. */
export const cliPath = fileURLToPath(new URL('../dist/cli.mjs', import.meta.url));

export interface CliResult {
  readonly stdout: string;
  readonly stderr: string;
  /** 128 and the number of the signal where one ended the process, as in a shell. */
  readonly code: number;
}

export interface CliOptions {
  readonly cwd: string;
  /** Added to an environment that holds only PATH and NO_COLOR. */
  readonly env?: Readonly<Record<string, string>>;
  /** Node's own arguments, before the command. */
  readonly node?: readonly string[];
  /** What standard input gives; there is none unless it is given. */
  readonly input?: string | Uint8Array;
}

/** Runs the command as a process of its own. */
export function render(args: readonly string[], { cwd, env, node = [], input }: CliOptions): Promise<CliResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...node, cliPath, ...args], {
      cwd,
      env: { PATH: process.env.PATH, NO_COLOR: '1', ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    // Most commands end without reading it.
    child.stdin.on('error', () => {}).end(input ?? '');
    const texts = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      texts.stdout += chunk;
    });
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      texts.stderr += chunk;
    });
    child.on('error', reject);
    child.on('close', (code, signal) => {
      const ended = { SIGINT: 130, SIGTERM: 143, SIGKILL: 137, SIGPIPE: 141 }[signal as string];
      resolve({ ...texts, code: code ?? ended ?? -1 });
    });
  });
}
