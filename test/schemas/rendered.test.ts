import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { emitView } from '../../src/emit/index.ts';
import validate from '../../src/generated/as3-emitted.mjs';
import { failoverWithout, readWorkspace, renderView } from '../../src/pipeline.ts';
import { loadReference, withoutReference } from './as3-reference.ts';
import { root } from './json.ts';

const scenarios = `${root}fixtures/conformance/scenarios`;
const names = readdirSync(scenarios);
/** A virtual address with ARP that spans devices: the controller posts it, and AS3 refuses it. */
const refused = [join(scenarios, 'vs-partition-addresses')];

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

describe('what is rendered', () => {
  test("every declaration of the scenarios and of the example, by AS3's own schema where it is at hand", async () => {
    const accepts = withoutReference ? () => true : loadReference();
    let count = 0;
    for (const directory of [
      ...names.map(name => join(scenarios, name)),
      `${root}fixtures/example`,
      `${root}fixtures/example-custom-resources`,
      `${root}fixtures/example-flomesh`,
      `${root}fixtures/example-cilium`,
      `${root}fixtures/example-zones`,
      `${root}fixtures/example-iomesh`,
    ]) {
      for (const declaration of await declarations(directory)) {
        const valid = !refused.includes(directory);
        expect(validate(declaration), directory).toBe(valid);
        if (!withoutReference) expect(accepts(declaration), directory).toBe(valid);
        count++;
      }
    }
    expect(count).toBeGreaterThan(120);
  });
});
