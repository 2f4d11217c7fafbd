import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { extendedSpecText } from '../manifests.ts';
import { cliPath, render } from '../run-cli.ts';
import { temporaryWorkspace } from '../temporary-workspace.ts';
import { editor, uriOf } from './client.ts';

const config = `clusters:
  - name: east
    manifests: clusters/east
    cis:
      args:
        - --controller-mode=openshift
        - --extended-spec-configmap=kube-system/extended-spec
        - --bigip-partition=shops
`;
const rightSpec = extendedSpecText('extendedRouteSpec:\n  - namespace: shop\n    vserverAddr: 10.8.3.11');
const wrongSpec = rightSpec.replace('vserverAddr', 'vserverAdr');
const route = `apiVersion: route.openshift.io/v1
kind: Route
metadata:
  name: cafe
  namespace: shop
spec:
  hots: cafe.example.com
  to:
    kind: Service
    name: cafe
  port:
    targetPort: 8080
`;
const service = `apiVersion: v1
kind: Service
metadata: {name: cafe, namespace: shop}
spec:
  ports: [{port: 8080, targetPort: 8080}]
`;
const specPath = 'clusters/east/extended-spec.yaml';
const routePath = 'clusters/east/cafe.yaml';
const workspace = (spec = rightSpec, more: Record<string, string> = {}): string =>
  temporaryWorkspace({ 'render.yaml': config, [specPath]: spec, ...more });

describe('render lsp', () => {
  test('shows what is wrong in files that are not open, also inside extendedSpec, and ends when it is told to', async () => {
    const root = workspace(wrongSpec);
    const client = await editor([root]);
    const [finding] = await client.shows(uriOf(root, specPath), ['extended-spec-invalid']);
    const line = wrongSpec.split('\n').findIndex(text => text.includes('vserverAdr'));
    const character = wrongSpec.split('\n')[line]?.indexOf('vserverAdr') ?? 0;
    expect(finding).toMatchObject({
      range: { start: { line, character }, end: { line, character: character + 'vserverAdr'.length } },
      severity: 1,
      source: 'cis-render',
      message: 'extendedSpec is refused: unknown key "vserverAdr". Did you mean "vserverAddr"?',
    });
    expect(finding?.codeDescription?.href).toMatch(/^file:.*\/docs\/.*\.md$/);
    expect(await client.quit()).toBe(0);
    expect(client.errors.join('')).toBe('');
  });

  test('takes the text of open documents in place of the files, and clears what is gone', async () => {
    const root = workspace();
    const uri = uriOf(root, specPath);
    const client = await editor([root]);
    await client.open(uri, wrongSpec);
    await client.shows(uri, ['extended-spec-invalid']);
    await client.edit(uri, rightSpec, 2);
    await client.shows(uri, []);
    await client.edit(uri, wrongSpec, 3);
    await client.shows(uri, ['extended-spec-invalid']);
    // Closed without saving: the file counts, and it is right.
    await client.close(uri);
    await client.shows(uri, []);
  });

  test('says after many quick edits what is so after the last one', async () => {
    const root = workspace();
    const uri = uriOf(root, specPath);
    const client = await editor([root]);
    await client.open(uri, rightSpec);
    for (let version = 2; version <= 40; version++) {
      await client.edit(uri, version % 2 === 0 ? wrongSpec : rightSpec, version);
    }
    await client.edit(uri, wrongSpec, 41);
    await client.shows(uri, ['extended-spec-invalid']);
    const versions = client.published.filter(params => params.uri === uri).map(({ version = 0 }) => version);
    expect(versions.at(-1)).toBe(41);
    expect(versions.length).toBeLessThan(10);
  });

  test('offers the fix, in the place and with the text that make it right, and all of a file at once', async () => {
    const root = workspace(rightSpec, { [routePath]: route, 'clusters/east/service.yaml': service });
    const uri = uriOf(root, routePath);
    const client = await editor([root]);
    await client.open(uri, route);
    const [unknown] = await client.shows(uri, ['object-key-unknown', 'route-without-host', 'pool-without-members']);
    expect(unknown).toBeDefined();
    const [action, ...others] = await client.actions(uri, unknown!.range, ['quickfix']);
    expect(others).toEqual([]);
    expect(action).toMatchObject({ title: 'Change "hots" to "host"', kind: 'quickfix', isPreferred: true });
    const edits = action?.edit?.changes?.[uri] ?? [];
    const fixed = TextDocument.applyEdits(TextDocument.create(uri, 'yaml', 1, route), edits);
    expect(fixed).toBe(route.replace('hots:', 'host:'));
    const [all] = await client.actions(uri, unknown!.range, ['source.fixAll']);
    expect(all?.kind).toBe('source.fixAll.cis-render');
    expect(all?.edit?.changes).toEqual({ [uri]: edits });
    // Elsewhere in the file there is nothing to fix.
    const far = { line: 0, character: 0 };
    expect(await client.actions(uri, { start: far, end: far }, ['quickfix'])).toEqual([]);
    await client.edit(uri, fixed, 2);
    await client.shows(uri, ['pool-without-members']);
  });

  test('offers no fix for a text that has changed since it was looked at', async () => {
    const root = workspace(wrongSpec);
    const uri = uriOf(root, specPath);
    const client = await editor([root]);
    await client.open(uri, wrongSpec);
    const [finding] = await client.until(() => {
      const params = client.published.findLast(each => each.uri === uri && each.version === 1);
      return params && params.diagnostics.length > 0 ? params.diagnostics : undefined;
    });
    expect(await client.actions(uri, finding!.range, ['quickfix'])).toHaveLength(1);
    await client.edit(uri, `# one line more\n${wrongSpec}`, 2);
    expect(await client.actions(uri, finding!.range, ['quickfix'])).toEqual([]);
  });

  test('tells what to do where the pointer rests on a finding, and nothing elsewhere', async () => {
    const root = workspace(wrongSpec);
    const uri = uriOf(root, specPath);
    const client = await editor([root]);
    const [finding] = await client.shows(uri, ['extended-spec-invalid']);
    const { line, character } = finding!.range.start;
    const hover = await client.hover(uri, line, character + 1);
    expect(JSON.stringify(hover?.contents)).toContain('The controller reads it strictly');
    expect(JSON.stringify(hover?.contents)).toContain('docs/checks/extended-spec-invalid.md');
    const { why } = JSON.parse(
      (await render(['explain', 'extended-spec-invalid', '--format', 'json'], { cwd: root })).stdout,
    );
    expect((hover!.contents as { value: string }).value.replaceAll('\\', '')).toContain(why);
    expect(await client.hover(uri, 0, 0)).toBeNull();
  });

  test('points to the second place of a finding', async () => {
    const other = route.replace('name: cafe\n', 'name: bar\n').replace('hots', 'host');
    const root = workspace(rightSpec, {
      [routePath]: `${route.replace('hots', 'host').replace('name: cafe\n', 'name: cafe\n  creationTimestamp: "2026-01-02T00:00:00Z"\n')}---\n${service}`,
      'clusters/east/bar.yaml': other.replace(
        'name: bar\n',
        'name: bar\n  creationTimestamp: "2026-01-01T00:00:00Z"\n',
      ),
    });
    const client = await editor([root]);
    const [claimed] = await client.shows(uriOf(root, routePath), ['route-host-claimed']);
    expect(claimed?.relatedInformation?.map(({ location }) => location.uri)).toEqual([
      uriOf(root, 'clusters/east/bar.yaml'),
    ]);
  });

  test('goes on after broken YAML and a broken render.yaml', async () => {
    const root = workspace(wrongSpec);
    const uri = uriOf(root, specPath);
    const configUri = uriOf(root, 'render.yaml');
    const client = await editor([root]);
    await client.shows(uri, ['extended-spec-invalid']);
    await client.open(uri, 'kind: [\n');
    await client.until(() => (client.codes(uri)?.includes('yaml-syntax') ? true : undefined));
    await client.open(configUri, config.replace('manifests', 'manifest'));
    await client.until(() => (client.codes(configUri)?.includes('config-unknown-key') ? true : undefined));
    await client.close(configUri);
    await client.edit(uri, wrongSpec, 2);
    await client.shows(uri, ['extended-spec-invalid']);
    await client.shows(configUri, []);
  });

  test('says once that there is no workspace, and says nothing of files outside', async () => {
    const outside = temporaryWorkspace({ 'notes.yaml': 'a: [\n' });
    const client = await editor([outside]);
    await client.open(uriOf(outside, 'notes.yaml'), 'a: [\n');
    await client.open('untitled:Untitled-1', 'a: [\n');
    await client.until(() => client.messages[0]);
    expect(await client.hover(uriOf(outside, 'notes.yaml'), 0, 0)).toBeNull();
    expect(
      await client.actions('untitled:Untitled-1', { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } }),
    ).toEqual([]);
    expect(client.messages).toHaveLength(1);
    expect(client.messages[0]).toContain('render.yaml');
    expect(client.published).toEqual([]);
    expect(await client.quit()).toBe(0);
  });

  test('looks after several folders, each with its own workspace, and takes back those that are closed', async () => {
    const [one, two] = [workspace(wrongSpec), workspace(wrongSpec)];
    const client = await editor([one, two], { workspace: { workspaceFolders: true } });
    await client.shows(uriOf(one, specPath), ['extended-spec-invalid']);
    await client.shows(uriOf(two, specPath), ['extended-spec-invalid']);
    await client.connection.sendNotification('workspace/didChangeWorkspaceFolders', {
      event: { added: [], removed: [{ uri: uriOf(one, '').replace(/\/$/, ''), name: one }] },
    });
    await client.shows(uriOf(one, specPath), []);
    expect(client.codes(uriOf(two, specPath))).toEqual(['extended-spec-invalid']);
  });

  test('shows nothing of what is suppressed', async () => {
    const suppressed = route
      .replace('hots', 'host')
      .replace('  to:', '  wildcardpolicy: None\n  to:')
      .replace('spec:', '  annotations:\n    cis-render/ignore-object-key-unknown: "kept for another tool"\nspec:');
    const root = workspace(rightSpec, { [routePath]: suppressed, 'clusters/east/service.yaml': service });
    const uri = uriOf(root, routePath);
    const client = await editor([root]);
    await client.shows(uri, ['pool-without-members']);
    await client.open(uri, suppressed.replace('"kept for another tool"', '""'));
    await client.until(() => (client.codes(uri)?.includes('object-key-unknown') ? true : undefined));
  });

  test('looks again when files have changed beside it', async () => {
    const root = workspace(wrongSpec);
    const uri = uriOf(root, specPath);
    const client = await editor([root]);
    await client.shows(uri, ['extended-spec-invalid']);
    writeFileSync(join(root, specPath), rightSpec);
    await client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri, type: 2 }] });
    await client.shows(uri, []);
    rmSync(join(root, 'clusters'), { recursive: true });
    mkdirSync(join(root, 'clusters'));
    await client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri, type: 3 }] });
    await client.until(() =>
      client.codes(uriOf(root, 'render.yaml'))?.includes('config-path-missing') ? true : undefined,
    );
  });

  test('is in a file of its own, which no other command loads', () => {
    const bundle = (name: string): string => readFileSync(join(dirname(cliPath), name), 'utf8');
    expect(bundle('lsp.mjs')).toContain('textDocument/publishDiagnostics');
    expect(bundle('cli.mjs')).not.toContain('textDocument/publishDiagnostics');
    expect(bundle('index.mjs')).not.toContain('textDocument/publishDiagnostics');
  });

  test('ends with an exit code of its own when the editor says exit without shutdown', async () => {
    const client = await editor([workspace()]);
    await client.connection.sendNotification('exit');
    await expect.poll(() => client.ended()).toBe(1);
  });
});
