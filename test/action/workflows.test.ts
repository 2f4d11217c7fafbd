import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { metadata } from './run-action.ts';

const folder = join(import.meta.dirname, '../../.github/workflows');
const files = readdirSync(folder, { encoding: 'utf8', recursive: true }).filter(name => name.endsWith('.yml'));

interface Step {
  readonly id?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, { readonly steps: readonly Step[]; readonly environment?: string }>>;
}

const ours = (step: Step): boolean => step.uses === './' || step.uses === 'OWNER/cis-render@v0';

describe.each(files)('%s', file => {
  const text = readFileSync(join(folder, file), 'utf8');
  const workflow = load(text) as Workflow;
  const steps = Object.values(workflow.jobs).flatMap(job => job.steps);

  test('gives the action inputs that it has, and reads outputs that it has', () => {
    for (const step of steps.filter(ours)) {
      expect(Object.keys(step.with ?? {}).filter(name => !(name in metadata.inputs))).toEqual([]);
      const read = [...text.matchAll(new RegExp(`steps\\.${step.id}\\.outputs\\.([a-z-]+)`, 'g'))].map(
        ([, name]) => name!,
      );
      expect(read.filter(name => !(name in metadata.outputs))).toEqual([]);
    }
  });

  test('pins what others have written by its hash, and names its permissions', () => {
    const others = steps.flatMap(step => (step.uses === undefined || ours(step) ? [] : [step.uses]));
    expect(others.filter(uses => !/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/.test(uses))).toEqual([]);
    expect(workflow.permissions).toBeDefined();
  });

  test('posts nothing for a pull request, and checks nothing out where it has permissions of others', () => {
    const posts = steps.some(step => ours(step) && step.with?.apply !== undefined);
    if (posts) expect(Object.keys(workflow.on)).toEqual(['push']);
    if ('workflow_run' in workflow.on) expect(steps.some(({ uses }) => uses?.includes('checkout'))).toBe(false);
    expect(Object.keys(workflow.on)).not.toContain('pull_request_target');
  });
});

test('examples are seen, and are where GitHub does not run them', () => {
  expect(files.filter(name => name.startsWith('examples')).length).toBeGreaterThan(3);
  expect(files.filter(name => !/[\\/]/.test(name)).sort()).toEqual(['ci.yml', 'release.yml']);
});
