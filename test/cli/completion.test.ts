import { execFileSync, spawnSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cliPath, render } from '../run-cli.ts';
import { temporaryWorkspace } from '../temporary-workspace.ts';
import { pair } from './shops-and-banks.ts';

/** The workspace of a pair, with `render` as a program in `bin`. */
function workspace(): string {
  const cwd = temporaryWorkspace({
    ...pair,
    'bin/keep': '',
    'elsewhere/render.yaml': 'clusters:\n  - {name: far, manifests: far}\n',
  });
  symlinkSync(cliPath, join(cwd, 'bin/render'));
  return cwd;
}

/** What a shell would offer after these words, of which the last is being typed. */
function offered(shell: 'bash' | 'zsh' | 'fish', words: readonly string[], cwd = workspace()): string[] {
  const scripts = {
    bash: `source <(render completion bash); COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _render; printf '%s\\n' "\${COMPREPLY[@]}"`,
    zsh: `compdef() { : }; source <(render completion zsh); words=("$@"); CURRENT=$#; _describe() { print -l "\${(@)found%%:*}" }; _files() { print "files $*" }; _render`,
    fish: `render completion fish | source; complete -C "$argv" | cut -f1`,
  };
  const after = shell === 'fish' ? [words.join(' ')] : [...(shell === 'bash' ? ['bash'] : ['zsh']), ...words];
  const text = execFileSync(shell, ['-c', scripts[shell], ...after], {
    cwd,
    encoding: 'utf8',
    env: { PATH: `${join(cwd, 'bin')}:${process.env.PATH}`, HOME: cwd },
  });
  return text.split('\n').filter(Boolean);
}

/** bash is there; the others are tried where they are. */
const shells = (['bash', 'zsh', 'fish'] as const).filter(
  shell => shell === 'bash' || spawnSync(shell, ['-c', 'true']).status === 0,
);

describe.each(shells)('%s', shell => {
  test('offers commands, and no hidden one', () => {
    const commands = offered(shell, ['render', '']);
    expect(commands).toEqual(expect.arrayContaining(['build', 'validate', 'sync', 'completion', 'argocd']));
    expect(commands.filter(word => word.startsWith('_'))).toEqual([]);
  });

  test('offers the clusters of the workspace', () => {
    expect(offered(shell, ['render', 'build', '--as', ''])).toEqual(['east', 'west']);
  });

  test('offers subcommands', () => {
    expect(offered(shell, ['render', 'argocd', ''])).toEqual(expect.arrayContaining(['generate', 'parameters']));
  });
});

describe('bash', () => {
  test('offers what begins as it is typed', () => {
    expect(offered('bash', ['render', 'va'])).toEqual(['validate']);
    expect(offered('bash', ['render', 'explain', 'route-host-c'])).toEqual(['route-host-claimed']);
  });

  test('takes an option and its value in three words', () => {
    expect(offered('bash', ['render', 'validate', '--format', '=', 'sa'])).toEqual(['sarif']);
    expect(offered('bash', ['render', 'validate', '--format', '='])).toContain('sarif');
  });

  test('offers directories of its own', () => {
    expect(offered('bash', ['render', 'parity', 'el'])).toEqual(['elsewhere']);
  });

  test('offers files of its own', () => {
    expect(offered('bash', ['render', 'validate', 'ren'])).toEqual(['render.yaml']);
  });
});

describe('render __complete', () => {
  const words = async (...typed: string[]): Promise<string[]> => {
    const { stdout, stderr, code } = await render(['__complete', '--', ...typed], { cwd: workspace() });
    expect([stderr, code]).toEqual(['', 0]);
    return stdout
      .split('\n')
      .filter(Boolean)
      .map(line => line.split('\t')[0]!);
  };

  test.each([
    [
      ['build', '--as='],
      ['--as=east', '--as=west'],
    ],
    [
      ['--as', ''],
      ['east', 'west'],
    ],
    [['status', 'elsewhere', '--as', ''], ['far']],
    [
      ['completion', ''],
      ['bash', 'fish', 'zsh'],
    ],
    [['sync', '--plan', ''], [':files']],
    [['validate', '--fix', 'a.yaml', ''], [':files']],
    [['status', 'one', ''], []],
    [['sync', '--jobs', ''], []],
  ])('%j', async (typed, wanted) => {
    expect(await words(...typed)).toEqual(wanted);
  });

  test('offers the options of a command and those of all', async () => {
    const options = await words('parity', '--');
    expect(options).toEqual(['--format', '--version', '--no-color', '--help']);
  });

  test('says nothing where render.yaml cannot be used', async () => {
    const cwd = temporaryWorkspace({ 'render.yaml': ': [' });
    expect(await render(['__complete', '--', 'build', '--as', ''], { cwd })).toEqual({
      stdout: '',
      stderr: '',
      code: 0,
    });
  });
});

test('a shell that there is not is wrong usage', async () => {
  const { stderr, code } = await render(['completion', 'ksh'], { cwd: workspace() });
  expect(code).toBe(2);
  expect(stderr).toContain('bash, fish, zsh');
});
