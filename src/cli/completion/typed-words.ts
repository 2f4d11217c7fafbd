import type { Argument, Command, Option } from 'commander';

/** What a command line means up to the word that is being typed. */
export interface TypedWords {
  /** The command that is meant: without one it is that which runs then. */
  readonly command: Command;
  /** Where a command of it may stand. */
  readonly group?: Command;
  /** The option whose value is being typed. */
  readonly option?: Option;
  /** Otherwise the argument that may be; absent where there are no more. */
  readonly argument?: Argument;
  /** Arguments that are typed already. */
  readonly given: readonly string[];
  /** What is typed of the word, and what of it stands before a value, as in `--format=`. */
  readonly current: string;
  readonly prefix: string;
}

/** Reads the words behind the program's name; the last is the one that is being typed, and may be empty. */
export function readTypedWords(program: Command, words: readonly string[], unnamed: string): TypedWords {
  const meantBy = (named: Command): Command =>
    (named === program && program.commands.find(each => each.name() === unnamed)) || named;
  let named = program;
  let pending: Option | undefined;
  let onlyArguments = false;
  const given: string[] = [];
  for (const word of words.slice(0, -1)) {
    // bash takes `--format=json` for three words.
    if (pending && word === '=') continue;
    if (pending) pending = undefined;
    else if (!onlyArguments && word === '--') onlyArguments = true;
    else if (!onlyArguments && word.startsWith('-')) pending = takesValue(meantBy(named), word);
    else {
      const next = given.length === 0 ? named.commands.find(each => each.name() === word) : undefined;
      if (next) named = next;
      else given.push(word);
    }
  }
  const current = words.at(-1) ?? '';
  const command = meantBy(named);
  if (pending) return { command, option: pending, given, current: current === '=' ? '' : current, prefix: '' };
  const [, name = '', value = ''] = /^(--[^=]+)=(.*)$/s.exec(onlyArguments ? '' : current) ?? [];
  const option = takesValue(command, name);
  if (option) return { command, option, given, current: value, prefix: `${name}=` };
  const { registeredArguments: all } = command;
  const argument = all[given.length] ?? (all.at(-1)?.variadic ? all.at(-1) : undefined);
  const group = given.length === 0 && named.commands.length > 0 ? named : undefined;
  return { command, ...(group && { group }), ...(argument && { argument }), given, current, prefix: '' };
}

function takesValue(command: Command, word: string): Option | undefined {
  const option = optionsOf(command).find(({ long, short }) => long === word || short === word);
  return option?.required || option?.optional ? option : undefined;
}

/** Options of a command and of those above it. */
export function optionsOf(command: Command): readonly Option[] {
  return [...command.options, ...(command.parent ? optionsOf(command.parent) : [])];
}
