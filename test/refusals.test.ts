import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Findings, ResourceRef, ShownFinding } from '../src/finding.ts';
import { createLocator } from '../src/load/locate.ts';
import { type Run, readWorkspace, renderView, shownFindings } from '../src/pipeline.ts';
import { docsPage } from '../src/rules/docs-page.ts';
import { type RuleId, rules } from '../src/rules/index.ts';
import { explanations } from '../src/rules/why/index.ts';
import type { View } from '../src/translate/view.ts';

const root = join(import.meta.dirname, '..');
const home = join(root, 'fixtures/conformance');

interface Golden {
  readonly outcome: View['outcome'];
  /** By kind, namespace and name: Routes are admitted or not, the others OK or not. */
  readonly statuses: Readonly<Record<string, { admitted?: boolean; ok?: boolean; message?: string }>>;
  readonly log?: readonly string[];
}

const goldens = readdirSync(join(home, 'goldens')).flatMap(name =>
  readdirSync(join(home, 'goldens', name)).map(file => ({
    name,
    cluster: file.replace(/\.json$/, ''),
    golden: JSON.parse(readFileSync(join(home, 'goldens', name, file), 'utf8')) as Golden,
  })),
);

/** Words of the controller, with `<…>` for values, as an expression. */
function pattern(words: string): RegExp {
  const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(
    `^${words
      .split(/<[a-z]+>/)
      .map(literal)
      .join('.*')}$`,
  );
}
const says = (words: readonly string[] = [], line = ''): boolean => words.some(each => pattern(each).test(line));
const quotes = (rule: RuleId): string => readFileSync(join(root, docsPage(rule)), 'utf8');

async function viewOf(name: string, cluster: string): Promise<{ run: Run; view: View; shown: ShownFinding[] }> {
  const run = await readWorkspace(join(home, 'scenarios', name));
  const view = renderView(run, cluster);
  return { run, view, shown: shownFindings([run.findings, view.findings], createLocator()) };
}

const isResource = (a: ResourceRef | undefined, key: string): boolean =>
  a !== undefined && `${a.kind} ${a.namespace}/${a.name}` === key;

describe('a resource that the controller rejects', () => {
  const rejected = goldens.flatMap(({ name, cluster, golden }) =>
    Object.entries(golden.statuses)
      .filter(([, { admitted, ok }]) => !(admitted ?? ok))
      .map(([resource, { message = '' }]) => ({ name, cluster, resource, message })),
  );

  test('is in some goldens', () => {
    expect(rejected.length).toBeGreaterThan(10);
  });

  test.each(rejected)('$name $cluster: $resource', async ({ name, cluster, resource, message }) => {
    const { view, shown } = await viewOf(name, cluster);
    const errors = shown.filter(finding => finding.severity === 'error' && isResource(finding.resource, resource));
    expect(errors.map(({ position }) => position !== undefined)).toContain(true);
    // The page of one of them has the controller's words, and so has the status that is shown.
    const told = errors.filter(({ rule }) => says(explanations[rule].status, message));
    expect(told.map(({ rule }) => rule)).not.toEqual([]);
    const status = view.statuses.find(({ kind, namespace, name }) => `${kind} ${namespace}/${name}` === resource);
    expect(status?.message).toBe(message);
  });
});

describe('a controller that does not start', () => {
  const refusing = goldens.filter(({ golden: { outcome } }) => outcome === 'refuses-to-start' || outcome === 'crashes');

  test('is in some goldens', () => {
    expect(refusing.length).toBeGreaterThan(3);
  });

  test.each(refusing)('$name $cluster', async ({ name, cluster, golden: { outcome, log = [] } }) => {
    const { view, shown } = await viewOf(name, cluster);
    expect(view.outcome).toBe(outcome);
    const errors = shown.filter(({ severity }) => severity === 'error');
    // Its words name the ConfigMap that the finding has to name.
    const configMap = errors.filter(({ resource, position }) => position && resource?.kind === 'ConfigMap');
    expect(configMap.map(({ resource }) => `${resource?.namespace}/${resource?.name}`)).toContain(
      'kube-system/extended-spec',
    );
    const unsaid = log.filter(line => !errors.some(({ rule }) => says(explanations[rule].log, line)));
    expect(unsaid).toEqual([]);
  });
});

describe("the controller's words", () => {
  const lines = goldens.flatMap(({ golden: { log = [], statuses } }) => [
    ...log,
    ...Object.values(statuses).flatMap(({ message }) => (message === undefined ? [] : [message])),
  ]);
  const quoted = Object.entries(explanations).flatMap(([rule, { status = [], log = [] }]) =>
    [...status, ...log].map(words => ({ rule: rule as RuleId, words })),
  );

  test('that are quoted were written by it in a golden, and stand on the page', () => {
    expect(quoted.length).toBeGreaterThan(30);
    expect(quoted.filter(({ words }) => !lines.some(line => pattern(words).test(line)))).toEqual([]);
    expect(quoted.filter(({ rule, words }) => !quotes(rule).includes(words))).toEqual([]);
  });

  test('in the goldens are quoted on some page', () => {
    const unquoted = lines.filter(line => !quoted.some(({ words }) => pattern(words).test(line)));
    expect([...new Set(unquoted)]).toEqual([]);
  });
});

describe('every workspace of a rule that rejects', () => {
  const names = readdirSync(join(root, 'fixtures/rules'));

  test.each(names)('%s: an error names each resource that is rejected', async name => {
    const run = await readWorkspace(join(root, 'fixtures/rules', name)).catch(() => undefined);
    for (const cluster of run?.controllers ?? []) {
      const view = renderView(run as Run, cluster);
      const shown: readonly Findings['list'][number][] = [...(run as Run).findings.list, ...view.findings.list];
      const unnamed = view.statuses.filter(
        ({ kind, namespace, name, accepted, reason }) =>
          !accepted &&
          // Where a whole group fails, the error may stand at the ConfigMap that names the group.
          reason !== 'RouteGroupFailed' &&
          !shown.some(
            ({ rule, resource }) =>
              rules[rule].severity === 'error' && isResource(resource, `${kind} ${namespace}/${name}`),
          ),
      );
      expect(unnamed).toEqual([]);
    }
  });
});
