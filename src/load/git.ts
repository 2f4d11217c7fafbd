import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Findings } from '../finding.ts';
import { OutsideError } from '../outside-error.ts';
import { type FileChanges, parseDiff, wholeFileChanged } from './diff.ts';
import { ConfigurationError } from './render-config.ts';

/** What has changed in a workspace since a commit. */
export interface Changes {
  /** That commit. */
  readonly base: string;
  /** Root of the repository, absolute. */
  readonly repository: string;
  /** Way from there to the workspace, empty or with `/` at its end. */
  readonly folder: string;
  /** By path within the workspace; of what the working tree holds, committed or not. */
  readonly files: ReadonlyMap<string, FileChanges>;
  /** Paths as they were, each with what it is now. */
  readonly renamed: ReadonlyMap<string, string>;
}

export interface Said {
  readonly ok: boolean;
  readonly text: string;
  readonly error: string;
}

/** What a hook is given about the repository, relative to where git calls it: here the directory says which is meant. */
const ofHooks = { GIT_DIR: undefined, GIT_WORK_TREE: undefined, GIT_INDEX_FILE: undefined, GIT_PREFIX: undefined };

/** Runs git. Throws `OutsideError` where it is not installed. */
export async function askGit(
  cwd: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Said> {
  const { execaSync } = await import('execa');
  // No signal is handled before it has ended, so that nobody removes what it is writing.
  const said = execaSync('git', args, {
    cwd,
    // Its words are looked at.
    env: { LC_ALL: 'C', ...ofHooks, ...env },
    reject: false,
    maxBuffer: 512 * 1024 * 1024,
    stripFinalNewline: false,
  });
  if (said.exitCode === undefined) {
    const { shortMessage = 'it cannot be run' } = said as { readonly shortMessage?: string };
    throw new OutsideError(said.code === 'ENOENT' ? 'git is not installed' : `git: ${shortMessage}`);
  }
  return { ok: said.exitCode === 0, text: said.stdout, error: said.stderr.trim() };
}

/** The same for what has no reason to fail. Throws `OutsideError` with git's words. */
export async function tellGit(
  cwd: string,
  args: readonly string[],
  env?: Readonly<Record<string, string>>,
): Promise<string> {
  const { ok, text, error } = await askGit(cwd, args, env);
  if (!ok) throw new OutsideError(`git ${args.find(arg => /^[a-z][a-z-]*$/.test(arg)) ?? ''} fails: ${error}`);
  return text;
}

/** Compares the working tree with the merge base of `HEAD` and a revision. Throws `ConfigurationError` and `OutsideError`. */
export function changesSince(root: string, revision: string): Promise<Changes> {
  return changes(root, { option: '--changed-since', revision, mergeBase: true });
}

/** Compares the working tree with a revision itself. Throws `ConfigurationError` and `OutsideError`. */
export function changesAgainst(root: string, revision: string): Promise<Changes> {
  return changes(root, { option: '--against', revision, mergeBase: false });
}

interface Revision {
  /** Option that names it. */
  readonly option: string;
  readonly revision: string;
  /** Compares with the commit that it has in common with `HEAD`. */
  readonly mergeBase: boolean;
}

async function changes(root: string, { option, revision, mergeBase }: Revision): Promise<Changes> {
  const unusable = (problem: string): ConfigurationError => {
    const findings = new Findings();
    findings.add('revision-unusable', { option, revision, problem });
    return new ConfigurationError(findings);
  };
  const inside = await askGit(root, ['rev-parse', '--show-toplevel', '--show-prefix']);
  if (!inside.ok) {
    // Everything but the ordinary case, such as a repository of another owner, is told in git's own words.
    throw /not a git repository/i.test(inside.error)
      ? unusable('the workspace is in no Git repository')
      : new OutsideError(`git cannot read the repository: ${inside.error}`);
  }
  const [repository = '', folder = ''] = inside.text.split('\n');
  const shallow = (await tellGit(root, ['rev-parse', '--is-shallow-repository'])).trim() === 'true';
  const more = shallow ? '; this clone is shallow, so fetch more of the history' : '';
  const named = await askGit(root, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`]);
  if (!named.ok) throw unusable(`Git knows no such revision${more}`);
  const common = mergeBase ? await askGit(root, ['merge-base', named.text.trim(), 'HEAD']) : named;
  if (!common.ok) throw unusable(`it has no commit in common with HEAD${more}`);
  const base = common.text.trim();
  const diff = await tellGit(root, [
    ...['-c', 'core.quotePath=false', 'diff', '--unified=0', '--inter-hunk-context=0', '--find-renames', '--relative'],
    ...['--no-color', '--no-ext-diff', '--no-textconv', '--src-prefix=a/', '--dst-prefix=b/', '--submodule=short'],
    ...[base, '--', '.'],
  ]);
  const { files, renamed } = parseDiff(diff);
  const untracked = await tellGit(root, ['ls-files', '--others', '--exclude-standard', '-z']);
  for (const path of untracked.split('\0')) if (path !== '') files.set(path, wholeFileChanged);
  return { base, repository, folder, files, renamed };
}

/** A directory of our own, until it is removed. */
export function temporaryDirectory(): { readonly path: string; readonly remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'cis-render-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** Puts the files of a commit into a directory, without a trace in the repository, and says where they are. Throws `OutsideError`. */
export async function checkOut({ repository, base }: Changes, place: string): Promise<string> {
  const directory = join(place, 'tree');
  mkdirSync(directory);
  const env = { GIT_INDEX_FILE: join(place, 'index') };
  await tellGit(repository, ['-c', 'core.sparseCheckout=false', 'read-tree', base], env);
  await tellGit(repository, ['checkout-index', '--all', '--quiet', `--prefix=${directory}/`], env);
  return directory;
}
