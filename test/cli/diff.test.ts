import { rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { commit, git, initialise, temporaryRepository } from '../git-repository.ts';
import { configText, documents, routeText, serviceText } from '../manifests.ts';
import { type CliResult, render } from '../run-cli.ts';
import { type Files, filesBelow, temporaryWorkspace, writeFiles } from '../temporary-workspace.ts';
import { pair, shopsAndBanks } from './shops-and-banks.ts';

const diff = (cwd: string, ...args: string[]): Promise<CliResult> => render(['diff', ...args], { cwd });

/** A workspace whose rendered files are up to date. */
async function built(files: Files): Promise<string> {
  const cwd = temporaryWorkspace(files);
  const { code, stderr } = await render(['build'], { cwd });
  expect([code, stderr]).toEqual([0, '']);
  return cwd;
}

/** The same, committed. */
async function committed(files: Files): Promise<string> {
  const cwd = await built(files);
  initialise(cwd);
  return cwd;
}

const cafe = (addresses: string[]): Files => ({
  'clusters/east/shop.yaml': documents(
    routeText({ name: 'cafe', host: 'cafe.example.com', to: 'cafe' }),
    serviceText('cafe', { addresses }),
  ),
});

const membersMoved = `tenant shops
  - pool cafe_80_shop: member 10.2.0.2:80 removed (east)  Endpoints shop/cafe, clusters/east/shop.yaml:5
  + pool cafe_80_shop: member 10.2.0.3:80 added (east)  Endpoints shop/cafe, clusters/east/shop.yaml:5

1 added, 1 removed against rendered
`;

describe('diff against the rendered files', () => {
  test('tells nothing where there is nothing, and writes nothing', async () => {
    const cwd = await built(shopsAndBanks);
    const before = filesBelow(cwd);
    expect(await diff(cwd)).toEqual({ stdout: 'no difference against rendered\n', stderr: '', code: 0 });
    expect(filesBelow(cwd)).toEqual(before);
  });

  test('tells of members and where they come from', async () => {
    const cwd = await built(shopsAndBanks);
    writeFiles(cwd, cafe(['10.2.0.1', '10.2.0.3']));
    expect(await diff(cwd)).toEqual({ stdout: membersMoved, stderr: '', code: 1 });
  });

  test('everything comes where nothing has been rendered', async () => {
    const cwd = temporaryWorkspace(shopsAndBanks);
    const { stdout, code } = await diff(cwd);
    expect(code).toBe(1);
    expect(stdout).toContain(
      '+ tenant shops added: 1 virtual server (routes_10_8_3_11_80 10.8.3.11:80), 1 pool with 2 members',
    );
    expect(stdout).toContain('clusters/east/extended-spec.yaml:11');
  });

  test('files of a tenant that is not rendered any more go', async () => {
    const cwd = await built(shopsAndBanks);
    rmSync(join(cwd, 'clusters/east/bank.yaml'));
    const { stdout, code } = await diff(cwd);
    expect(code).toBe(1);
    expect(stdout).toContain(
      '- tenant banks removed: 1 virtual server (routes_10_8_3_12_80 10.8.3.12:80), 1 pool with 2 members',
    );
  });

  test('of the views of one controller, told once for all that have it', async () => {
    const cwd = await built(pair);
    const text = pair['clusters/east/shop.yaml'] as string;
    writeFiles(cwd, { 'clusters/east/shop.yaml': text.replaceAll('10.1.0.2', '10.1.0.9') });
    const all = await diff(cwd);
    expect(all.stdout).toMatch(/^tenant shops in east, west\n/);
    expect(all.stdout).not.toContain('failover');
    expect((await diff(cwd, '--as', 'west')).stdout).toMatch(/^tenant shops in west\n/);
    expect((await diff(cwd, '--as', 'wets')).code).toBe(2);
  });

  test.each<[string, (text: string) => string, string]>([
    ['ends too early', text => text.slice(0, -40), ' is no JSON: it ends too early'],
    ['is no JSON', text => text.replace('"Pool",', '"Pool",,'), ' is no JSON'],
    [
      'has a merge conflict',
      text => text.replace('      "cafe', '<<<<<<< HEAD\n      "cafe'),
      ' has a merge conflict that is not resolved',
    ],
    [
      'is of another tenant',
      text => text.replace('"shops": {', '"others": {'),
      ':1 does not hold the one tenant "shops" for which it is named',
    ],
    ['is not ours', () => '{}', ' does not begin as a declaration of cis-render does'],
  ])('a file that %s is an error with its place', async (_, broken, words) => {
    const cwd = await built(shopsAndBanks);
    const path = 'rendered/east/shops.json';
    const text = filesBelow(cwd)[path]!;
    writeFileSync(join(cwd, path), broken(text));
    const { stdout, stderr, code } = await diff(cwd);
    expect([stdout, code]).toEqual(['', 2]);
    expect(stderr).toMatch(/^render: rendered\/east\/shops\.json(?::\d+)? /);
    expect(stderr.endsWith(`${words}\n`)).toBe(true);
  });

  test('a merge conflict is told with its line', async () => {
    const cwd = await built(shopsAndBanks);
    const path = join(cwd, 'rendered/east/shops.json');
    const text = filesBelow(cwd)['rendered/east/shops.json']!;
    writeFileSync(path, text.replace('      "cafe', '<<<<<<< HEAD\n      "cafe'));
    const line = text.slice(0, text.indexOf('      "cafe')).split('\n').length;
    expect((await diff(cwd)).stderr).toContain(`rendered/east/shops.json:${line} has a merge conflict`);
  });

  test('an output directory that is a symbolic link out of the workspace is not followed', async () => {
    const cwd = await built(shopsAndBanks);
    const elsewhere = await built(shopsAndBanks);
    rmSync(join(cwd, 'rendered'), { recursive: true });
    symlinkSync(join(elsewhere, 'rendered'), join(cwd, 'rendered'));
    expect(await diff(cwd)).toMatchObject({
      code: 2,
      stderr: 'render: rendered is a symbolic link, and leads to nothing in the workspace\n',
    });
  });

  test('a controller that would not run is told, and not taken for one that posts nothing', async () => {
    const cwd = await built(shopsAndBanks);
    writeFiles(cwd, { 'render.yaml': configText({ args: ['--pool-member-type=wrong'] }) });
    const { stdout, stderr, code } = await diff(cwd);
    expect([stdout, code]).toEqual(['no difference against rendered\n', 1]);
    expect(stderr).toContain('render: not compared, since its controller would not run: east\n');
  });

  test('says that there are errors, whose resources are not among what is rendered', async () => {
    const cwd = await built(shopsAndBanks);
    const rejected = routeText({ name: 'grill', host: 'grill.example.com', to: 'cafe', annotations: { waf: '' } });
    writeFiles(cwd, { 'clusters/east/grill.yaml': rejected });
    expect(await diff(cwd)).toEqual({
      stdout: 'no difference against rendered\n',
      stderr: 'render: the manifests have errors: `render validate` tells them; what they reject is taken for absent\n',
      code: 0,
    });
  });

  test('nothing of a file can steer a terminal', async () => {
    const cwd = await built(shopsAndBanks);
    const path = join(cwd, 'rendered/east/shops.json');
    writeFileSync(
      path,
      filesBelow(cwd)['rendered/east/shops.json']!.replace('"remark": "routes', '"remark": "\\u001b[2J\\u202eroutes'),
    );
    const { stdout } = await diff(cwd);
    expect(stdout).toContain('\\u001b[2J\\u202eroutes');
    for (const sign of ['\u001b', '\u202e']) expect(stdout).not.toContain(sign);
  });
});

describe('diff against a revision', () => {
  test('compares with its files, also with what is committed since', async () => {
    const cwd = await committed(shopsAndBanks);
    commit(cwd, cafe(['10.2.0.1', '10.2.0.3']));
    expect(await diff(cwd, '--against', 'HEAD~1')).toEqual({
      stdout: membersMoved.replace('against rendered', 'against HEAD~1'),
      stderr: '',
      code: 1,
    });
    expect((await diff(cwd, '--against', 'HEAD')).stdout).toContain('1 added, 1 removed against HEAD');
    await render(['build'], { cwd });
    expect((await diff(cwd)).code).toBe(0);
    expect((await diff(cwd, '--against', 'refs/heads/main')).code).toBe(1);
    commit(cwd);
    expect((await diff(cwd, '--against', 'main')).code).toBe(0);
  });

  test('what is gone has its place in the revision', async () => {
    const cwd = await committed(shopsAndBanks);
    rmSync(join(cwd, 'clusters/east/bank.yaml'));
    const { stdout } = await diff(cwd, '--against', 'HEAD', '--format', 'json');
    expect(JSON.parse(stdout)).toMatchObject({
      differs: true,
      changes: [
        {
          kind: 'tenant',
          verb: 'removed',
          tenant: 'banks',
          cause: { revision: 'HEAD', position: { file: 'clusters/east/extended-spec.yaml' } },
        },
      ],
    });
  });

  test('of several causes the one that the change touches is told', async () => {
    const ratio: Files = {
      ...pair,
      ...Object.fromEntries(
        ['east', 'west'].map(name => [
          `clusters/${name}/extended-spec.yaml`,
          (pair[`clusters/${name}/extended-spec.yaml`] as string).replace('mode: active-active', 'mode: ratio'),
        ]),
      ),
    };
    const cwd = await committed(ratio);
    const path = 'clusters/east/extended-spec.yaml';
    const text = ratio[path] as string;
    writeFiles(cwd, {
      [path]: text.replace('west, secret: kube-system/west', 'west, secret: kube-system/west, ratio: 0'),
    });
    const { stdout } = await diff(cwd, '--as', 'east', '--against', 'HEAD');
    expect(stdout).toContain(
      '~ cafe.example.com: east 50 % → 100 %, west 50 % → 0 % (routes_10_8_3_11_80)  ConfigMap kube-system/extended-spec, clusters/east/extended-spec.yaml:13',
    );
  });

  test('without rendered files its manifests are rendered, which is said', async () => {
    const cwd = temporaryRepository(shopsAndBanks);
    writeFiles(cwd, cafe(['10.2.0.1', '10.2.0.3']));
    expect(await diff(cwd, '--against', 'main')).toEqual({
      stdout: membersMoved.replace('against rendered', 'against main'),
      stderr: 'render: main has no rendered files in rendered/, and its manifests are rendered\n',
      code: 1,
    });
  });

  test('without a workspace everything comes', async () => {
    const cwd = temporaryRepository({ 'README.md': 'nothing yet' });
    writeFiles(cwd, shopsAndBanks);
    const { stdout, stderr, code } = await diff(cwd, '--against', 'main');
    expect(code).toBe(1);
    expect(stderr).toContain('no workspace that can be read');
    expect(stdout).toContain('2 added against main');
  });

  test('leaves no trace in the repository', async () => {
    const cwd = await committed(shopsAndBanks);
    writeFiles(cwd, cafe(['10.2.0.1', '10.2.0.3']));
    const status = git(cwd, 'status', '--porcelain');
    await diff(cwd, '--against', 'HEAD');
    expect(git(cwd, 'status', '--porcelain')).toBe(status);
  });

  test.each<[string, string[], string]>([
    ['a revision that is not there', ['--against', 'nope'], '--against nope: Git knows no such revision'],
    ['an option in its place', ['--against=--all'], '--against --all: Git knows no such revision'],
    ['a BIG-IP without an address', ['--against', 'live'], 'no URL of the BIG-IP'],
  ])('%s is wrong usage', async (_, args, words) => {
    const cwd = await committed(shopsAndBanks);
    const { stdout, stderr, code } = await diff(cwd, ...args);
    expect([stdout, code]).toEqual(['', 2]);
    expect(stderr).toContain(words);
  });

  test('outside of a repository is wrong usage', async () => {
    const { stderr, code } = await diff(temporaryWorkspace(shopsAndBanks), '--against', 'main');
    expect(code).toBe(2);
    expect(stderr).toContain('--against main: the workspace is in no Git repository');
  });
});

describe('diff for programs', () => {
  test('json has the changes as data, with words, views and cause', async () => {
    const cwd = await built(shopsAndBanks);
    writeFiles(cwd, cafe(['10.2.0.1', '10.2.0.2', '10.2.0.3']));
    const { stdout, code } = await diff(cwd, '--format', 'json');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toEqual({
      differs: true,
      against: 'rendered',
      views: ['east'],
      notRendered: [],
      incomparable: [],
      changes: [
        {
          kind: 'member',
          verb: 'added',
          tenant: 'shops',
          object: 'cafe_80_shop',
          member: '10.2.0.3:80',
          cluster: 'east',
          properties: [],
          views: ['east'],
          cause: {
            resource: { kind: 'Endpoints', namespace: 'shop', name: 'cafe' },
            cluster: 'east',
            position: expect.objectContaining({ file: 'clusters/east/shop.yaml', line: 5 }) as unknown,
          },
          words: 'pool cafe_80_shop: member 10.2.0.3:80 added (east)',
        },
      ],
      traffic: [],
    });
  });

  test('paths are those of the repository where a code host reads them', async () => {
    const inFolder = Object.fromEntries(Object.entries(shopsAndBanks).map(([path, text]) => [`gitops/${path}`, text]));
    const root = temporaryRepository(inFolder);
    const cwd = join(root, 'gitops');
    await render(['build'], { cwd });
    writeFiles(cwd, cafe(['10.2.0.1', '10.2.0.3']));
    const { stdout } = await diff(cwd, '--format', 'github', '--format', 'markdown=out.md');
    expect(stdout).toMatch(
      /^::warning file=gitops\/clusters\/east\/shop\.yaml,line=5,.*title=cis-render%3A tenant shops::pool cafe_80_shop: member 10\.2\.0\.2:80 removed \(east\)\n::notice /,
    );
    expect(filesBelow(cwd)['out.md']).toContain(
      '[gitops/clusters/east/shop.yaml:5](gitops/clusters/east/shop.yaml#L5)',
    );
  });

  test('several views, one of which cannot be rendered', async () => {
    const cwd = await built(pair);
    const broken = (pair['render.yaml'] as string).replace(
      '--multi-cluster-mode=secondary',
      '--multi-cluster-mode=third',
    );
    writeFiles(cwd, { 'render.yaml': broken });
    const { stdout, code } = await diff(cwd, '--format', 'json');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ differs: false, views: ['east'], notRendered: ['west'] });
  });
});
