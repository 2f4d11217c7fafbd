import { resolve } from 'node:path';
import { type FindingFormat, findingFormats } from '../cli/output.ts';
import { UsageError } from '../cli/usage-error.ts';
import { suggestion } from '../load/suggestion.ts';

export const commands = ['validate', 'build-check', 'parity', 'diff', 'sync', 'comment'] as const;
export type CommandName = (typeof commands)[number];
export const failLevels = ['error', 'warning', 'info', 'never'] as const;
export type FailLevel = (typeof failLevels)[number];
const commitModes = ['false', 'push', 'pull-request'] as const;
export type CommitMode = (typeof commitModes)[number];

/** A file that the findings are written to. */
export interface FormatFile {
  readonly name: FindingFormat;
  readonly file: string;
}

/** What `with:` of the step says; `action.yml` tells of each. What is not given is empty or absent. */
export interface Inputs {
  readonly commands: readonly CommandName[];
  readonly path: string;
  readonly failOn: FailLevel;
  readonly formatFiles: readonly FormatFile[];
  readonly baseline?: string;
  readonly comment: boolean;
  readonly commentId: string;
  readonly commentFile: string;
  readonly base: string;
  readonly against: string;
  readonly as?: string;
  readonly commit: CommitMode;
  readonly commitMessage: string;
  readonly token: string;
  readonly bigip: {
    readonly url?: string;
    readonly username: string;
    readonly password: string;
    readonly trustedCerts?: string;
    readonly names?: readonly string[];
  };
  readonly apply: boolean;
  readonly prune: boolean;
  readonly force: boolean;
  readonly adopt: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Inputs as the runner hands them over, in `INPUT_<NAME>`. Throws `UsageError`. */
export function readInputs(env: Environment): Inputs {
  const text = (name: string, otherwise = ''): string => env[`INPUT_${name.toUpperCase()}`]?.trim() || otherwise;
  const given = (name: string): string | undefined => text(name) || undefined;
  const words = (name: string): string[] =>
    text(name)
      .split(/[\s,]+/)
      .filter(Boolean);
  const flag = (name: string, otherwise = false): boolean => {
    const value = text(name, String(otherwise));
    if (/^(?:true|True|TRUE)$/.test(value)) return true;
    if (/^(?:false|False|FALSE)$/.test(value)) return false;
    throw new UsageError(`input ${name} is neither true nor false: ${JSON.stringify(value)}`);
  };
  const path = text('path', '.');
  const [url, as, baseline, trustedCerts] = ['bigip-url', 'as', 'baseline', 'trusted-certs'].map(given);
  const names = words('bigip');
  return {
    commands: chosenCommands(words('command')),
    path,
    failOn: oneOf('fail-on', text('fail-on', 'error'), failLevels),
    formatFiles: formatFiles(text('format-files').split(/\s+/).filter(Boolean)),
    ...(baseline !== undefined && { baseline: resolve(baseline) }),
    comment: flag('comment', true),
    commentId: text('comment-id', path),
    commentFile: text('comment-file'),
    base: revision('base', text('base')),
    against: revision('against', text('against')),
    ...(as !== undefined && { as }),
    commit: oneOf('commit', text('commit', 'false'), commitModes),
    commitMessage: text('commit-message', 'Render AS3 declarations'),
    token: text('github-token'),
    bigip: {
      ...(url !== undefined && { url }),
      username: text('bigip-username'),
      // A password may begin or end with a blank; a line end is that of the file that it was once in.
      password: (env['INPUT_BIGIP-PASSWORD'] ?? '').replace(/\r?\n$/, ''),
      ...(trustedCerts !== undefined && { trustedCerts }),
      ...(names.length > 0 && { names }),
    },
    apply: flag('apply'),
    prune: flag('prune'),
    force: flag('force'),
    adopt: flag('adopt'),
  };
}

function chosenCommands(words: readonly string[]): CommandName[] {
  const named = words.length === 0 ? ['validate'] : words;
  const chosen = [...new Set(named.map(word => oneOf('command', word, commands)))];
  if (chosen.length > 1 && chosen.includes('comment'))
    throw new UsageError('command comment posts what another run has made: give it a step of its own');
  return chosen;
}

function oneOf<Name extends string>(input: string, word: string, known: readonly Name[]): Name {
  const found = known.find(name => name === word);
  if (found !== undefined) return found;
  const { suggested } = suggestion(word, known);
  const hint = suggested ? `; did you mean ${suggested}?` : '';
  throw new UsageError(`input ${input} ${JSON.stringify(word)} is not one of ${known.join(', ')}${hint}`);
}

function formatFiles(words: readonly string[]): FormatFile[] {
  return words.map(word => {
    const [, name = '', file = ''] = /^([^=]*)=?(.*)$/s.exec(word) ?? [];
    const known = oneOf(
      'format-files',
      name,
      findingFormats.filter(format => format !== 'pretty'),
    );
    if (file === '') throw new UsageError(`input format-files ${JSON.stringify(word)} names no file: ${name}=FILE`);
    return { name: known, file };
  });
}

/** git would take it for an option. */
function revision(input: string, text: string): string {
  if (text.startsWith('-')) throw new UsageError(`input ${input} ${JSON.stringify(text)} is no revision`);
  return text;
}
