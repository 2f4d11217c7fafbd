import { resolve } from 'node:path';
import { Command, CommanderError, Option } from 'commander';
import { argocdGenerate, argocdParameters } from './cli/argocd-command.ts';
import { buildCommand } from './cli/build-command.ts';
import { completeCommand, completionCommand, shellArgument } from './cli/completion-command.ts';
import { describeError } from './cli/describe-error.ts';
import { diffCommand } from './cli/diff-command.ts';
import { exitCodes } from './cli/exit-codes.ts';
import { explainCommand, explainFormats } from './cli/explain-command.ts';
import { fnCommand } from './cli/fn-command.ts';
import { type InitFlags, initCommand, unknownAction } from './cli/init-command.ts';
import { lspCommand } from './cli/lsp-command.ts';
import { diffFormats, findingFormats, formatOption, resourceFormats, syncFormats } from './cli/output.ts';
import { parityCommand } from './cli/parity-command.ts';
import { schemaCommand } from './cli/schema-command.ts';
import { snapshotCommand } from './cli/snapshot-command.ts';
import { statusCommand } from './cli/status-command.ts';
import { print } from './cli/streams.ts';
import { syncCommand } from './cli/sync-command.ts';
import { UsageError } from './cli/usage-error.ts';
import { validateCommand } from './cli/validate-command.ts';

declare const __VERSION__: string;

const asOption = () => new Option('--as <cluster>', 'the view of the controller that runs in this cluster');
const baselineOption = () =>
  new Option('--baseline <file>', 'findings that this file has are suppressed').argParser((path: string) =>
    resolve(path),
  );
const noBaselineOption = () => new Option('--no-baseline', 'no baseline, although render.yaml names one');
const withoutOption = () => new Option('--without <cluster>', "leave this cluster's members out of the view");

/** Repeated, and not followed by a list: what comes behind it may be the workspace. */
const names = (name: string, before: readonly string[] = []): string[] => [...before, name];
/** Which BIG-IP, and how it is reached. */
const withBigip = (command: Command): Command =>
  command
    .addOption(new Option('--bigip <name>', 'only this BIG-IP of render.yaml; may be repeated').argParser(names))
    .option('--bigip-url <url>', 'the BIG-IP, where render.yaml names none (also BIGIP_URL)')
    .option(
      '--credentials-directory <dir>',
      'files username, password and url, instead of BIGIP_USERNAME and BIGIP_PASSWORD',
    )
    .option('--trusted-certs <file>', 'PEM of certificates that are trusted beside those of the system')
    .option('--insecure', 'do not verify certificates');
/** A path as it is given: an empty one, such as of a variable that is not set, would mean the current directory. */
const givenPath = (path: string): string => {
  if (path === '') throw new UsageError('a path is empty: name a directory, or leave it out for the current one');
  return path;
};

const largest = 1_000_000;
const secondsOption = (flags: string, description: string) =>
  new Option(flags, description).argParser((text: string) => positive(flags, text, /^\d+(?:\.\d+)?$/));
const countOption = (flags: string, description: string) =>
  new Option(flags, description).argParser((text: string) => positive(flags, text, /^\d+$/));
const positive = (flags: string, text: string, form: RegExp): number => {
  if (!form.test(text) || Number(text) <= 0)
    throw new UsageError(`${flags.split(' ')[0]} ${JSON.stringify(text)} is no positive number`);
  // Timers of Node end at 24 days.
  if (Number(text) > largest) throw new UsageError(`${flags.split(' ')[0]} ${text} is more than ${largest}`);
  return Number(text);
};

let exitCode: number = exitCodes.clean;
const then = async (code: number | Promise<number>): Promise<void> => {
  exitCode = await code;
};

const program = new Command('render')
  .description('Renders the AS3 that F5 Container Ingress Services would post from the manifests in a workspace.')
  .version(__VERSION__)
  .option('--no-color', 'no colours, as with NO_COLOR')
  .exitOverride()
  .configureOutput({ writeOut: text => print(1, text), writeErr: text => print(2, text) })
  .showSuggestionAfterError()
  .addHelpText(
    'after',
    '\nExit codes: 0 clean, 1 findings or out of date, 2 wrong usage or configuration, 3 a failure outside.',
  );

program
  .command('build', { isDefault: true })
  .description('write rendered/<cluster>/<tenant>.json for every controller, and print what is in them')
  .argument('[dir]', 'the workspace', givenPath, '.')
  .option('--check', 'write nothing; tell what is out of date')
  .addOption(asOption())
  .option('--stdout', 'print one declaration, and nothing else, to standard output')
  .addOption(withoutOption())
  .addOption(baselineOption())
  .addOption(noBaselineOption())
  .addOption(formatOption(findingFormats))
  .action((dir: string, _flags: object, command: Command) => then(buildCommand(dir, command.optsWithGlobals())));

program
  .command('status')
  .description('tell what the controller would make of each resource')
  .argument('[dir]', 'the workspace', givenPath, '.')
  .addOption(asOption().makeOptionMandatory())
  .addOption(withoutOption())
  .addOption(formatOption(resourceFormats))
  .action((dir: string, _flags: object, command: Command) => then(statusCommand(dir, command.optsWithGlobals())));

program
  .command('validate')
  .description('report everything that the controller would refuse, ignore or take in another way')
  .argument('[paths...]', 'a workspace, or files and directories in one; - is one file from standard input')
  .option('--fix', 'print, as a diff, what puts right what has one right answer; write nothing')
  .option('--write', 'with --fix: write it, then validate again')
  .option('--stdin-filename <file>', 'the file that standard input is read in place of')
  .addOption(baselineOption())
  .addOption(noBaselineOption())
  .option('--changed-since <revision>', 'only what is in documents changed since, or was not found before')
  .option('--watch', 'again whenever a file changes, until Ctrl-C')
  .option('--write-baseline <file>', 'write what is found to this file, as a baseline')
  .addOption(formatOption(findingFormats))
  .action((paths: string[], _flags: object, command: Command) =>
    then(validateCommand(paths.map(givenPath), command.optsWithGlobals())),
  );

withBigip(
  program
    .command('diff')
    .description('tell what the manifests change, by tenant, virtual server, pool, member and data group, and why')
    .argument('[dir]', 'the workspace', givenPath, '.')
    .option(
      '--against <state>',
      'the files of the last build (rendered), those of a Git revision, or the BIG-IP (live)',
      'rendered',
    )
    .addOption(asOption()),
)
  .addOption(formatOption(diffFormats))
  .action((dir: string, _flags: object, command: Command) => then(diffCommand(dir, command.optsWithGlobals())));

program
  .command('parity')
  .description('tell what differs between a primary and its secondary, and what a failover would change')
  .argument('[dir]', 'the workspace', givenPath, '.')
  .addOption(formatOption(findingFormats))
  .action((dir: string, _flags: object, command: Command) => then(parityCommand(dir, command.optsWithGlobals())));

program
  .command('snapshot')
  .description('write inventory.yaml: what live clusters have and Git does not, read with kubectl')
  .argument('[dir]', 'the workspace', givenPath, '.')
  .addOption(new Option('--cluster <name>', 'only this cluster; may be repeated').argParser(names))
  .option('--context <context>', 'the context of kubectl that leads to it, whatever render.yaml says')
  .option('--kubeconfig <file>', 'the kubeconfig, in place of KUBECONFIG or ~/.kube/config')
  .option('--check', 'write nothing; tell what has changed in the clusters')
  .option('--stdout', 'print the inventory of one cluster, and nothing else, to standard output')
  .option('--force', 'also replace a file that render snapshot has not written')
  .option('--no-resources', 'no Routes, custom resources and ConfigMaps: what is published stands in Git alone')
  .option('--all', 'leave no kind and no namespace out, and read the controller from its Deployment')
  .addOption(countOption('--timeout <seconds>', 'how long an API server has for each answer').default(60))
  .addOption(formatOption(resourceFormats))
  .action((dir: string, _flags: object, command: Command) => then(snapshotCommand(dir, command.optsWithGlobals())));

withBigip(
  program
    .command('sync')
    .description('tell what would change on the BIG-IP to have what is committed there; with --apply, do it')
    .argument('[dir]', 'the workspace', givenPath, '.')
    .option('--apply', 'post it (also CIS_RENDER_APPLY=true)')
    .option('--dry-run', 'ask AS3 whether it would take it; change nothing')
    .option('--plan <file>', 'write the plan to this file; with --apply, carry out that plan or nothing')
    .option('--prune', 'delete tenants of this workspace that are not committed any more')
    .option('--force', 'although more than 30 % of the members or virtual servers go away')
    .option('--adopt', 'take over tenants that somebody else has posted')
    .addOption(asOption()),
)
  .option('--watch', 'of a secondary: keep looking after the primary, take over, and stand back')
  .option('--primary-end-point <url>', 'where the primary answers, instead of what the extended ConfigMap says')
  .addOption(secondsOption('--probe-interval <seconds>', 'between two probes of the primary'))
  .addOption(secondsOption('--retry-interval <seconds>', 'between the two attempts of a probe'))
  .addOption(secondsOption('--deadline <seconds>', 'for a tenant, with all that is tried again').default(600))
  .addOption(countOption('--jobs <count>', 'BIG-IPs at once').default(4))
  .addOption(formatOption(syncFormats))
  .action((dir: string, _flags: object, command: Command) => then(syncCommand(dir, command.optsWithGlobals())));

program
  .command('explain')
  .description('tell why a rule is there, or how a resource becomes what it becomes; without either, list all rules')
  .argument('[what]', 'a rule, as findings show it in brackets, a resource: Route/shop/cart, or iomesh')
  .argument('[dir]', 'the workspace, for a resource and for iomesh', givenPath, '.')
  .addOption(asOption())
  .option('--without <cluster>', 'where requests go when the members of this cluster are gone, for a resource')
  .addOption(formatOption(explainFormats))
  .action((what: string | undefined, dir: string, _flags: object, command: Command) =>
    then(explainCommand(what, dir, command.optsWithGlobals())),
  );

program
  .command('schema')
  .description('print a JSON Schema of what cis-render reads or writes; without a name, list all')
  .argument('[name]', 'the name of a schema')
  .action((name: string | undefined, _flags: object, command: Command) =>
    then(schemaCommand(name, command.optsWithGlobals())),
  );

program
  .command('init')
  .description('look at a repository, and write render.yaml, a workflow of GitHub, and settings of the editor')
  .argument('[dir]', 'the workspace to be', givenPath, '.')
  .option('--dry-run', 'print what would be written')
  .option('--force', 'also replace files that are there')
  .option('--action <action>', 'the action of the workflow: owner/cis-render@v0', unknownAction)
  .action((dir: string, flags: InitFlags) => then(initCommand(dir, flags)));

program
  .command('completion')
  .description('print what teaches a shell to complete the command line: bash, zsh or fish')
  .addArgument(shellArgument())
  .addHelpText('after', '\nbash: source <(render completion bash)   fish: render completion fish | source')
  .action((shell: string) => then(completionCommand(shell)));
program
  .command('__complete', { hidden: true })
  .argument('[words...]')
  .action((words: string[]) => then(completeCommand(program, words)));

const argocd = program
  .command('argocd')
  .description('what a config management plugin of Argo CD calls, in the directory of an Application');
argocd
  .command('generate')
  .description(
    'print the manifests of a cluster, the committed declarations as ConfigMaps, and Jobs that synchronise them',
  )
  .option('--allow-empty', 'print nothing where there is nothing, although Argo CD would prune all that is there')
  .action((flags: { allowEmpty?: boolean }) => then(argocdGenerate(flags)));
argocd
  .command('parameters')
  .description('print, as JSON, the parameters whose values the workspace decides')
  .action(() => then(argocdParameters()));

program
  .command('fn')
  .description('be a KRM function of kustomize or kpt: a ResourceList on standard input and output')
  .argument('[config]', 'as a legacy exec plugin of kustomize: its configuration; resources are a YAML stream')
  .addHelpText('after', '\nHow to set up kustomize, kubectl and kpt: docs/kustomize.md.')
  .action((config: string | undefined, _flags: object, command: Command) =>
    then(fnCommand(config, command.optsWithGlobals())),
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
