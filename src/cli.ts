import './cli/heap.ts';
import { Command, CommanderError, Option } from 'commander';
import { buildCommand } from './cli/build-command.ts';
import { describeError } from './cli/describe-error.ts';
import { type ExitCode, exitCodes } from './cli/exit-codes.ts';
import { lspCommand } from './cli/lsp-command.ts';
import { findingFormats, formatOption, resourceFormats } from './cli/output.ts';
import { statusCommand } from './cli/status-command.ts';
import { validateCommand } from './cli/validate-command.ts';

declare const __VERSION__: string;

const asOption = () => new Option('--as <cluster>', 'the view of the controller that runs in this cluster');
const withoutOption = () => new Option('--without <cluster>', "leave this cluster's members out of the view");

let exitCode: ExitCode = exitCodes.clean;
const then = async (code: Promise<ExitCode>): Promise<void> => {
  exitCode = await code;
};

const program = new Command('render')
  .description('Renders the AS3 that F5 Container Ingress Services would post from the manifests in a workspace.')
  .version(__VERSION__)
  .option('--no-color', 'no colours, as with NO_COLOR')
  .exitOverride()
  .showSuggestionAfterError()
  .addHelpText(
    'after',
    '\nExit codes: 0 clean, 1 findings or out of date, 2 wrong usage or configuration, 3 a failure outside.',
  );

program
  .command('build', { isDefault: true })
  .description('write rendered/<cluster>/<tenant>.json for every controller, and print what is in them')
  .argument('[dir]', 'the workspace', '.')
  .option('--check', 'write nothing; tell what is out of date')
  .addOption(asOption())
  .option('--stdout', 'print one declaration, and nothing else, to standard output')
  .addOption(withoutOption())
  .addOption(formatOption(findingFormats))
  .action((dir: string, _flags: object, command: Command) => then(buildCommand(dir, command.optsWithGlobals())));

program
  .command('status')
  .description('tell what the controller would make of each resource')
  .argument('[dir]', 'the workspace', '.')
  .addOption(asOption().makeOptionMandatory())
  .addOption(withoutOption())
  .addOption(formatOption(resourceFormats))
  .action((dir: string, _flags: object, command: Command) => then(statusCommand(dir, command.optsWithGlobals())));

program
  .command('validate')
  .description('report everything that the controller would refuse, ignore or take in another way')
  .argument('[paths...]', 'a workspace, or files and directories in one')
  .option('--fix', 'print, as a diff, what puts right what has one right answer; write nothing')
  .option('--write', 'with --fix: write it, then validate again')
  .addOption(formatOption(findingFormats))
  .action((paths: string[], _flags: object, command: Command) =>
    then(validateCommand(paths, command.optsWithGlobals())),
  );

program
  .command('lsp')
  .description('serve the Language Server Protocol to an editor, over standard input and output')
  .addOption(new Option('--stdio', 'what it does anyway: some editors ask for it'))
  .addOption(new Option('--clientProcessId <id>', 'the process that it ends with').hideHelp())
  .addHelpText('after', '\nHow to set up an editor: docs/editor.md.')
  .action(() => lspCommand());

try {
  await program.parseAsync();
  process.exitCode = exitCode;
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? exitCodes.clean : exitCodes.usage;
  else process.exitCode = describeError(error, program.opts<{ color: boolean }>().color);
}
