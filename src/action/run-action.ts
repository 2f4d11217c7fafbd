import { readdirSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { failureOf } from '../cli/describe-error.ts';
import { exitCodes } from '../cli/exit-codes.ts';
import { enclosingWorkspace } from '../cli/scope.ts';
import { UsageError } from '../cli/usage-error.ts';
import { OutsideError } from '../outside-error.ts';
import { systemReason } from '../system-errors.ts';
import { baseCommit, mergedInto } from './base-commit.ts';
import { type Committed, commitRendered } from './commit-rendered.ts';
import { type CommitTarget, commitTarget } from './commit-target.ts';
import type { Event } from './event.ts';
import { gitAccess } from './git-access.ts';
import type { CommandName, Inputs } from './inputs.ts';
import { postKeptComment } from './post-comment.ts';
import { refuse } from './refusals.ts';
import { runCommand, type Told } from './run-command.ts';
import { say, setOutputs, withoutCommandsIn } from './runner.ts';
import { type Base, type Runner, tell } from './tell.ts';

/** Runs the commands, tells of them wherever GitHub shows something, and returns the exit code. */
export async function runAction(inputs: Inputs, runner: Runner): Promise<number> {
  const { event } = runner;
  refuse(inputs, event);
  if (inputs.commands.includes('comment')) return runComment(inputs, runner);
  if (event.name === 'pull_request_target')
    say('warning', 'pull_request_target has secrets: never check out the content of the pull request in it');
  const root = workspaceAt(inputs.path);
  const access = gitAccess(runner.serverUrl, inputs.token);
  const target = inputs.commit === 'false' ? undefined : await commitTarget(root, inputs.commit, runner);
  if (target && 'reason' in target) say('warning', target.reason);
  const base = await baseOf(root, inputs, event, access);
  if (base && 'problem' in base) say('notice', `What the change touches cannot be told: ${base.problem}`);
  const against = inputs.against || (base && 'commit' in base && base.commit) || 'rendered';
  const writes = target !== undefined && 'branch' in target;
  const told: Told[] = [];
  // What the others compare with is still as it was committed.
  const last = (command: CommandName) => Number(writes && command === 'build-check');
  for (const command of [...inputs.commands].sort((a, b) => last(a) - last(b)))
    told.push(await withoutCommandsIn(() => runCommand(command, { inputs, against, writes })));
  const committed = writes ? await commitOf(told, { root, target, access }, inputs, runner) : {};
  return tell(told, { inputs, runner, root, base, target, committed });
}

/** Throws `UsageError` for what is no directory or an empty one, and for one within a workspace: a whole one is checked. */
function workspaceAt(path: string): string {
  const root = resolve(path);
  if (filesIn(root, path).length === 0)
    throw new UsageError(`path ${path} is an empty directory; actions/checkout goes before this step`);
  const workspace = enclosingWorkspace(root);
  if (workspace !== undefined && workspace !== root)
    throw new UsageError(`path ${path} is within the workspace ${relative('.', workspace) || '.'}: give that`);
  return root;
}

function filesIn(root: string, path: string): readonly string[] {
  try {
    return readdirSync(root);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR')
      throw new UsageError(`path ${path} is no directory of the checkout; actions/checkout goes before this step`);
    throw new OutsideError(`path ${path} cannot be read: ${systemReason(error as NodeJS.ErrnoException)}`);
  }
}

/** What the change is compared with, or why it cannot be told; undefined where nobody asks, or there is none. */
async function baseOf(
  root: string,
  { base, commands, against }: Inputs,
  { before, pullRequest }: Event,
  access: Readonly<Record<string, string>>,
): Promise<Base | { readonly problem: string } | undefined> {
  const wanted = commands.some(command => command !== 'sync' && (command !== 'diff' || against === ''));
  if (!(base || before) || !wanted) return undefined;
  try {
    const merged = base === '' && pullRequest ? await mergedInto(root, pullRequest.head.sha) : undefined;
    const found = await baseCommit(root, base || merged || before!, access);
    return 'problem' in found ? found : { ...found, name: base || pullRequest?.base.ref || found.commit };
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    return { problem: error.message };
  }
}

/** Commits what was rendered. What keeps it from that is told as that of a command. */
async function commitOf(
  told: Told[],
  place: { readonly root: string; readonly target: CommitTarget; readonly access: Readonly<Record<string, string>> },
  inputs: Inputs,
  runner: Runner,
): Promise<Committed> {
  if (told.some(({ command, failure, blocked }) => command === 'build-check' && (failure !== undefined || blocked)))
    return {};
  try {
    const committed = await commitRendered(place, inputs, runner);
    if (committed.reason !== undefined) say('warning', committed.reason);
    return committed;
  } catch (error) {
    const { exitCode, message } = failureOf(error);
    told.push({ command: 'build-check', exitCode, failure: `commit: ${message}`, findings: [] });
    return {};
  }
}

async function runComment(inputs: Inputs, runner: Runner): Promise<number> {
  const stuck = await postKeptComment(inputs, runner.event, runner);
  if ('problem' in stuck) throw new OutsideError(`the comment is not up to date: ${stuck.problem}`);
  setOutputs({ 'comment-url': stuck.url });
  return exitCodes.clean;
}
