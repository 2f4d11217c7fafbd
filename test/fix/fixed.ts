import { join } from 'node:path';
import type { ShownFinding } from '../../src/finding.ts';
import { applyFixes, fixableTogether } from '../../src/fix/apply.ts';
import { validateWorkspace } from '../../src/validate.ts';
import type { Files } from '../temporary-workspace.ts';

export interface Fixed {
  /** Texts after all fixes, by path. */
  readonly files: Record<string, string>;
  /** What was fixed, of each round. */
  readonly rounds: readonly (readonly ShownFinding[])[];
  /** What is left. */
  readonly left: readonly ShownFinding[];
}

/** Applies every fix, again and again until there is none: what one mistake hides may come to light when it is gone. */
export async function fixEverything(root: string, files: Files): Promise<Fixed> {
  const now = Object.fromEntries(Object.entries(files).map(([path, text]) => [path, String(text)]));
  const rounds: ShownFinding[][] = [];
  for (;;) {
    const overlay = new Map(Object.entries(now).map(([path, text]) => [join(root, path), text]));
    const { findings, texts } = await validateWorkspace(root, { overlay });
    const fixable = fixableTogether(findings);
    if (fixable.length === 0) return { files: now, rounds, left: findings };
    if (rounds.length > 5) throw new Error('fixes do not come to an end');
    rounds.push(fixable);
    const fixes = fixable.flatMap(({ fix }) => fix ?? []);
    for (const [path, text] of texts) now[path] = applyFixes(text, path, fixes);
  }
}
