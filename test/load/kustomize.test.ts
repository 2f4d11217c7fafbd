import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';

import { OutsideError } from '../../src/outside-error.ts';
import { readWorkspace } from '../../src/pipeline.ts';
import { render } from '../run-cli.ts';
import { filesBelow, temporaryWorkspace } from '../temporary-workspace.ts';

const path = process.env.PATH;
afterEach(() => {
  process.env.PATH = path;
});

const overlay = {
  'render.yaml': 'clusters:\n  - name: east\n    kustomize: overlays/east\n',
  'overlays/east/kustomization.yaml': 'namespace: shop\nresources: [cafe.yaml]\n',
  'overlays/east/cafe.yaml': 'apiVersion: v1\nkind: Service\nmetadata:\n  name: cafe\n',
};

/** Puts programs on PATH that are shell scripts, and nothing else; returns what they are called with. */
function programs(root: string, scripts: Readonly<Record<string, string>>): () => string {
  const folder = join(root, 'programs');
  mkdirSync(folder);
  for (const [name, script] of Object.entries(scripts)) {
    writeFileSync(join(folder, name), `#!/bin/sh\necho "${name} $*" >> "${folder}/calls"\n${script}\n`);
    chmodSync(join(folder, name), 0o755);
  }
  process.env.PATH = folder;
  return () => filesBelow(folder).calls ?? '';
}

const prints = (text: string): string => `while IFS= read -r line; do echo "$line"; done <<'END'\n${text}END`;
const built =
  'apiVersion: v1\nkind: Service\nmetadata:\n  name: cafe\n  namespace: shop\n  labels: {}\nspec:\n  type: 1\n';

describe('a kustomization', () => {
  test('is built with kustomize, and what is printed is read', async () => {
    const root = temporaryWorkspace(overlay);
    const calls = programs(root, { kustomize: prints(built), kubectl: 'exit 9' });
    const { workspace, findings } = await readWorkspace(root);
    expect(calls()).toBe(`kustomize build ${root}/overlays/east\n`);
    const place = findings.list.find(({ rule }) => rule === 'object-wrong-type')?.at;
    expect(place?.source.file).toMatchObject({ path: 'overlays/east (built)', text: built });
    expect(workspace.clusters.get('east')?.incomplete).toBe(true);
  });

  test('is built with kubectl where kustomize is not installed', async () => {
    const root = temporaryWorkspace(overlay);
    const calls = programs(root, { kubectl: prints(built.replace('type: 1', 'type: NodePort')) });
    const { workspace } = await readWorkspace(root);
    expect(calls()).toBe(`kubectl kustomize ${root}/overlays/east\n`);
    expect([...(workspace.clusters.get('east')?.services.keys() ?? [])]).toEqual(['shop/cafe']);
  });

  test('is built with what this machine has, and said to need a program where it has none', async () => {
    const root = temporaryWorkspace(overlay);
    const built = await readWorkspace(root).then(
      ({ workspace }) => [...(workspace.clusters.get('east')?.services.keys() ?? [])],
      (error: unknown) => error,
    );
    if (built instanceof Error) expect(built.message).toContain('neither kustomize nor kubectl is installed');
    else expect(built).toEqual(['shop/cafe']);
  });

  test('is read together with an inventory, which has to be there', async () => {
    const config = `${overlay['render.yaml']}    inventory: live/east.yaml\n`;
    const node = 'apiVersion: v1\nkind: Node\nmetadata: {name: n1}\n';
    const root = temporaryWorkspace({ ...overlay, 'render.yaml': config, 'live/east.yaml': node });
    programs(root, { kustomize: prints(built.replace('type: 1', 'type: NodePort')) });
    const { workspace, findings } = await readWorkspace(root);
    const east = workspace.clusters.get('east');
    expect([...(east?.services.keys() ?? []), ...(east?.nodes.keys() ?? [])]).toEqual(['shop/cafe', '/n1']);
    expect(findings.list.map(({ rule }) => rule)).not.toContain('config-path-missing');
    rmSync(join(root, 'live/east.yaml'));
    const missing = (await readWorkspace(root)).findings.list.find(({ rule }) => rule === 'config-path-missing');
    expect(missing?.at?.path).toEqual(['clusters', 0, 'inventory']);
    expect(missing?.values).toEqual({ path: 'live/east.yaml', cluster: 'east', inventory: true });
  });

  test('that does not build says why', async () => {
    const root = temporaryWorkspace(overlay);
    const calls = programs(root, {
      kustomize: 'echo "no such resource: cafe.yaml" >&2; exit 1',
      kubectl: prints(built),
    });
    await expect(readWorkspace(root)).rejects.toThrow(
      new OutsideError('kustomize cannot build overlays/east: no such resource: cafe.yaml'),
    );
    expect(calls()).not.toContain('kubectl');
  });

  test.each([
    [
      'kubectl logs',
      'E1121 23:58:39.578959   18513 run.go:72] "command failed" err="accumulating: \'cafe.yaml\' is \\"none\\""',
      `accumulating: 'cafe.yaml' is "none"`,
    ],
    [
      'kubectl logs several lines',
      'E1122 00:13:10.478724   11797 run.go:72] "command failed" err=<\n\tno cafe.yaml:\n\t  not there\n >',
      'no cafe.yaml:\n  not there',
    ],
    ['Go escapes as JSON does not', 'E1121 23:58:39.5   1 run.go:72] "command failed" err="a \\x07"', 'a \\x07'],
    [
      'kustomize warns before',
      "# Warning: 'bases' is deprecated.\nError: cafe.yaml\nis missing",
      'cafe.yaml\nis missing',
    ],
  ])('says why and no more, where %s', async (_, printed, why) => {
    const root = temporaryWorkspace({ ...overlay, printed: `${printed}\n` });
    programs(root, {
      kustomize: `while IFS= read -r line; do printf '%s\\n' "$line"; done <${root}/printed >&2; exit 1`,
    });
    await expect(readWorkspace(root)).rejects.toThrow(new OutsideError(`kustomize cannot build overlays/east: ${why}`));
  });

  test('tells of files as the workspace has them', async () => {
    const root = temporaryWorkspace(overlay);
    programs(root, { kustomize: 'echo "no $2/cafe.yaml" >&2; exit 1' });
    await expect(readWorkspace(root)).rejects.toThrow(
      new OutsideError('kustomize cannot build overlays/east: no overlays/east/cafe.yaml'),
    );
  });

  test('cannot be built without a program', async () => {
    const root = temporaryWorkspace(overlay);
    programs(root, {});
    await expect(readWorkspace(root)).rejects.toThrow('neither kustomize nor kubectl is installed');
  });

  test('must be a directory that exists', async () => {
    const root = temporaryWorkspace({ ...overlay, 'render.yaml': overlay['render.yaml'].replace('/east', '/esat') });
    await expect(readWorkspace(root)).rejects.toThrow('overlays/esat: no such directory to build with kustomize');
  });

  test('shows its own lines with what is wrong in it; a program that fails is a failure outside', async () => {
    const root = temporaryWorkspace(overlay);
    programs(root, { kustomize: prints(built) });
    const env = { PATH: `${root}/programs` };
    const found = await render(['validate'], { cwd: root, env });
    expect(found.stdout).toContain('overlays/east (built):8:9 error Service cafe: spec.type must be a string');
    expect(found.stdout).toContain('\n8 |   type: 1\n  |         ^\n');
    writeFileSync(join(root, 'programs/kustomize'), '#!/bin/sh\necho "out of coffee" >&2\nexit 1\n');
    const failed = await render(['validate'], { cwd: root, env });
    expect(failed).toEqual({
      stdout: '',
      stderr: 'render: kustomize cannot build overlays/east: out of coffee\n',
      code: 3,
    });
  });
});
