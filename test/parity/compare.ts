import { compareParity, type Parity } from '../../src/parity/index.ts';
import { findPairs } from '../../src/parity/pairs.ts';
import { readWorkspace } from '../../src/pipeline.ts';
import { type Files, temporaryWorkspace } from '../temporary-workspace.ts';

/** Compares the pairs of a workspace on disk. */
export async function compareDirectory(root: string): Promise<Parity> {
  const { workspace, findings } = await readWorkspace(root);
  const pairs = findPairs(workspace);
  if ('problem' in pairs) throw new Error(pairs.problem);
  return compareParity(workspace, pairs, findings);
}

export function compareFiles(files: Files): Promise<Parity> {
  return compareDirectory(temporaryWorkspace(files));
}

/** Differences in short: `Route shop/cafe spec.host`, `--ipam`. */
export function differencesOf({ pairs }: Parity): string[] {
  return pairs.flatMap(({ differences }) =>
    differences
      .filter(({ harmless, allowed }) => !harmless && allowed === undefined)
      .map(({ resource, field = '' }) =>
        resource ? `${resource.kind} ${resource.namespace}/${resource.name} ${field}`.trim() : `--${field}`,
      ),
  );
}
