import { execFileSync } from 'node:child_process';
import { type Files, temporaryWorkspace, writeFiles } from './temporary-workspace.ts';

const identity = ['-c', 'user.name=test', '-c', 'user.email=test@example.com', '-c', 'commit.gpgsign=false'];

/** Runs git as on a machine where nobody has configured it. */
export function git(cwd: string, ...args: string[]): string {
  const env = { PATH: process.env.PATH, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
  return execFileSync('git', [...identity, ...args], { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

/** A repository with one commit of these files, on branch `main`. */
export function temporaryRepository(files: Files): string {
  const root = temporaryWorkspace(files);
  git(root, 'init', '--quiet', '--initial-branch=main');
  commit(root);
  return root;
}

/** Writes files and commits all that there is. */
export function commit(root: string, files: Files = {}): void {
  writeFiles(root, files);
  git(root, 'add', '--all');
  git(root, 'commit', '--quiet', '--allow-empty', '--message=change');
}
