import { mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkout } from '../../src/init/workflow-text.ts';
import { loadYaml } from '../../src/load/yaml.ts';
import { type CliResult, render } from '../run-cli.ts';
import { type Files, filesBelow, temporaryWorkspace, writeFiles } from '../temporary-workspace.ts';
import { pair, shopsAndBanks } from './shops-and-banks.ts';

/** A repository without anything of ours, in which `folder` is to be the workspace. */
function repository(files: Files, folder = ''): string {
  const { 'render.yaml': _, ...others } = files;
  const root = temporaryWorkspace(
    Object.fromEntries(Object.entries(others).map(([path, text]) => [`${folder}${path}`, text])),
  );
  mkdirSync(join(root, '.git'));
  return root;
}

const init = (cwd: string, ...args: string[]): Promise<CliResult> => render(['init', ...args], { cwd });
const yaml = (text = ''): unknown => {
  const loaded = loadYaml(text);
  return loaded.ok ? loaded.value.documents[0] : loaded.problem;
};

describe('render init', () => {
  test('writes what belongs to a workspace, and a render.yaml that can be used', async () => {
    const cwd = repository(pair);
    const before = filesBelow(cwd);
    const { stdout, stderr, code } = await init(cwd);
    expect([stderr, code]).toEqual(['', 0]);
    const after = filesBelow(cwd);
    expect(Object.keys(after).filter(path => !(path in before))).toEqual([
      '.gitattributes',
      '.github/workflows/cis-render.yml',
      '.vscode/render-config.schema.json',
      '.vscode/settings.json',
      'render.yaml',
    ]);
    expect(stdout).toContain('render.yaml is written\n');
    expect(yaml(after['render.yaml'])).toEqual({
      clusters: [
        { name: 'east', manifests: 'clusters/east' },
        { name: 'west', manifests: 'clusters/west' },
      ],
    });
    const validated = await render(['validate'], { cwd });
    expect(validated.code).toBe(1);
    expect(validated.stdout).not.toMatch(/config-(?!no-controller)/);
  });

  test('writes a workflow that asks for the action', async () => {
    const cwd = repository(shopsAndBanks, 'teams/shop/');
    await init(cwd, 'teams/shop', '--action', 'example/cis-render@v1');
    const workflow = yaml(filesBelow(cwd)['.github/workflows/cis-render.yml']) as {
      permissions: object;
      jobs: { check: { steps: Array<{ uses: string; with: object }> } };
    };
    expect(workflow.permissions).toEqual({ contents: 'read', 'pull-requests': 'write' });
    expect(workflow.jobs.check.steps.at(-1)).toEqual({
      uses: 'example/cis-render@v1',
      with: { command: 'validate build-check diff', path: 'teams/shop' },
    });
  });

  test("puts what is the repository's at its root", async () => {
    const cwd = repository(shopsAndBanks, 'teams/shop/');
    await init(join(cwd, 'teams/shop'));
    const files = filesBelow(cwd);
    expect(files['teams/shop/render.yaml']).toMatch(/^# yaml-language-server: \$schema=\.\.\/\.\.\/\.vscode\//);
    expect(files['.vscode/settings.json']).toContain('"teams/shop/render.yaml"');
    expect(files['teams/shop/.gitattributes']).toBe('rendered/** linguist-generated=true\n');
  });

  test('replaces nothing unless it is told to, and adds to what is there', async () => {
    const cwd = repository(shopsAndBanks);
    const mine = `output: out
clusters:
  - name: mine
    manifests: clusters/east
    cis: {args: [--multi-cluster-mode=secondary]}
`;
    writeFiles(cwd, {
      'render.yaml': mine,
      '.gitattributes': '* text=auto\n',
      '.vscode/settings.json': '{ // mine\n}\n',
    });
    const { stdout } = await init(cwd);
    expect(stdout).toContain('render.yaml is there and kept; --force replaces it\n');
    // The repository is not guessed at any more.
    expect(stdout).not.toMatch(/clusters:|controller/);
    const files = filesBelow(cwd);
    expect(files['render.yaml']).toBe(mine);
    expect(files['.gitattributes']).toBe('* text=auto\nout/** linguist-generated=true\n');
    expect(files['.github/workflows/cis-render.yml']).toContain('command: validate build-check parity diff\n');
    expect(files['.vscode/settings.json']).toContain('// mine');
    expect((await init(cwd, '--force')).stdout).toContain('render.yaml is replaced\n');
    expect(filesBelow(cwd)['render.yaml']).not.toBe(mine);
  });

  test('changes nothing the second time', async () => {
    const cwd = repository(pair);
    await init(cwd);
    const files = filesBelow(cwd);
    expect((await init(cwd, '--force')).stdout).not.toMatch(/is (?:written|replaced|added to)/);
    expect(filesBelow(cwd)).toEqual(files);
  });

  test('--dry-run writes nothing, and prints it', async () => {
    const cwd = repository(shopsAndBanks);
    const files = filesBelow(cwd);
    const { stdout, code } = await init(cwd, '--dry-run');
    expect(code).toBe(0);
    expect(stdout).toContain('new: render.yaml\n  # yaml-language-server');
    expect(stdout).toContain('new: .vscode/render-config.schema.json\nnew: ');
    expect(filesBelow(cwd)).toEqual(files);
  });

  test('writes no workflow of GitHub where GitLab is used', async () => {
    const cwd = repository({ ...shopsAndBanks, '.gitlab-ci.yml': 'stages: []\n' });
    const { stdout } = await init(cwd);
    expect(stdout).toContain('docs/gitlab.md');
    expect(Object.keys(filesBelow(cwd)).filter(path => path.startsWith('.github'))).toEqual([]);
  });

  test('uses the schema of an installed package', async () => {
    const schema = 'node_modules/cis-render/schemas/render-config.schema.json';
    const cwd = repository({ ...shopsAndBanks, [schema]: '{}' });
    await init(cwd);
    const files = filesBelow(cwd);
    expect(files['render.yaml']).toContain(`$schema=./${schema}\n`);
    expect(files['.vscode/render-config.schema.json']).toBeUndefined();
  });

  test('says whose owner is missing, as long as it is', async () => {
    const cwd = repository(shopsAndBanks);
    const owner = 'put the owner of the action in place of OWNER in .github/workflows/cis-render.yml\n';
    expect((await init(cwd)).stdout).toContain(owner);
    const path = '.github/workflows/cis-render.yml';
    writeFiles(cwd, { [path]: (filesBelow(cwd)[path] ?? '').replace('OWNER/', 'example/') });
    expect((await init(cwd)).stdout).not.toContain('OWNER');
    expect((await init(repository(shopsAndBanks), '--action', 'example/cis-render@v1')).stdout).not.toContain('OWNER');
  });

  test('names the checkout that our own workflows have', () => {
    const ours = readFileSync(join(import.meta.dirname, '../../.github/workflows/ci.yml'), 'utf8');
    expect(ours).toContain(`- uses: ${checkout}\n`);
  });

  test('says what was written before something failed', async () => {
    const cwd = repository({ ...shopsAndBanks, '.github': 'a file\n' });
    const { stdout, stderr, code } = await init(cwd);
    expect(stdout).toContain('render.yaml is written\n');
    expect(stdout).not.toContain('next:');
    expect([stderr, code]).toEqual([expect.stringContaining('.github'), 3]);
  });

  test('names the directory that is in the way of a file', async () => {
    const cwd = repository({ ...shopsAndBanks, '.vscode/settings.json/keep': '' });
    const { stderr, code } = await init(cwd);
    expect([stderr, code]).toEqual(['render: .vscode/settings.json is there and is no file: move it away\n', 3]);
  });

  test('says what is to be done about Helm charts', async () => {
    const cwd = repository({ 'chart/Chart.yaml': 'kind: x\n', 'chart/templates/a.yaml': 'kind: Service\n' });
    const { stderr, code } = await init(cwd);
    expect([stderr, code]).toEqual([expect.stringContaining('helm template'), 2]);
  });

  test('advises nothing that render.yaml refuses', async () => {
    const built = 'kind: Kustomization\nresources: []\n';
    const [one, other] = ['a/overlays/prod', 'b/overlays/prod'];
    const cwd = repository({ [`${one}/kustomization.yaml`]: built, [`${other}/kustomization.yaml`]: built });
    const { stdout, code } = await init(cwd);
    expect(code).toBe(0);
    const advice = `${other} is not in cluster prod, which has either manifests or one kustomization: give it a cluster of another name, or prod one kustomization that has both`;
    expect(stdout).toContain(`\n${advice}\n`);
    const config = filesBelow(cwd)['render.yaml'] ?? '';
    expect(config).toContain(`# ${advice}.\n`);
    expect(config).not.toContain('under `manifests`');
    expect(yaml(config)).toEqual({ clusters: [{ name: 'prod', kustomize: one }] });
  });

  test('follows no symbolic link out of the repository', async () => {
    const [cwd, elsewhere] = [repository(shopsAndBanks), temporaryWorkspace({})];
    symlinkSync(elsewhere, join(cwd, '.vscode'));
    const { stderr, code } = await init(cwd);
    expect([stderr, code]).toEqual([expect.stringContaining('a symbolic link leads to it'), 3]);
    expect(filesBelow(elsewhere)).toEqual({});
    rmSync(join(cwd, '.vscode'));
  });

  test.each([
    [['nowhere'], 'render: nowhere is no directory\n'],
    [
      ['empty'],
      'render: there are no manifests in empty: put those of each cluster into clusters/<cluster>, or write render.yaml by hand\n',
    ],
    [['--action', 'nothing'], 'render: --action "nothing" is not of the form owner/repository@version\n'],
  ])('is refused: %j', async (args, words) => {
    const cwd = temporaryWorkspace({ 'empty/README.md': '' });
    expect(await init(cwd, ...args)).toEqual({ stdout: '', stderr: words, code: 2 });
  });
});
