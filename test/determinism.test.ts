import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { splitDocuments } from '../src/load/split-documents.ts';
import { readWorkspace, renderView } from '../src/pipeline.ts';
import { tenantTexts } from './render-view.ts';
import { render } from './run-cli.ts';
import { type Files, filesBelow, temporaryWorkspace } from './temporary-workspace.ts';

const scenarios = fileURLToPath(new URL('../fixtures/conformance/scenarios', import.meta.url));
/** Some of each kind; in none of them a name stands twice in a cluster, so that the order of documents means nothing. */
const chosen = [
  'routes-single-edge',
  'routes-single-mixed-tls',
  'routes-single-annotations',
  'routes-single-two-groups',
  'routes-single-namespace-label',
  'routes-single-duplicate-host',
  'routes-single-nodes',
  'routes-local-configmap-override',
  'routes-aa',
  'routes-aa-ab',
  'routes-ratio-ha-ab',
  'routes-ratio-standalone',
  'cm-bad-yaml',
  'vs-host-group',
  'vs-tls-edge-allow',
  'vs-tls-reencrypt',
  'vs-ratio-ab',
  'vs-policy',
  'vs-bad',
  'ts-default-multicluster',
  'ingresslink-default-first-local',
  'service-lb-default-multicluster',
  'externaldns',
];

const filesOf = (scenario: string): Record<string, string> => filesBelow(join(scenarios, scenario));
const reversed = (files: Files): Files => Object.fromEntries(Object.entries(files).reverse());
const isManifest = (path: string): boolean => path.startsWith('clusters/');
const documentsOf = (text: string): string[] => splitDocuments(text).map(({ start, end }) => text.slice(start, end));

/** Every document of a cluster in one file, the last one first. */
function inOneFile(files: Record<string, string>): Files {
  const clusters = new Map<string, string[]>();
  for (const [path, text] of Object.entries(files).filter(([name]) => isManifest(name))) {
    const name = path.split('/')[1] ?? '';
    clusters.set(name, [...(clusters.get(name) ?? []), ...documentsOf(text)]);
  }
  const rest = Object.entries(files).filter(([path]) => !isManifest(path));
  const joined = [...clusters].map(([name, texts]) => [
    `clusters/${name}/all.yaml`,
    texts
      .reverse()
      .map(text => text.trim())
      .join('\n---\n'),
  ]);
  return Object.fromEntries([...rest, ...joined]);
}

/** Every document in a file of its own, named so that the last one is read first. */
function inManyFiles(files: Record<string, string>): Files {
  const split = Object.entries(files).flatMap(([path, text]) =>
    isManifest(path)
      ? documentsOf(text).map((document, index) => [
          path.replace(/\/([^/]*)\.ya?ml$/, `/${String(999 - index)}/$1.yaml`),
          document,
        ])
      : [[path, text]],
  );
  return Object.fromEntries(split);
}

/** What every view of a workspace posts, as text. */
async function rendered(files: Files): Promise<Record<string, string>> {
  const run = await readWorkspace(temporaryWorkspace(files));
  return Object.fromEntries(
    run.controllers.map(cluster => {
      const view = renderView(run, cluster);
      return [cluster, `${view.outcome}\n${Object.values(tenantTexts(run, view)).join('')}`];
    }),
  );
}

test('the scenarios that are looked at exist', () => {
  expect(readdirSync(scenarios)).toEqual(expect.arrayContaining(chosen));
});

describe.each(chosen)('%s', scenario => {
  test('renders to the same text, in whatever order and files its documents stand', async () => {
    const files = filesOf(scenario);
    const wanted = await rendered(files);
    expect(Object.keys(wanted)).not.toEqual([]);
    expect(await rendered(reversed(files))).toEqual(wanted);
    expect(await rendered(inOneFile(files))).toEqual(wanted);
    expect(await rendered(inManyFiles(files))).toEqual(wanted);
  });

  test('is not changed by being rendered', async () => {
    const run = await readWorkspace(temporaryWorkspace(filesOf(scenario)));
    const text = (value: unknown): string =>
      JSON.stringify(value, (_, item: unknown) =>
        item instanceof Map ? [...item] : item instanceof Set ? [...item] : item,
      );
    const before = text(run.workspace);
    const views = run.controllers.map(cluster => renderView(run, cluster));
    const first = views.map(view => tenantTexts(run, view));
    expect(text(run.workspace)).toBe(before);
    expect(before.length).toBeGreaterThan(1_000);
    expect(run.controllers.map(cluster => tenantTexts(run, renderView(run, cluster)))).toEqual(first);
    expect(views.map(view => tenantTexts(run, view))).toEqual(first);
  });
});

describe('render build', () => {
  test.each(['routes-single-edge', 'routes-ratio-ha-ab'])('twice gives the same bytes: %s', async scenario => {
    const [one, other] = [temporaryWorkspace({}), temporaryWorkspace(reversed(filesOf(scenario)))];
    cpSync(join(scenarios, scenario), one, { recursive: true });
    const first = await render(['build'], { cwd: one });
    const before = filesBelow(one);
    const second = await render(['build'], { cwd: one });
    expect(filesBelow(one)).toEqual(before);
    const count = Object.keys(filesBelow(join(one, 'rendered'))).length;
    expect(count).toBeGreaterThan(0);
    const files = `${count} ${count === 1 ? 'file' : 'files'}`;
    expect(first.stdout).toContain(`rendered/: ${files} written\n`);
    expect(second.stdout).toContain(`rendered/: ${files} up to date\n`);
    expect(second.stdout.replace('up to date', 'written')).toBe(first.stdout);
    expect(second.stderr).toBe(first.stderr);

    const elsewhere = await render(['build'], { cwd: other, env: { TZ: 'Asia/Tokyo', LC_ALL: 'tr_TR.UTF-8' } });
    expect(filesBelow(join(other, 'rendered'))).toEqual(filesBelow(join(one, 'rendered')));
    expect(elsewhere).toEqual(first);
    for (const [path, text] of Object.entries(filesBelow(join(one, 'rendered')))) {
      expect(text, path).toMatch(/^\{\n {2}"class": "ADC",\n[^\r]*\n\}\n$/);
      expect(readFileSync(join(one, 'rendered', path)).toString('utf8')).toBe(text);
    }
  });
});
