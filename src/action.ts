import process from 'node:process';
import { readEvent } from './action/event.ts';
import { readInputs } from './action/inputs.ts';
import { runAction } from './action/run-action.ts';
import { mask, say, withoutCommandsIn } from './action/runner.ts';
import { describeError, failureOf } from './cli/describe-error.ts';
import { printToOneStream } from './cli/streams.ts';

/** The GitHub Action: `action.yml` tells of its inputs and outputs. */
async function main(): Promise<number> {
  const { env } = process;
  const inputs = readInputs(env);
  const { token, bigip } = inputs;
  // No program that is run needs them, and there are secrets among them.
  for (const name of Object.keys(env)) if (name.startsWith('INPUT_')) delete env[name];
  mask(token);
  mask(bigip.password);
  // Nothing secret is an argument. What the job has set itself counts where there is no input.
  if (bigip.username !== '') env.BIGIP_USERNAME = bigip.username;
  if (bigip.password !== '') env.BIGIP_PASSWORD = bigip.password;
  return runAction(inputs, {
    event: readEvent(env.GITHUB_EVENT_NAME ?? '', env.GITHUB_EVENT_PATH),
    apiUrl: env.GITHUB_API_URL || 'https://api.github.com',
    serverUrl: env.GITHUB_SERVER_URL || 'https://github.com',
    repository: env.GITHUB_REPOSITORY ?? '',
    ref: env.GITHUB_REF ?? '',
    sha: env.GITHUB_SHA ?? '',
  });
}

// The runner reads standard error on its own, so that what is said there may come before `stop-commands`, or after its end.
printToOneStream();
try {
  process.exitCode = await main();
} catch (error) {
  say('error', failureOf(error).message);
  process.exitCode = await withoutCommandsIn(async () => describeError(error, true));
}
