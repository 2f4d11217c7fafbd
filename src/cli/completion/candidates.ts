import type { Argument, Command, Option } from 'commander';
import { optionsOf, readTypedWords, type TypedWords } from './typed-words.ts';

/** A word that may stand there; `:files` and `:directories` ask the shell for its own. */
export interface Candidate {
  readonly word: string;
  readonly description?: string;
}

export const files: Candidate = { word: ':files' };
export const directories: Candidate = { word: ':directories' };

/** What may stand for a value, by what it is called: the `cluster` of `--as <cluster>`. `workspace` is where the words say it is. */
export type Values = (name: string, owner: Option | Argument, workspace: string) => readonly Candidate[];

/** What may stand in the place of the last of the words. */
export function candidates(program: Command, words: readonly string[], values: Values): readonly Candidate[] {
  const typed = readTypedWords(program, words, 'build');
  const { option, argument, prefix, current } = typed;
  const workspace = workspaceOf(typed);
  if (option) {
    const found = values(/<(.+?)(?:\.\.\.)?>/.exec(option.flags)?.[1] ?? '', option, workspace);
    return found.map(candidate => ({
      ...candidate,
      word: isAsked(candidate) ? candidate.word : prefix + candidate.word,
    }));
  }
  if (current.startsWith('-')) return optionCandidates(typed.command);
  const commands = typed.group ? commandCandidates(typed.group) : [];
  return [...commands, ...(argument ? values(argument.name(), argument, workspace) : [])];
}

function isAsked({ word }: Candidate): boolean {
  return word === files.word || word === directories.word;
}

/** Of a command that has a directory among its arguments, the one that is typed. */
function workspaceOf({ command, given }: TypedWords): string {
  const at = command.registeredArguments.findIndex(argument => argument.name() === 'dir');
  return given[at] ?? '.';
}

function commandCandidates(group: Command): Candidate[] {
  const commands = group.createHelp().visibleCommands(group);
  return commands.map(each => ({ word: each.name(), description: each.description() }));
}

function optionCandidates(command: Command): Candidate[] {
  const shown = optionsOf(command).filter(({ hidden, long }) => !hidden && long);
  return [
    ...shown.map(({ long, description }) => ({ word: long!, description })),
    { word: '--help', description: 'display help for command' },
  ];
}

/** As the scripts of the shells read them: a line each, with the description behind a tab. */
export function candidateLines(found: readonly Candidate[]): string {
  return found.map(({ word, description }) => `${word}${description ? `\t${description}` : ''}\n`).join('');
}
