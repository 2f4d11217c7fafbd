import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compareDeclarations, compareStatus } from '../fixtures/conformance/compare.mjs';
import { emitWhole, reportAs3Problems } from '../src/emit/index.ts';
import validate from '../src/generated/as3-emitted.mjs';
import { type Run, readWorkspace, renderView } from '../src/pipeline.ts';

const home = join(import.meta.dirname, '../fixtures/conformance');
interface Golden {
  readonly outcome: string;
  readonly declaration?: object;
  readonly statuses: Readonly<Record<string, unknown>>;
}

const scenarios = readdirSync(join(home, 'goldens')).sort();
const goldens = scenarios.flatMap(name =>
  readdirSync(join(home, 'goldens', name)).map(file => ({ name, cluster: file.replace(/\.json$/, '') })),
);

/** Workspaces are read once, whatever the number of their controllers. */
const runs = new Map<string, Promise<Run>>();
const runOf = (name: string): Promise<Run> => {
  const run = runs.get(name) ?? readWorkspace(join(home, 'scenarios', name));
  runs.set(name, run);
  return run;
};

describe('every golden, as the real controller has it', () => {
  test.each(goldens)('$name $cluster', async ({ name, cluster }) => {
    const golden = JSON.parse(readFileSync(join(home, 'goldens', name, `${cluster}.json`), 'utf8')) as Golden;
    const run = await runOf(name);
    const view = renderView(run, cluster);
    const { as3Version } = run.config;
    const declaration = JSON.parse(JSON.stringify(emitWhole(view, { as3Version }) ?? null));
    expect(compareDeclarations(golden, declaration)).toEqual([]);
    expect(compareStatus(golden, { outcome: view.outcome, resources: view.statuses })).toEqual([]);
    reportAs3Problems(view, { as3Version });
    // What AS3 would refuse of the controller's own declaration, it refuses of ours, and nothing else.
    const refused = view.findings.list.some(({ rule }) => rule === 'as3-invalid');
    expect(refused).toBe(golden.outcome === 'posts' && !validate({ schemaVersion: as3Version, ...golden.declaration }));
  });
});

test('all 116 are there', () => {
  expect(goldens).toHaveLength(116);
});
