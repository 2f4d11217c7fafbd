import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { render } from '../run-cli.ts';
import { temporaryWorkspace } from '../temporary-workspace.ts';

const folder = join(import.meta.dirname, '../../schemas');
const files = readdirSync(folder).filter(file => file.endsWith('.schema.json'));
const schema = (...args: string[]) => render(['schema', ...args], { cwd: temporaryWorkspace({}) });

describe('render schema', () => {
  test('lists all schemas with what they are for', async () => {
    const { stdout, stderr, code } = await schema();
    const lines = stdout.trimEnd().split('\n');
    expect(lines.map(line => `${line.split(' ')[0]}.schema.json`)).toEqual(files.sort());
    expect(lines.filter(line => !/^[a-z0-9-]+ {2,}[A-Z].{20,}\.$/.test(line))).toEqual([]);
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
  });

  test.each(files)('prints %s as it is', async file => {
    const text = readFileSync(join(folder, file), 'utf8');
    const { title } = JSON.parse(text);
    expect(await schema(file.replace('.schema.json', ''))).toEqual({ stdout: text, stderr: '', code: 0 });
    expect((await schema(file)).stdout).toBe(text);
    expect((await schema(title.toLowerCase())).stdout, 'by its kind').toBe(text);
  });

  test('suggests the schema that was meant', async () => {
    const near = await schema('polcy');
    expect(near).toEqual({
      stdout: '',
      stderr: 'render: there is no schema "polcy"; did you mean policy?\n',
      code: 2,
    });
    expect((await schema('x'.repeat(40))).stderr).toContain('`render schema` lists all');
  });
});
