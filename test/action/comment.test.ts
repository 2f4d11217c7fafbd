import { describe, expect, test } from 'vitest';
import { pair, shopsAndBanks } from '../cli/shops-and-banks.ts';
import { commit, git } from '../git-repository.ts';
import { documents, routeText, serviceText } from '../manifests.ts';
import { type Files, temporaryWorkspace, writeFiles } from '../temporary-workspace.ts';
import { GitHubStandIn } from './github-stand-in.ts';
import { checkOut, pullRequestEvent } from './pull-request.ts';
import { type ActionOptions, type ActionResult, fileOf, runAction } from './run-action.ts';

const marker = '<!-- cis-render:. -->\n';
const comments = '/repos/shop/manifests/issues/7/comments';
const badRoute = (name: string): string =>
  routeText({ name, host: `${name}.example.com`, to: 'cafe', annotations: { waf: '' } });
const faulty: Files = { ...shopsAndBanks, 'clusters/east/stalls.yaml': documents(badRoute('bakery')) };
const event = pullRequestEvent({ baseSha: 'e'.repeat(40), headSha: 'a'.repeat(40) });

function act(github: GitHubStandIn, options: ActionOptions): Promise<ActionResult> {
  return runAction({ event, ...options, env: { GITHUB_API_URL: github.url, ...options.env } });
}

const warnings = ({ commands }: ActionResult): string[] =>
  commands.filter(line => line.startsWith('::warning title=cis-render::'));

describe('the comment', () => {
  test('is made, left alone, changed and turned green', async () => {
    const github = await GitHubStandIn.start();
    const cwd = temporaryWorkspace(faulty);
    const first = await act(github, { cwd });
    expect(first.code).toBe(1);
    expect(github.writes).toEqual([`POST ${comments}`]);
    expect(github.comments[0]?.body).toMatch(/^<!-- cis-render:\. -->\n## ❌ validate\n/);
    expect(github.comments[0]?.body).toContain('route-annotation-empty');
    expect(first.outputs['comment-url']).toBe(github.comments[0]?.html_url);
    expect(github.seen.every(({ authorization }) => authorization === 'token job-token')).toBe(true);

    const newer = pullRequestEvent({ baseSha: 'e'.repeat(40), headSha: 'b'.repeat(40) });
    const second = await act(github, { cwd, event: newer });
    expect(second.outputs['comment-url']).toBe(first.outputs['comment-url']);
    expect(github.writes).toHaveLength(1);

    writeFiles(cwd, { 'clusters/east/stalls.yaml': documents(badRoute('bakery'), badRoute('grill')) });
    await act(github, { cwd });
    expect(github.writes.slice(1)).toEqual([`PATCH /repos/shop/manifests/issues/comments/1`]);
    expect(github.comments[0]?.body).toContain('2 errors');

    writeFiles(cwd, { 'clusters/east/stalls.yaml': serviceText('stalls') });
    expect((await act(github, { cwd })).code).toBe(0);
    expect(github.comments).toHaveLength(1);
    expect(github.comments[0]?.body).toContain('## ✅ validate');
    expect(github.comments[0]?.body).toContain('no findings');
  });

  test('is not made where there is nothing to tell, and not asked for', async () => {
    const github = await GitHubStandIn.start();
    expect((await act(github, { cwd: temporaryWorkspace(shopsAndBanks) })).code).toBe(0);
    expect((await act(github, { cwd: temporaryWorkspace(faulty), inputs: { comment: 'false' } })).code).toBe(1);
    expect(github.writes).toEqual([]);
  });

  test('is found on a later page, and is not that of somebody else', async () => {
    const github = await GitHubStandIn.start();
    github.addComment(`${marker}a trap`, { login: 'stranger', type: 'User' });
    for (let number = 0; number < 120; number++) github.addComment('chat', { login: 'somebody', type: 'User' });
    github.addComment(`a quotation of ${marker}`);
    const own = github.addComment(`${marker}old`);
    await act(github, { cwd: temporaryWorkspace(faulty) });
    expect(github.writes).toEqual([`PATCH /repos/shop/manifests/issues/comments/${own.id}`]);
    expect(github.comments[0]?.body).toBe(`${marker}a trap`);
  });

  test("is that of the token's own user", async () => {
    const github = await GitHubStandIn.start();
    github.login = 'machine';
    github.addComment(`${marker}a trap`, { login: 'stranger', type: 'User' });
    const own = github.addComment(`${marker}old`, { login: 'machine', type: 'User' });
    await act(github, { cwd: temporaryWorkspace(faulty) });
    expect(github.writes).toEqual([`PATCH /repos/shop/manifests/issues/comments/${own.id}`]);
  });

  test('is another one for another comment-id, which ends no comment of HTML', async () => {
    const github = await GitHubStandIn.start();
    const cwd = temporaryWorkspace(faulty);
    await act(github, { cwd, inputs: { 'comment-id': 'one' } });
    await act(github, { cwd, inputs: { 'comment-id': 'two --> <b>' } });
    await act(github, { cwd, inputs: { 'comment-id': 'one' } });
    expect(github.comments.map(({ body }) => body.split('\n')[0])).toEqual([
      '<!-- cis-render:one -->',
      '<!-- cis-render:two __ _b_ -->',
    ]);
  });

  test('is cut to what GitHub takes, with every fold closed, and every part has its share', async () => {
    const github = await GitHubStandIn.start();
    const routes = Array.from({ length: 400 }, (_, index) => badRoute(`stall-${index}`));
    const cwd = temporaryWorkspace({ ...faulty, 'clusters/east/stalls.yaml': documents(...routes) });
    const { commands, summary } = await act(github, { cwd, inputs: { command: 'validate diff' } });
    const body = github.comments[0]?.body ?? '';
    expect(body.length).toBeLessThan(65_536);
    expect(body.length).toBeGreaterThan(40_000);
    expect(body.match(/<details/g)?.length).toBe(body.match(/<\/details>/g)?.length);
    expect(body).toContain('Left out, since the text would be too long');
    expect(body).toContain('against rendered');
    expect(summary).not.toContain('Left out');
    expect(commands.filter(line => line.startsWith('::error ')).length).toBe(10);
    expect(commands.some(line => line.startsWith('::notice') && line.includes('390 errors'))).toBe(true);
  });

  test('has the findings, the parity and the diff with shares before and after, with links to the commit', async () => {
    const github = await GitHubStandIn.start();
    const cwd = temporaryWorkspace(pair);
    git(cwd, 'init', '--quiet', '--initial-branch=main');
    expect((await act(github, { cwd, inputs: { command: 'build-check', commit: 'false' } })).code).toBe(1);
    writeFiles(cwd, {
      'clusters/west/shop.yaml': documents(
        routeText({ name: 'cafe', host: 'cafe.example.com', to: 'cafe', alternates: [['tea', 50]], weight: 50 }),
        serviceText('cafe', { addresses: ['10.2.0.1'] }),
        serviceText('tea', { addresses: ['10.2.0.9'] }),
      ),
    });
    const { outputs } = await act(github, { cwd, inputs: { command: 'validate parity diff' } });
    const body = github.comments[0]?.body ?? '';
    expect(body).toContain('### Parity of east and west: ');
    expect(body).toContain('[clusters/west/shop.yaml:');
    expect(body).toContain(`https://github.com/shop/manifests/blob/${'a'.repeat(40)}/clusters/west/shop.yaml#L`);
    expect(body).toContain('against rendered');
    expect(outputs).toMatchObject({ 'parity-differs': 'true', changed: 'true' });
  });
});

describe('where GitHub refuses', () => {
  test('a fork gets one warning that names the permission, and the exit code stays', async () => {
    const github = await GitHubStandIn.start();
    const refused = { status: 403, message: 'Resource not accessible by integration' };
    github.faults.push({ method: 'POST', path: /comments$/, ...refused, times: 9 });
    const bad = await act(github, { cwd: temporaryWorkspace(faulty) });
    expect(bad.code).toBe(1);
    expect(warnings(bad)).toHaveLength(1);
    expect(warnings(bad)[0]).toContain('permissions: pull-requests: write');
    expect(bad.summary).toContain('route-annotation-empty');
    expect(github.writes).toHaveLength(1);

    const routes = Array.from({ length: 12 }, (_, index) =>
      routeText({ name: `stall-${index}`, host: `${index}.example.com`, to: 'cafe' }).replace(
        '"host"',
        '"hots": 1, "host"',
      ),
    );
    const many = await act(github, {
      cwd: temporaryWorkspace({ ...shopsAndBanks, 'clusters/east/stalls.yaml': documents(...routes) }),
    });
    // GitHub would drop the eleventh.
    expect(many.commands.filter(line => line.startsWith('::warning '))).toHaveLength(10);
    expect(warnings(many)).toHaveLength(1);

    const cwd = temporaryWorkspace({
      ...shopsAndBanks,
      'clusters/east/shop.yaml': String(shopsAndBanks['clusters/east/shop.yaml']).replace(
        '"host"',
        '"hots": 1, "host"',
      ),
    });
    const good = await act(github, { cwd });
    expect(warnings(good)).toHaveLength(1);
    expect(good.code).toBe(0);
  });

  test.each([
    [404, 'Not Found', 'the token does not reach it'],
    [401, 'Bad credentials', 'github-token is not valid'],
    [422, 'Validation Failed', 'GitHub answers 422: Validation Failed'],
  ])('%i is told, and tried once', async (status, message, words) => {
    const github = await GitHubStandIn.start();
    github.faults.push({ method: 'GET', path: /comments$/, status, message, times: 9 });
    const result = await act(github, { cwd: temporaryWorkspace(faulty) });
    expect(result.code).toBe(1);
    expect(warnings(result)).toHaveLength(1);
    expect(warnings(result)[0]).toContain(words);
    expect(github.seen).toHaveLength(1);
  });

  test('it waits as long as it is asked to, and tries again where GitHub fails', async () => {
    const github = await GitHubStandIn.start();
    const limited = { method: 'POST', path: /comments$/, status: 429, headers: { 'retry-after': '1' }, times: 1 };
    const secondary = { ...limited, status: 403, message: 'You have exceeded a secondary rate limit' };
    github.faults.push(limited, secondary);
    const result = await act(github, { cwd: temporaryWorkspace(faulty) });
    expect(warnings(result)).toEqual([]);
    expect(github.comments).toHaveLength(1);

    github.faults.push({ method: 'GET', path: /comments$/, status: 502, times: 1 });
    expect(warnings(await act(github, { cwd: temporaryWorkspace(faulty) }))).toEqual([]);
  });

  test('it does not wait for an hour', async () => {
    const github = await GitHubStandIn.start();
    const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(Date.now() / 1000 + 3600) };
    github.faults.push({
      method: 'GET',
      path: /comments$/,
      status: 403,
      message: 'API rate limit exceeded',
      headers,
      times: 9,
    });
    const begun = Date.now();
    const result = await act(github, { cwd: temporaryWorkspace(faulty) });
    expect(warnings(result)[0]).toContain('API rate limit exceeded');
    expect(warnings(result)[0]).not.toContain('permissions');
    expect(Date.now() - begun).toBeLessThan(20_000);
  });

  test('no network and no token are warnings', async () => {
    const away = await runAction({ cwd: temporaryWorkspace(faulty), event });
    expect(away.code).toBe(1);
    expect(warnings(away)).toHaveLength(1);
    const none = await runAction({ cwd: temporaryWorkspace(faulty), event, inputs: { 'github-token': '' } });
    expect(warnings(none)).toEqual([
      '::warning title=cis-render::The comment is not up to date: github-token is empty',
    ]);
  });
});

describe('the two workflows for forks', () => {
  const run = (sha: string) => ({
    name: 'workflow_run',
    payload: {
      workflow_run: {
        event: 'pull_request',
        head_sha: sha,
        head_branch: 'feature',
        head_repository: { owner: { login: 'stranger' } },
      },
    },
  });
  const pullOf = (sha: string) => ({
    number: 7,
    html_url: 'https://github.test/shop/manifests/pull/7',
    base: 'main',
    head: 'stranger:feature',
    sha,
    title: '',
    body: '',
  });

  test('hand over the text of the comment; GitHub says which pull request it is for', async () => {
    const github = await GitHubStandIn.start();
    const checked = await act(github, { cwd: temporaryWorkspace(faulty), inputs: { comment: 'false' } });
    const kept = temporaryWorkspace({
      'comment.md': `${fileOf(checked, 'comment-path')}\n@everybody &#64;all &commat;all @&fjlig;ord look`,
    });
    const sha = 'd'.repeat(40);
    const inputs = { command: 'comment', 'comment-file': 'comment.md' };
    await act(github, { cwd: kept, inputs, event: run(sha) });
    // A pull request that has moved on, or is closed, gets none; neither does one whose fork is gone.
    const gone = { workflow_run: { ...run(sha).payload.workflow_run, head_repository: null } };
    expect((await act(github, { cwd: kept, inputs, event: { name: 'workflow_run', payload: gone } })).code).toBe(0);
    expect(github.writes).toEqual([]);
    github.pulls.push(pullOf(sha));
    const posted = await act(github, { cwd: kept, inputs, event: run(sha) });
    expect(posted.code).toBe(0);
    expect(github.writes).toEqual([`POST ${comments}`]);
    expect(github.comments[0]?.body).toContain('route-annotation-empty');
    expect(github.comments[0]?.body).toMatch(
      /\n@<!-- -->everybody &<!-- -->#64;all &<!-- -->commat;all @<!-- -->&fjlig;ord look$/,
    );
    expect(posted.outputs['comment-url']).toBe(github.comments[0]?.html_url);
  });

  test('hand over a text as long as one is made, whatever becomes of its mentions', async () => {
    const github = await GitHubStandIn.start();
    const cwd = temporaryWorkspace({ 'comment.md': '@'.padEnd(60_000, 'x') });
    const sha = 'd'.repeat(40);
    github.pulls.push(pullOf(sha));
    const inputs = { command: 'comment', 'comment-file': 'comment.md' };
    expect((await act(github, { cwd, inputs, event: run(sha) })).code).toBe(0);
    expect(github.comments[0]?.body).toContain('@<!-- -->xxx');
  });

  test('make no comment where there is nothing to tell', async () => {
    const github = await GitHubStandIn.start();
    const checked = await act(github, { cwd: temporaryWorkspace(shopsAndBanks), inputs: { comment: 'false' } });
    const cwd = temporaryWorkspace({ 'comment.md': fileOf(checked, 'comment-path') });
    const sha = 'd'.repeat(40);
    github.pulls.push(pullOf(sha));
    const inputs = { command: 'comment', 'comment-file': 'comment.md' };
    expect((await act(github, { cwd, inputs, event: run(sha) })).code).toBe(0);
    expect(github.writes).toEqual([]);
    const old = github.addComment(`${marker}## ❌`);
    await act(github, { cwd, inputs, event: run(sha) });
    expect(old.body).toContain('## ✅');
  });

  test('say what is wrong with the file, the event and the permission', async () => {
    const github = await GitHubStandIn.start();
    const cwd = temporaryWorkspace({ 'comment.md': 'text', 'long.md': 'x'.repeat(60_001) });
    const sha = 'd'.repeat(40);
    const post = async (file: string, of = run(sha)) => {
      const { code, commands } = await act(github, {
        cwd,
        inputs: { command: 'comment', 'comment-file': file },
        event: of,
      });
      return [code, commands.at(-1)];
    };
    expect(await post('none.md')).toEqual([2, expect.stringContaining('comment-file none.md: ')]);
    expect(await post('long.md')).toEqual([2, expect.stringContaining('more than 60000 bytes')]);
    expect(await post('comment.md', { name: 'push', payload: {} } as never)).toEqual([
      2,
      expect.stringContaining('workflow_run'),
    ]);
    github.pulls.push(pullOf(sha));
    github.faults.push({
      method: 'POST',
      path: /comments$/,
      status: 403,
      message: 'Resource not accessible by integration',
      times: 1,
    });
    expect(await post('comment.md')).toEqual([3, expect.stringContaining('permissions: pull-requests: write')]);
  });
});

describe('what a change touches', () => {
  const many = (count: number): string[] => Array.from({ length: count }, (_, index) => badRoute(`old-${index}`));

  test('comes first, also in a clone of depth 1, whose base is fetched with the token', async () => {
    const github = await GitHubStandIn.start();
    const before = { ...shopsAndBanks, 'clusters/east/a.yaml': documents(...many(15)) };
    const checkout = checkOut(
      github,
      { before, after: { 'clusters/east/z.yaml': documents(badRoute('new')) } },
      { depth: 1 },
    );
    const result = await act(github, {
      cwd: checkout.cwd,
      event: pullRequestEvent(checkout),
      env: { GITHUB_SERVER_URL: github.url },
      inputs: { command: 'validate diff' },
    });
    const errors = result.commands.filter(line => line.startsWith('::error '));
    expect(errors).toHaveLength(10);
    expect(errors[0]).toContain('file=clusters/east/z.yaml,');
    expect(errors[1]).toContain('file=clusters/east/a.yaml,');
    expect(new Set(github.gitAuthorizations)).toEqual(
      new Set([`basic ${Buffer.from('x-access-token:job-token').toString('base64')}`]),
    );
    expect(git(checkout.cwd, 'config', '--list')).not.toContain('extraheader');
    expect(result.summary).toContain('against main');
  });

  test('cannot be told where the base cannot be fetched, and all else goes on', async () => {
    const github = await GitHubStandIn.start();
    const checkout = checkOut(github, { before: shopsAndBanks, after: faulty }, { depth: 1 });
    git(checkout.cwd, 'remote', 'set-url', 'origin', 'http://127.0.0.1:9/nothing.git');
    const result = await act(github, {
      cwd: checkout.cwd,
      event: pullRequestEvent(checkout),
      inputs: { command: 'validate diff' },
    });
    expect(result.code).toBe(1);
    expect(result.commands.find(line => line.startsWith('::notice '))).toMatch(
      new RegExp(
        `^::notice title=cis-render::What the change touches cannot be told: ${checkout.baseSha} is not in this clone and cannot be fetched: fatal: unable to access `,
      ),
    );
    expect(result.summary).toContain('against rendered');
    expect(github.comments[0]?.body).toContain('`diff` compares with the committed files');
  });

  test.each([0, 1])(
    'is told from the base that GitHub has merged, in a clone of depth %i, though the event knows an older one',
    async depth => {
      const github = await GitHubStandIn.start();
      const checkout = checkOut(github, {
        before: shopsAndBanks,
        after: { 'clusters/east/z.yaml': documents(badRoute('new')) },
      });
      git(checkout.cwd, 'switch', '--quiet', 'main');
      const meanwhile = String(shopsAndBanks['clusters/east/bank.yaml']).replaceAll(
        'teller.example.com',
        'desk.example.com',
      );
      commit(checkout.cwd, { 'clusters/east/bank.yaml': meanwhile });
      git(checkout.cwd, 'switch', '--quiet', '--detach');
      git(checkout.cwd, 'merge', '--quiet', '--no-ff', '--message=merge', 'feature');
      git(checkout.cwd, 'push', '--quiet', github.repository, 'HEAD:refs/pull/7/merge', 'main');
      const cwd = temporaryWorkspace({});
      git(cwd, 'init', '--quiet');
      git(cwd, 'remote', 'add', 'origin', `file://${github.repository}`);
      git(
        cwd,
        'fetch',
        '--quiet',
        ...(depth > 0 ? [`--depth=${depth}`] : []),
        'origin',
        '+refs/pull/7/merge:refs/remotes/pull/7/merge',
      );
      git(cwd, 'checkout', '--quiet', 'refs/remotes/pull/7/merge');
      git(cwd, 'remote', 'set-url', 'origin', github.cloneUrl);
      const { outputs, summary } = await act(github, {
        cwd,
        event: pullRequestEvent(checkout),
        env: { GITHUB_SERVER_URL: github.url },
        inputs: { command: 'diff' },
      });
      expect(outputs.changed).toBe('false');
      expect(summary).toContain('no difference against main');
    },
  );

  test('cannot be told in a repository that git does not read, in the words of git', async () => {
    const github = await GitHubStandIn.start();
    const { commands } = await act(github, { cwd: temporaryWorkspace(shopsAndBanks) });
    expect(commands.find(line => line.startsWith('::notice '))).toContain(
      'cannot be told: git cannot read the repository: fatal: not a git repository',
    );
  });

  test('is what the branch has changed and not its base meanwhile, whatever base is called', async () => {
    const github = await GitHubStandIn.start();
    const before = { ...shopsAndBanks, 'clusters/east/a.yaml': documents(badRoute('old')) };
    const { cwd } = checkOut(github, { before, after: { 'clusters/east/z.yaml': documents(badRoute('new')) } });
    git(cwd, 'switch', '--quiet', 'main');
    commit(cwd, { 'clusters/east/a.yaml': documents(badRoute('older')) });
    git(cwd, 'switch', '--quiet', 'feature');
    const { commands } = await act(github, { cwd, inputs: { base: 'main' } });
    const errors = commands.filter(line => line.startsWith('::error '));
    expect(errors.map(line => /file=([^,]*)/.exec(line)?.[1])).toEqual([
      'clusters/east/z.yaml',
      'clusters/east/a.yaml',
    ]);
  });
});

test('pull_request_target is warned of', async () => {
  const github = await GitHubStandIn.start();
  const target = { ...event, name: 'pull_request_target' };
  const result = await act(github, { cwd: temporaryWorkspace(faulty), event: target });
  expect(warnings(result)[0]).toContain('never check out the content of the pull request');
});
