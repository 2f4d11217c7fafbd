import { execFile, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { filesBelow, temporaryWorkspace } from '../temporary-workspace.ts';
import { bakery } from './resource-list.ts';

/** The file that tools run. */
const fnPath = join(import.meta.dirname, '../../dist/fn.mjs');

const isInstalled = (tool: string): boolean => spawnSync(tool, ['--help'], { stdio: 'ignore' }).error === undefined;
const [kubectl, kustomize, kpt] = ['kubectl', 'kustomize', 'kpt'].map(isInstalled);
const missing = ['kubectl', 'kustomize', 'kpt'].filter((_, index) => ![kubectl, kustomize, kpt][index]);
if (missing.length > 0) process.stderr.write(`\n*** NOT RUN with ${missing.join(', ')}: not installed here ***\n\n`);

interface Result {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function run(program: string, args: readonly string[], options: { cwd: string; env?: Record<string, string> }) {
  const env = { ...process.env, NO_COLOR: '1', ...options.env };
  return new Promise<Result>(resolve => {
    execFile(program, args, { cwd: options.cwd, env }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
    });
  });
}

/** The fixture as a workspace of its own, in which the function has its absolute path. */
function copyOfBakery(): string {
  const root = temporaryWorkspace({});
  cpSync(bakery, root, { recursive: true });
  for (const folder of ['checked', 'wrong']) {
    const file = join(root, folder, 'east/render.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace('../../../../dist/fn.mjs', fnPath));
  }
  return root;
}

/** Lists the validator of the fixture, which finds nothing then, under `transformers:`. */
function misplaceValidator(root: string): void {
  const file = join(root, 'wrong/east/kustomization.yaml');
  const text = readFileSync(file, 'utf8').replace('value: braed', 'value: bread');
  writeFileSync(file, text.replace('validators:', 'transformers:'));
}
/** What kubectl finds no kind for, and so applies and prunes nothing. */
const misplaced = `apiVersion: cis-render/v1alpha1
kind: ValidatorUnderTransformers
metadata:
  name: list-the-function-under-validators
`;

const marker = 'cis-render/rendered: "true"';
const committed = readFileSync(join(bakery, 'rendered/east/bakery.json'), 'utf8');
const indented = committed.trimEnd().replace(/^/gm, '    ');

test('the file that tools run is executable and begins with its interpreter', () => {
  expect(readFileSync(fnPath, 'utf8').split('\n')[0]).toBe('#!/usr/bin/env node');
  expect(spawnSync(fnPath, { input: '', encoding: 'utf8' }).stderr).toContain('standard input is empty');
});

if (kustomize) {
  describe('kustomize', () => {
    const build = (root: string, folder: string) =>
      run('kustomize', ['build', '--enable-alpha-plugins', '--enable-exec', join(root, folder)], { cwd: root });

    test('adds the declaration', async () => {
      const { code, stdout } = await build(bakery, 'checked/east');
      expect(code).toBe(0);
      expect(stdout).toContain(`data:\n  bakery.json: |\n${indented}\n`);
      expect(stdout).toContain(marker);
    });

    test('fails where the validator finds an error, and prints nothing', async () => {
      const { code, stdout, stderr } = await build(bakery, 'wrong/east');
      expect([code, stdout]).toEqual([1, '']);
      expect(stderr).toContain('Route bakery/bread spec.to.name error Route bread: no Service bakery/braed');
    });

    test('prints resources as they are where the validator finds none', async () => {
      const root = copyOfBakery();
      const file = join(root, 'wrong/east/kustomization.yaml');
      writeFileSync(file, readFileSync(file, 'utf8').replace('value: braed', 'value: bread'));
      const plain = await build(root, 'overlays/east');
      const validated = await build(root, 'wrong/east');
      expect([validated.code, validated.stdout]).toEqual([0, plain.stdout]);
    });

    test('builds of a validator among transformers what no cluster takes, and not nothing', async () => {
      const root = copyOfBakery();
      misplaceValidator(root);
      expect((await build(root, 'wrong/east')).stdout).toBe(misplaced);
    });

    test('gives a generator nothing, which the function refuses', async () => {
      const root = copyOfBakery();
      const file = join(root, 'checked/east/kustomization.yaml');
      writeFileSync(file, readFileSync(file, 'utf8').replace('transformers:', 'generators:'));
      const { code, stderr } = await build(root, 'checked/east');
      expect(code).not.toBe(0);
      expect(stderr).toContain('List the function under `transformers:`');
    });
  });
}

if (kubectl) {
  describe('kubectl kustomize', () => {
    const build = (root: string, folder: string, flags = ['--enable-alpha-plugins']) =>
      run('kubectl', ['kustomize', ...flags, join(root, folder)], {
        cwd: root,
        env: { KUSTOMIZE_PLUGIN_HOME: join(root, 'plugins') },
      });
    /** With the function as a legacy exec plugin, which has no annotation. */
    const legacy = (): string => {
      const root = copyOfBakery();
      const home = join(root, 'plugins/cis-render/v1alpha1/render');
      mkdirSync(home, { recursive: true });
      symlinkSync(fnPath, join(home, 'Render'));
      for (const folder of ['checked', 'wrong']) {
        const file = join(root, folder, 'east/render.yaml');
        writeFileSync(file, readFileSync(file, 'utf8').replace(/ {2}annotations:\n.*\n.*\n/, ''));
      }
      return root;
    };

    test('adds the declaration with a legacy plugin', async () => {
      const { code, stdout } = await build(legacy(), 'checked/east');
      expect(code).toBe(0);
      expect(stdout).toContain(`data:\n  bakery.json: |\n${indented}\n`);
      expect(stdout).toContain(marker);
    });

    test('fails where a legacy validator finds an error', async () => {
      const { code, stdout, stderr } = await build(legacy(), 'wrong/east');
      expect([code, stdout]).toEqual([1, '']);
      expect(stderr).toContain('Route bakery/bread spec.to.name error Route bread: no Service bakery/braed');
    });

    test('prints resources as they are where a legacy validator finds none, and not nothing of one among transformers', async () => {
      const root = legacy();
      const file = join(root, 'wrong/east/kustomization.yaml');
      writeFileSync(file, readFileSync(file, 'utf8').replace('value: braed', 'value: bread'));
      const plain = await build(root, 'overlays/east');
      const validated = await build(root, 'wrong/east');
      expect([validated.code, validated.stdout]).toEqual([0, plain.stdout]);
      misplaceValidator(root);
      expect((await build(root, 'wrong/east')).stdout).toBe(misplaced);
    });

    test('passes over a function without a word: only the marker tells', async () => {
      const { code, stdout } = await build(copyOfBakery(), 'checked/east');
      expect(code).toBe(0);
      expect(stdout).toContain('kind: Route');
      expect(stdout).not.toContain(marker);
    });
  });
}

if (kpt) {
  describe('kpt', () => {
    const pack = (): string => {
      const root = copyOfBakery();
      mkdirSync(join(root, 'package'));
      for (const file of [
        'base/route.yaml',
        'base/service.yaml',
        'overlays/east/extended-spec.yaml',
        'overlays/east/inventory.yaml',
      ])
        cpSync(join(root, file), join(root, 'package', file.split('/').at(-1) ?? ''));
      return root;
    };
    const evaluate = (root: string, ...config: string[]) =>
      run('kpt', ['fn', 'eval', 'package', '--exec', fnPath, ...config], { cwd: root });

    test('writes the declaration beside the resources, and nothing the second time', async () => {
      const root = pack();
      const before = filesBelow(join(root, 'package'));
      const first = await evaluate(root, '--', 'cluster=east', 'workspace=.');
      expect(first.code).toBe(0);
      const after = filesBelow(join(root, 'package'));
      expect(after).toMatchObject(before);
      expect(Object.keys(after)).toHaveLength(Object.keys(before).length + 1);
      expect(Object.values(after).some(text => text.includes(marker))).toBe(true);
      await evaluate(root, '--', 'cluster=east', 'workspace=.');
      expect(filesBelow(join(root, 'package'))).toEqual(after);
    });

    test('keeps all files where the function is a validator, and shows what it finds', async () => {
      const root = pack();
      const before = filesBelow(join(root, 'package'));
      const sound = await evaluate(root, '--', 'cluster=east', 'workspace=.', 'mode=validate');
      expect(sound.code).toBe(0);
      expect(filesBelow(join(root, 'package'))).toEqual(before);
      const file = join(root, 'package/service.yaml');
      writeFileSync(file, readFileSync(file, 'utf8').replace('name: bread', 'name: braed'));
      const wrong = await evaluate(
        root,
        '--results-dir',
        'results',
        '--',
        'cluster=east',
        'workspace=.',
        'mode=validate',
      );
      expect(wrong.code).toBe(1);
      expect(wrong.stderr).toContain(
        '[error] route.openshift.io/v1/Route/bakery/bread spec.to.name: Route bread: no Service',
      );
      const [results = ''] = readdirSync(join(root, 'results'));
      expect(readFileSync(join(root, 'results', results), 'utf8')).toContain('path: route.yaml');
    });
  });
}
