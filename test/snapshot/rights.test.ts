import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { expect, test } from 'vitest';
import { type SnapshotKind, snapshotKinds } from '../../src/snapshot/kinds.ts';

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

test('the ClusterRole in docs/snapshot.md allows to read every kind, and nothing more', () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/snapshot.md'), 'utf8');
  const [, text = ''] = /```yaml\n(apiVersion: rbac[\s\S]*?)```/.exec(page) ?? [];
  const { rules } = load(text) as { readonly rules: readonly Rule[] };
  const allowed = rules.flatMap(({ apiGroups: [group = ''], resources }) => resources.map(name => `${group}/${name}`));
  const kinds: readonly SnapshotKind[] = Object.values(snapshotKinds);
  const read = kinds.map(({ apiVersion, resource }) => `${apiVersion.replace(/\/?v1$/, '')}/${resource}`);
  expect(allowed.sort()).toEqual(read.sort());
  expect(rules.every(({ verbs }) => verbs.join() === 'get,list')).toBe(true);
});
