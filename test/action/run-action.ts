import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { load } from 'js-yaml';
import { temporaryWorkspace, writeFiles } from '../temporary-workspace.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

interface Described {
  readonly description: string;
  readonly default?: string;
}

/** What GitHub reads of the action. */
export const metadata = load(readFileSync(join(root, 'action.yml'), 'utf8')) as {
  readonly inputs: Readonly<Record<string, Described>>;
  readonly outputs: Readonly<Record<string, Described>>;
  readonly runs: { readonly using: string; readonly main: string };
};

export interface ActionResult {
  readonly code: number;
  readonly stdout: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  /** Workflow commands that the runner would take, without what stands between `stop-commands` and its end. */
  readonly commands: readonly string[];
}

export interface ActionOptions {
  /** The checkout. */
  readonly cwd: string;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly event?: { readonly name: string; readonly payload: object | string };
}

/** Runs the bundled file as the runner does: inputs, defaults among them, in the environment, results in files. */
export async function runAction({ cwd, inputs = {}, env = {}, event }: ActionOptions): Promise<ActionResult> {
  const unknown = Object.keys(inputs).filter(name => !(name in metadata.inputs));
  if (unknown.length > 0) throw new Error(`action.yml has no input ${unknown.join(', ')}`);
  const away = temporaryWorkspace({ output: '', summary: '', 'temp/.keep': '' });
  const given = Object.entries(metadata.inputs).map(([name, { default: value = '' }]) => [
    `INPUT_${name.toUpperCase()}`,
    inputs[name] ?? value.replace(/^\$\{\{ github\.token \}\}$/, 'job-token'),
  ]);
  if (event)
    writeFiles(away, {
      'event.json': typeof event.payload === 'string' ? event.payload : JSON.stringify(event.payload),
    });
  const child = spawn(process.execPath, [join(root, metadata.runs.main)], {
    cwd,
    env: {
      PATH: process.env.PATH,
      HOME: away,
      GIT_CONFIG_NOSYSTEM: '1',
      GITHUB_ACTIONS: 'true',
      GITHUB_REPOSITORY: 'shop/manifests',
      GITHUB_SHA: 'c'.repeat(40),
      GITHUB_EVENT_NAME: event?.name ?? 'push',
      GITHUB_OUTPUT: join(away, 'output'),
      GITHUB_STEP_SUMMARY: join(away, 'summary'),
      RUNNER_TEMP: join(away, 'temp'),
      // Nobody answers there.
      GITHUB_API_URL: 'http://127.0.0.1:9',
      ...(event && { GITHUB_EVENT_PATH: join(away, 'event.json') }),
      ...Object.fromEntries(given),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const texts = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    texts.stdout += chunk;
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    texts.stderr += chunk;
  });
  const code = await new Promise<number>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', exitCode => resolve(exitCode ?? -1));
  });
  // What is said there, the runner may read before `stop-commands`.
  if (texts.stderr !== '') throw new Error(`on standard error: ${texts.stderr}`);
  return {
    stdout: texts.stdout,
    code,
    outputs: readOutputs(readFileSync(join(away, 'output'), 'utf8')),
    summary: readFileSync(join(away, 'summary'), 'utf8'),
    commands: commandsIn(texts.stdout),
  };
}

/** As the runner reads them: `name<<delimiter`, the value, the delimiter. */
function readOutputs(text: string): Record<string, string> {
  const outputs: Record<string, string> = {};
  const lines = text.split('\n');
  for (let at = 0; at < lines.length - 1; at++) {
    const [, name = '', delimiter = ''] = /^(.+?)<<(.+)$/.exec(lines[at] ?? '') ?? [];
    const end = lines.indexOf(delimiter, at + 1);
    if (name === '' || end < 0) throw new Error(`no output: ${lines[at]}`);
    outputs[name] = lines.slice(at + 1, end).join('\n');
    at = end;
  }
  return outputs;
}

function commandsIn(stdout: string): string[] {
  const commands: string[] = [];
  let stopped: string | undefined;
  for (const line of stdout.split('\n')) {
    const stop = /^::stop-commands::(.+)$/.exec(line)?.[1];
    if (stopped !== undefined) stopped = line === `::${stopped}::` ? undefined : stopped;
    else if (stop !== undefined) stopped = stop;
    else if (/^\s*::/.test(line) || line.includes('##[')) commands.push(line);
  }
  return commands;
}

/** The text of a file that an output names. */
export function fileOf(result: ActionResult, output: string): string {
  const path = result.outputs[output];
  if (path === undefined || !existsSync(path)) throw new Error(`output ${output} names no file: ${path}`);
  return readFileSync(path, 'utf8');
}
