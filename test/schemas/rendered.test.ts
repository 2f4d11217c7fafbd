import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { emitView } from '../../src/emit/index.ts';
import { failoverWithout, readWorkspace, renderView } from '../../src/pipeline.ts';
import { loadReference, withoutReference } from './as3-reference.ts';
import { root } from './json.ts';

const scenarios = `${root}fixtures/conformance/scenarios`;
const names = readdirSync(scenarios).filter(name => /^(?:routes-|cm-)/.test(name));

/** Declarations of a workspace as its files have them, those of failover views too. */
async function declarations(directory: string): Promise<unknown[]> {
  const run = await readWorkspace(directory);
  const { as3Version } = run.config;
  return run.controllers.flatMap(cluster => {
    const view = renderView(run, cluster);
    const leftOut = failoverWithout(run, view);
    const options = [{ as3Version }, ...(leftOut === undefined ? [] : [{ as3Version, leftOut }])];
    return options.flatMap(option =>
      [...emitView(view, option)].map(({ text }) => JSON.parse([...text(() => {})].join(''))),
    );
  });
}

const title = `what is rendered passes AS3's own schema${withoutReference ? ` (did not run: ${withoutReference})` : ''}`;
describe.skipIf(withoutReference !== undefined)(title, () => {
  test('every declaration of the reached scenarios and of the example', async () => {
    const accepts = loadReference();
    let count = 0;
    for (const directory of [...names.map(name => join(scenarios, name)), `${root}fixtures/example`]) {
      for (const declaration of await declarations(directory)) {
        expect(accepts(declaration), directory).toBe(true);
        count++;
      }
    }
    expect(count).toBeGreaterThan(60);
  });
});
