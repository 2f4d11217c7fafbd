import { chmodSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { shopsAndBanks } from '../cli/shops-and-banks.ts';
import { commit, git } from '../git-repository.ts';
import { documents, routeText, serviceText } from '../manifests.ts';
import { temporaryWorkspace, writeFiles } from '../temporary-workspace.ts';
import { GitHubStandIn } from './github-stand-in.ts';
import { checkOut, type PullRequestCheckout, pullRequestEvent } from './pull-request.ts';
import { type ActionOptions, type ActionResult, runAction } from './run-action.ts';

const tenants = ['rendered/east/banks.json', 'rendered/east/shops.json'];
const after = {
  'clusters/east/shop.yaml': documents(
    routeText({ name: 'cafe', host: 'tea.example.com', to: 'cafe' }),
    serviceText('cafe'),
  ),
};
const change = { before: shopsAndBanks, after };

function act(
  github: GitHubStandIn,
  { cwd, inputs, ...options }: ActionOptions & { readonly cwd: string },
): Promise<ActionResult> {
  return runAction({
    cwd,
    ...options,
    inputs: { command: 'build-check', commit: 'push', ...inputs },
    env: { GITHUB_API_URL: github.url, GITHUB_SERVER_URL: github.url, ...options.env },
  });
}

const tip = (github: GitHubStandIn, branch: string): string => git(github.repository, 'rev-parse', branch).trim();
const changed = (github: GitHubStandIn, from: string, to: string): string[] =>
  git(github.repository, 'diff', '--name-only', from, to).trim().split('\n');

/** A commit that somebody else pushes to a branch meanwhile. */
function pushMeanwhile(github: GitHubStandIn, branch: string, files: Record<string, string>): string {
  const other = temporaryWorkspace({});
  git(other, 'clone', '--quiet', '--branch', branch, github.repository, '.');
  writeFiles(other, files);
  git(other, 'add', '--all');
  git(other, 'commit', '--quiet', '--message=meanwhile');
  git(other, 'push', '--quiet', 'origin', branch);
  return git(other, 'rev-parse', 'HEAD').trim();
}

describe('commit: push, for a pull request', () => {
  const actOn = (github: GitHubStandIn, checkout: PullRequestCheckout, options: Partial<ActionOptions> = {}) =>
    act(github, { cwd: checkout.cwd, event: pullRequestEvent(checkout), ...options });

  test.each([0, 1])('pushes one commit with the rendered files alone, from a clone of depth %i', async depth => {
    const github = await GitHubStandIn.start();
    const checkout = checkOut(github, change, { depth });
    writeFiles(checkout.cwd, { 'notes.txt': 'not to be committed', 'rendered/east/gone.json': '{}' });
    git(checkout.cwd, 'add', 'notes.txt');
    const { code, outputs, summary } = await actOn(github, checkout);
    expect(code).toBe(0);
    expect(tip(github, 'feature')).toBe(outputs.committed);
    expect(outputs['out-of-date']).toBe('true');
    expect(changed(github, checkout.headSha, 'feature').filter(path => !path.includes('gone'))).toEqual(tenants);
    expect(git(github.repository, 'log', '-1', '--format=%an <%ae>%n%s%n%P', 'feature').trim().split('\n')).toEqual([
      'github-actions[bot] <41898282+github-actions[bot]@users.noreply.github.com>',
      'Render AS3 declarations',
      checkout.headSha,
    ]);
    expect(summary).toContain(`committed as ${outputs.committed}`);
    expect(github.gitAuthorizations.at(-1)).toBe(`basic ${Buffer.from('x-access-token:job-token').toString('base64')}`);
    expect(git(checkout.cwd, 'config', '--list')).not.toContain('job-token');
    // What comes after the step sees a branch that is up to date, and what somebody has staged.
    expect(git(checkout.cwd, 'rev-parse', 'HEAD').trim()).toBe(outputs.committed);
    expect(git(checkout.cwd, 'status', '--porcelain', 'rendered').trim()).not.toContain('shops.json');
    expect(git(checkout.cwd, 'diff', '--cached', '--name-only').trim()).toBe('notes.txt');
  });

  test('makes no commit where all of it is committed', async () => {
    const github = await GitHubStandIn.start();
    const checkout = checkOut(github, change);
    const first = await actOn(github, checkout);
    const second = await actOn(github, checkout);
    expect(second.code).toBe(0);
    expect(second.outputs).not.toHaveProperty('committed');
    expect(second.outputs['out-of-date']).toBe('false');
    expect(tip(github, 'feature')).toBe(first.outputs.committed);
  });

  test('follows a branch that has moved on elsewhere', async () => {
    const github = await GitHubStandIn.start();
    const checkout = checkOut(github, { before: inFolder(shopsAndBanks), after: inFolder(after) });
    const other = pushMeanwhile(github, 'feature', { 'README.md': 'read this' });
    const { code, outputs } = await actOn(github, checkout, { inputs: { path: 'apps' } });
    expect(code).toBe(0);
    expect(git(github.repository, 'rev-parse', 'feature^').trim()).toBe(other);
    expect(tip(github, 'feature')).toBe(outputs.committed);
    expect(changed(github, other, 'feature')).toEqual(tenants.map(path => `apps/${path}`));
  });

  test('leaves a branch alone whose manifests have moved on', async () => {
    const github = await GitHubStandIn.start();
    const checkout = checkOut(github, change);
    const other = pushMeanwhile(github, 'feature', { 'clusters/east/new.yaml': serviceText('new') });
    const { code, commands, outputs } = await actOn(github, checkout);
    expect(code).toBe(3);
    expect(commands.join('\n')).toContain('commit: feature has moved on, and files of the workspace with it');
    expect(tip(github, 'feature')).toBe(other);
    expect(outputs).not.toHaveProperty('committed');
  });

  test('never pushes to a fork: it only tells', async () => {
    const github = await GitHubStandIn.start();
    const checkout = checkOut(github, change);
    const { code, commands, outputs } = await actOn(github, checkout, {
      event: pullRequestEvent(checkout, { fork: true }),
      inputs: { comment: 'false' },
    });
    expect(code).toBe(1);
    expect(commands).toContain(
      '::warning title=cis-render::nothing is committed: the branch of this pull request is in a fork',
    );
    expect(commands.filter(line => line.includes('rendered-out-of-date'))).toHaveLength(2);
    expect(outputs['out-of-date']).toBe('true');
    expect(tip(github, 'feature')).toBe(checkout.headSha);
    expect(git(checkout.cwd, 'status', '--porcelain').trim()).toBe('');
  });

  test('refuses what GitHub merges for a pull request, which is not its branch', async () => {
    const github = await GitHubStandIn.start();
    const checkout = checkOut(github, change, { branch: 'main' });
    git(checkout.cwd, 'merge', '--quiet', '--no-ff', '--message=merge', 'origin/feature');
    git(checkout.cwd, 'switch', '--quiet', '--detach');
    const { code, commands } = await actOn(github, checkout);
    expect(code).toBe(2);
    expect(commands.at(-1)).toMatch(/give actions\/checkout "ref: \$\{\{ github\.head_ref \}\}"$/);
  });

  test('says in the words of git that it does not read the repository', async () => {
    const github = await GitHubStandIn.start();
    const checkout = checkOut(github, change);
    writeFiles(checkout.cwd, { '.git/HEAD': 'nothing' });
    const { code, commands } = await actOn(github, checkout);
    expect([code, commands.at(-1)]).toEqual([3, expect.stringContaining('not a git repository')]);
  });

  test('says that a branch is protected, in the words of GitHub', async () => {
    const github = await GitHubStandIn.start();
    const checkout = checkOut(github, change);
    writeFiles(github.repository, { 'hooks/update': '#!/bin/sh\necho "protected branch" >&2; exit 1\n' });
    chmodSync(`${github.repository}/hooks/update`, 0o755);
    const { code, commands } = await actOn(github, checkout);
    expect(code).toBe(3);
    expect(commands.join('\n')).toContain('protected branch');
  });

  test('writes and commits nothing where a tenant would be lost', async () => {
    const github = await GitHubStandIn.start();
    const checkout = checkOut(github, { before: shopsAndBanks, after: { ...after, 'render.yaml': 'clusters: 7\n' } });
    const { code, outputs } = await actOn(github, checkout);
    expect(code).toBe(2);
    expect(outputs).not.toHaveProperty('committed');
    expect(tip(github, 'feature')).toBe(checkout.headSha);
  });

  test('does not make a branch again that is gone', async () => {
    const github = await GitHubStandIn.start();
    const checkout = checkOut(github, change);
    git(github.repository, 'branch', '--quiet', '-D', 'feature');
    const { code, commands, outputs } = await actOn(github, checkout);
    expect(code).toBe(3);
    expect(commands.join('\n')).toContain('commit: feature is gone, as that of a merged pull request may be');
    expect(outputs).not.toHaveProperty('committed');
    expect(git(github.repository, 'branch', '--list', 'feature')).toBe('');
  });

  test.each(['pull_request_target', 'issue_comment'])('is refused in runs of %s', async name => {
    const github = await GitHubStandIn.start();
    const checkout = checkOut(github, change);
    const { code, commands } = await actOn(github, checkout, { event: pullRequestEvent(checkout, { name }) });
    expect(code).toBe(2);
    expect(commands.at(-1)).toContain(`commit is refused in runs of ${name}`);
    expect(tip(github, 'feature')).toBe(checkout.headSha);
  });
});

function inFolder(files: Readonly<Record<string, string | Uint8Array>>): Record<string, string | Uint8Array> {
  return Object.fromEntries(Object.entries(files).map(([path, content]) => [`apps/${path}`, content]));
}

describe('on a push', () => {
  const push = { name: 'push', payload: { repository: { default_branch: 'main' } } };
  const ref = (branch: string) => ({ GITHUB_REF: `refs/heads/${branch}` });

  test('commit: push goes to the branch, and never to the default branch', async () => {
    const github = await GitHubStandIn.start();
    const { cwd, headSha } = checkOut(github, change);
    const main = await act(github, { cwd, event: push, env: ref('main') });
    expect([main.code, main.commands.at(-1)]).toEqual([2, expect.stringContaining('use commit: pull-request')]);
    const unknown = await act(github, { cwd, event: { name: 'push', payload: {} }, env: ref('feature') });
    expect(unknown.code).toBe(2);
    const tag = await act(github, { cwd, event: push, env: { GITHUB_REF: 'refs/tags/v1' } });
    expect([tag.code, tag.commands.at(-1)]).toEqual([2, expect.stringContaining('commit needs a branch')]);
    expect(tip(github, 'feature')).toBe(headSha);
    const { code, outputs } = await act(github, { cwd, event: push, env: ref('feature') });
    expect(code).toBe(0);
    expect(tip(github, 'feature')).toBe(outputs.committed);
  });

  test('what is committed is still told as a change', async () => {
    const github = await GitHubStandIn.start();
    const { cwd } = checkOut(github, change);
    const inputs = { command: 'build-check diff' };
    const { outputs, summary } = await act(github, { cwd, event: push, env: ref('feature'), inputs });
    expect(outputs).toMatchObject({ changed: 'true', committed: tip(github, 'feature') });
    expect(summary).toContain('against rendered');
  });

  test('commit: pull-request opens one, and keeps it up to date', async () => {
    const github = await GitHubStandIn.start();
    const { cwd, baseSha } = checkOut(github, change, { branch: 'main' });
    const inputs = { commit: 'pull-request', 'commit-message': 'Render\n\nby the bot' };
    const first = await act(github, { cwd, event: push, env: ref('main'), inputs });
    expect(first.code).toBe(0);
    expect(tip(github, 'main')).toBe(baseSha);
    expect(tip(github, 'cis-render/main')).toBe(first.outputs.committed);
    expect(changed(github, 'main', 'cis-render/main')).toEqual(tenants);
    expect(github.pulls).toMatchObject([{ base: 'main', head: 'shop:cis-render/main', title: 'Render' }]);
    expect(first.outputs['pull-request-url']).toBe(github.pulls[0]?.html_url);
    // The same again changes nothing, and pushes nothing.
    const pushes = () => git(github.repository, 'reflog', 'show', 'cis-render/main').trim().split('\n').length;
    git(github.repository, 'config', 'core.logAllRefUpdates', 'always');
    git(cwd, 'checkout', '--quiet', '--', '.');
    git(cwd, 'clean', '--quiet', '-d', '--force');
    const second = await act(github, { cwd, event: push, env: ref('main'), inputs });
    expect(second.outputs).toMatchObject({
      committed: first.outputs.committed,
      'pull-request-url': first.outputs['pull-request-url'],
    });
    expect(github.writes).toEqual(['POST /repos/shop/manifests/pulls']);
    // The base has moved on: the branch is one commit on top of it again.
    const moved = pushMeanwhile(github, 'main', after);
    git(cwd, 'fetch', '--quiet', github.repository, 'main');
    git(cwd, 'reset', '--quiet', '--hard', moved);
    const third = await act(github, { cwd, event: push, env: ref('main'), inputs });
    expect(git(github.repository, 'rev-parse', 'cis-render/main^').trim()).toBe(moved);
    expect(tip(github, 'cis-render/main')).toBe(third.outputs.committed);
    expect(pushes()).toBe(1);
    expect(github.pulls).toHaveLength(1);
  });

  test('commit: pull-request closes it where nothing is left to propose', async () => {
    const github = await GitHubStandIn.start();
    const { cwd } = checkOut(github, change, { branch: 'main' });
    const options = { event: push, env: ref('main'), inputs: { commit: 'pull-request' } };
    const first = await act(github, { cwd, ...options });
    // Somebody has rendered it by hand.
    commit(cwd, {});
    git(cwd, 'push', '--quiet', github.repository, 'main');
    const second = await act(github, { cwd, ...options });
    expect(second.code).toBe(0);
    expect(github.pulls.map(({ state }) => state)).toEqual(['closed']);
    expect(second.summary).toContain(`Nothing is left to propose: ${first.outputs['pull-request-url']}`);
    expect(second.outputs).not.toHaveProperty('pull-request-url');
    const requests = github.writes.length;
    expect((await act(github, { cwd, ...options })).code).toBe(0);
    expect(github.writes).toHaveLength(requests);
  });

  test.each(['nothing', 'something'])(
    'commit: pull-request leaves that of a newer commit alone where an older one with %s to propose is run again',
    async proposes => {
      const github = await GitHubStandIn.start();
      const { cwd } = checkOut(github, change, { branch: 'main' });
      const options = { cwd, event: push, env: ref('main'), inputs: { commit: 'pull-request' } };
      if (proposes === 'nothing') {
        await act(github, options);
        commit(cwd);
        git(cwd, 'push', '--quiet', github.repository, 'main');
        github.pulls.length = 0;
      }
      const older = git(cwd, 'rev-parse', 'HEAD').trim();
      const newer = pushMeanwhile(github, 'main', after);
      const goTo = (revision: string) => {
        git(cwd, 'fetch', '--quiet', github.repository, 'main');
        git(cwd, 'reset', '--quiet', '--hard', revision);
        git(cwd, 'clean', '--quiet', '-d', '--force');
      };
      goTo(newer);
      const ofNewer = await act(github, options);
      const written = github.writes.length;
      goTo(older);
      const again = await act(github, options);
      const words = 'main has moved on, and files of the workspace with it: nothing is pushed';
      expect([again.code, again.outputs.committed]).toEqual([0, undefined]);
      expect(again.commands.filter(line => line.startsWith('::warning '))).toEqual([expect.stringContaining(words)]);
      expect(again.summary).toContain(words);
      expect(github.pulls.map(({ html_url, state }) => [html_url, state])).toEqual([
        [ofNewer.outputs['pull-request-url'], undefined],
      ]);
      expect(tip(github, 'cis-render/main')).toBe(ofNewer.outputs.committed);
      expect(github.writes).toHaveLength(written);
    },
  );

  test.each([0, 1])(
    'commit: pull-request follows a base that has moved on elsewhere, from a clone of depth %i',
    async depth => {
      const github = await GitHubStandIn.start();
      const { cwd } = checkOut(github, { before: inFolder(shopsAndBanks), after: {} }, { branch: 'main', depth });
      const other = pushMeanwhile(github, 'main', { 'README.md': 'read this' });
      const inputs = { commit: 'pull-request', path: 'apps' };
      const { code } = await act(github, { cwd, event: push, env: ref('main'), inputs });
      expect([code, github.pulls.length]).toEqual([0, 1]);
      expect(git(github.repository, 'rev-parse', 'cis-render/main^').trim()).toBe(other);
    },
  );

  test('commit: pull-request pushes nothing where the base is gone, and names what git has failed at', async () => {
    const github = await GitHubStandIn.start();
    const { cwd } = checkOut(github, change);
    git(github.repository, 'branch', '--quiet', '-D', 'feature');
    const inputs = { commit: 'pull-request' };
    const { code, commands } = await act(github, { cwd, event: push, env: ref('feature'), inputs });
    expect([code, commands.join('\n')]).toEqual([3, expect.stringContaining('commit: git fetch fails: fatal: ')]);
    expect(git(github.repository, 'branch', '--list', 'cis-render/*')).toBe('');
  });

  test('commit: pull-request does not fail where nothing is to be committed and GitHub refuses', async () => {
    const github = await GitHubStandIn.start();
    const { cwd } = checkOut(github, change, { branch: 'main' });
    const options = { cwd, event: push, env: ref('main'), inputs: { commit: 'pull-request' } };
    await act(github, options);
    commit(cwd);
    git(cwd, 'push', '--quiet', github.repository, 'main');
    const message = 'Resource not accessible by integration';
    github.faults.push({ method: 'GET', path: /pulls$/, status: 403, message, times: 1 });
    const { code, commands, summary } = await act(github, options);
    expect(code).toBe(0);
    const words = `all is committed, and if cis-render/main has a pull request it cannot be closed: ${message}; the job needs "permissions: pull-requests: write"`;
    expect(commands.filter(line => line.startsWith('::warning '))).toEqual([`::warning title=cis-render::${words}`]);
    expect(summary).toContain('has a pull request it cannot be closed');
  });

  test.each(['push', 'pull-request'])('commit: %s takes no other branch for the one of the run', async mode => {
    const github = await GitHubStandIn.start();
    const { cwd, headSha } = checkOut(github, change);
    git(cwd, 'switch', '--quiet', '--create', 'other');
    commit(cwd, { 'notes.txt': 'not of the branch' });
    const options = { cwd, event: push, env: ref('feature'), inputs: { commit: mode } };
    const { code, commands } = await act(github, options);
    expect([code, commands.at(-1)]).toEqual([2, expect.stringContaining('HEAD is not the branch feature')]);
    expect(tip(github, 'feature')).toBe(headSha);
    expect(github.pulls).toEqual([]);
  });

  test('nothing is committed to the branch of a merge queue', async () => {
    const github = await GitHubStandIn.start();
    const { cwd, baseSha } = checkOut(github, change);
    const queue = 'gh-readonly-queue/main/pr-7-abc';
    git(cwd, 'switch', '--quiet', '--create', queue);
    git(cwd, 'push', '--quiet', github.repository, queue);
    const event = { name: 'merge_group', payload: { merge_group: { base_sha: baseSha }, ...push.payload } };
    const before = tip(github, queue);
    const { code, commands, outputs } = await act(github, { cwd, event, env: ref(queue) });
    expect([code, outputs['out-of-date']]).toEqual([1, 'true']);
    expect(commands[1]).toBe(
      '::warning title=cis-render::nothing is committed: a merge queue takes no further commits',
    );
    expect(tip(github, queue)).toBe(before);
  });

  test('commit: pull-request says which permission is missing', async () => {
    const github = await GitHubStandIn.start();
    const { cwd } = checkOut(github, change, { branch: 'main' });
    github.faults.push({
      method: 'POST',
      path: /pulls$/,
      status: 403,
      message: 'GitHub Actions is not permitted to create or approve pull requests.',
      times: 1,
    });
    const { code, commands } = await act(github, {
      cwd,
      event: push,
      env: ref('main'),
      inputs: { commit: 'pull-request' },
    });
    expect(code).toBe(3);
    expect(commands.join('\n')).toContain('cis-render/main is pushed, and its pull request cannot be opened');
    expect(commands.join('\n')).toContain('not permitted to create');
    expect(commands.join('\n')).not.toMatch(/fork|Dependabot/);
  });

  test('commit: pull-request does not go round in circles', async () => {
    const github = await GitHubStandIn.start();
    const { cwd } = checkOut(github, change, { branch: 'main' });
    const inputs = { commit: 'pull-request' };
    const own = await act(github, { cwd, event: push, env: ref('cis-render/main'), inputs });
    expect([own.code, own.commands.at(-1)]).toEqual([2, expect.stringContaining('leave such branches out')]);
    const event = pullRequestEvent({ baseSha: 'a'.repeat(40), headSha: 'b'.repeat(40) });
    const pull = await act(github, { cwd, event, inputs });
    expect([pull.code, pull.commands.at(-1)]).toEqual([2, expect.stringContaining('use commit: push')]);
  });
});
