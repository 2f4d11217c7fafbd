import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compareDeclarations, compareStatus } from '../fixtures/conformance/compare.mjs';
import { emitWhole, reportAs3Problems } from '../src/emit/index.ts';
import { type Run, readWorkspace, renderView } from '../src/pipeline.ts';

const home = join(import.meta.dirname, '../fixtures/conformance');
/** Families that are rendered so far. */
const reached = /^(?:routes-|cm-)/;

interface Golden {
  readonly outcome: string;
  readonly statuses: Readonly<Record<string, unknown>>;
}

const scenarios = readdirSync(join(home, 'goldens')).sort();
const goldens = scenarios
  .filter(name => reached.test(name))
  .flatMap(name =>
    readdirSync(join(home, 'goldens', name)).map(file => ({ name, cluster: file.replace(/\.json$/, '') })),
  );

/** Workspaces are read once, whatever the number of their controllers. */
const runs = new Map<string, Promise<Run>>();
const runOf = (name: string): Promise<Run> => {
  const run = runs.get(name) ?? readWorkspace(join(home, 'scenarios', name));
  runs.set(name, run);
  return run;
};

describe('every golden of the reached families, as the real controller has it', () => {
  test.each(goldens)('$name $cluster', async ({ name, cluster }) => {
    const golden = JSON.parse(readFileSync(join(home, 'goldens', name, `${cluster}.json`), 'utf8')) as Golden;
    const run = await runOf(name);
    const view = renderView(run, cluster);
    const { as3Version } = run.config;
    const declaration = JSON.parse(JSON.stringify(emitWhole(view, { as3Version }) ?? null));
    expect(compareDeclarations(golden, declaration)).toEqual([]);
    expect(compareStatus(golden, { outcome: view.outcome, resources: view.statuses })).toEqual([]);
    reportAs3Problems(view, { as3Version });
    expect(view.findings.list.filter(({ rule }) => rule === 'as3-invalid')).toEqual([]);
  });
});

test('what is not reached is known: custom resources and LoadBalancer Services', () => {
  const families = new Set(scenarios.filter(name => !reached.test(name)).map(name => name.replace(/-.*/, '')));
  expect([...families]).toEqual(['externaldns', 'ingresslink', 'service', 'ts', 'vs']);
  expect(goldens).toHaveLength(58);
});

test('a resource that the controller would process and we cannot is an error that names it', async () => {
  const unsupported = scenarios.filter(name => !reached.test(name));
  for (const name of unsupported) {
    const run = await runOf(name);
    for (const cluster of run.controllers) {
      const view = renderView(run, cluster);
      expect(view.unsupported, `${name} ${cluster}`).toBe(true);
      expect(view.findings.list.some(({ rule }) => rule === 'resource-unsupported')).toBe(true);
    }
  }
});
