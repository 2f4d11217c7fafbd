import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { type RuleId, rules } from '../src/rules/index.ts';
import { prepareException, ruleExceptions } from './rule-exceptions.ts';
import { render } from './run-cli.ts';
import { temporaryWorkspace } from './temporary-workspace.ts';

/**
 * One folder a rule: a workspace that raises it, and what `render validate`, or `render parity`, says in it. After a change that is meant, rewrite
 * the outputs with `UPDATE=1 npx vitest run test/rules.test.ts` and read what `git diff` shows.
 */
const fixtures = fileURLToPath(new URL('../fixtures/rules', import.meta.url));
const update = process.env.UPDATE === '1';

/** The configuration does not let a run begin: exit code 2, and nothing on standard output. */
const unusable: ReadonlySet<string> = new Set([
  'config-invalid',
  'config-unknown-key',
  'config-duplicate-cluster',
  'config-cluster-name',
]);

const folders = readdirSync(fixtures).sort();

describe.concurrent('a workspace for each rule', () => {
  test.for(folders)('%s', async (folder, { expect }) => {
    const directory = join(fixtures, folder);
    const file = join(directory, 'expected.txt');
    const isWorkspace = existsSync(join(directory, 'render.yaml')) || existsSync(join(directory, 'clusters'));
    if (update && (!isWorkspace || !Object.hasOwn(rules, folder))) {
      rmSync(file, { force: true });
      return;
    }
    expect(Object.keys(rules), `${folder} is no rule`).toContain(folder);
    expect(isWorkspace, `${folder} has no workspace`).toBe(true);
    const others = readdirSync(directory).filter(name => !['expected.txt', 'render.yaml', 'clusters'].includes(name));
    expect(others, 'files that nothing looks at').toEqual([]);

    const command = folder.startsWith('parity-') ? 'parity' : 'validate';
    const { stdout, stderr, code } = await render([command], { cwd: directory });
    const text = unusable.has(folder) ? stderr : stdout;
    if (update) writeFileSync(file, text);
    expect(unusable.has(folder) ? stdout : stderr, 'the other stream').toBe('');
    expect(existsSync(file), 'expected.txt is missing: write it with UPDATE=1').toBe(true);
    expect(text).toBe(readFileSync(file, 'utf8'));
    expect(text).toMatch(new RegExp(` \\[${folder}\\](?:\n| {2})`));
    const { severity } = rules[folder as RuleId];
    expect(code).toBe(unusable.has(folder) ? 2 : severity === 'error' ? 1 : 0);
  });
});

describe('rules that no folder can raise', () => {
  test.each(Object.entries(ruleExceptions))('%s', async (_, exception) => {
    const root = temporaryWorkspace({});
    prepareException(root, exception);
    const { stdout, stderr, code } = await render(exception.command ?? ['validate'], { cwd: root });
    const lines = `${stdout}${stderr}`.replaceAll(root, '<root>').split('\n');
    for (const line of exception.expected) expect(lines).toContain(line);
    expect(code).toBe(exception.code);
  });
});
