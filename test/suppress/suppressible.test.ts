import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { buildOutput } from '../../src/build.ts';
import { ConfigurationError } from '../../src/load/render-config.ts';
import { readWorkspace } from '../../src/pipeline.ts';
import { type RuleId, rules } from '../../src/rules/index.ts';

const fixtures = fileURLToPath(new URL('../../fixtures/rules', import.meta.url));
const workspaces = readdirSync(fixtures).filter(name => existsSync(join(fixtures, name, 'clusters')));
const isFirm = (rule: string): boolean => rules[rule as RuleId].suppressible === false;
/** These keep nothing from being written. */
const aboutSuppressions = /^suppression-/;

/** Rules of the findings of a build that writes nothing; undefined where it would write. */
async function reasonsForNothing(folder: string): Promise<string[] | undefined> {
  try {
    const { blocked, findings } = await buildOutput(await readWorkspace(join(fixtures, folder)), { check: true });
    return blocked ? findings.flatMap(({ list }) => list.map(({ rule }) => rule)) : undefined;
  } catch (error) {
    if (error instanceof ConfigurationError) return error.findings.list.map(({ rule }) => rule);
    throw error;
  }
}

describe('what keeps a build from writing', () => {
  test.each(workspaces)('%s cannot be suppressed', async folder => {
    const reasons = await reasonsForNothing(folder);
    if (reasons) expect(reasons.filter(isFirm)).not.toEqual([]);
    else expect(isFirm(folder) && !aboutSuppressions.test(folder)).toBe(false);
  });
});
