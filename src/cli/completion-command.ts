import { Argument, type Command, type Option } from 'commander';
import { ConfigurationError, loadRenderConfig, type RenderConfig } from '../load/render-config.ts';
import { type Candidate, candidateLines, candidates, directories, files } from './completion/candidates.ts';
import bash from './completion/render.bash';
import fish from './completion/render.fish';
import zsh from './completion/render.zsh';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { catalogue } from './explain-command.ts';
import { FormatOption } from './output.ts';
import { schemaNames } from './schema-command.ts';
import { print } from './streams.ts';

const scripts = { bash, fish, zsh };

export const shellArgument = (): Argument => new Argument('<shell>', 'the shell').choices(Object.keys(scripts));

/** `render completion SHELL`: the script that teaches a shell. */
export function completionCommand(shell: string): ExitCode {
  print(1, scripts[shell as keyof typeof scripts]);
  return exitCodes.clean;
}

/** `render __complete -- WORDS`: what may stand in the place of the last word. The scripts call it. */
export function completeCommand(program: Command, words: readonly string[]): ExitCode {
  print(1, candidateLines(candidates(program, words, values)));
  return exitCodes.clean;
}

function values(name: string, owner: Option | Argument, workspace: string): readonly Candidate[] {
  if (owner.argChoices) return words(owner.argChoices);
  if (owner instanceof FormatOption) return words(owner.formats);
  switch (name) {
    case 'cluster':
      return words(configOf(workspace)?.clusters.map(cluster => cluster.name) ?? []);
    case 'state':
      return words(['rendered', 'live', 'HEAD']);
    case 'what':
      return catalogue().map(({ rule, message }) => ({ word: rule, description: message }));
    case 'file':
    case 'paths':
      return [files];
    case 'dir':
      return [directories];
    case 'name':
      return words(
        owner instanceof Argument ? schemaNames() : (configOf(workspace)?.bigips.map(bigip => bigip.name) ?? []),
      );
    default:
      return [];
  }
}

const words = (list: readonly string[]): Candidate[] => list.map(word => ({ word }));

/** Nothing is said while somebody types: without a usable `render.yaml` there is nothing to choose from. */
function configOf(workspace: string): RenderConfig | undefined {
  try {
    return loadRenderConfig(workspace);
  } catch (error) {
    if (error instanceof ConfigurationError) return undefined;
    throw error;
  }
}
