import { createTwoFilesPatch } from 'diff';
import type { ReadyChange } from '../commit/change-texts.ts';

/** Changes of files as `git apply` and `patch -p1` take them, in the workspace. */
export function unifiedDiff(changes: readonly ReadyChange[]): string {
  const headerOptions = { includeIndex: false, includeUnderline: false, includeFileHeaders: true };
  return changes
    .map(({ path, before, after, mark }) =>
      createTwoFilesPatch(`a/${path}`, `b/${path}`, mark + before, mark + after, undefined, undefined, {
        context: 3,
        headerOptions,
      }),
    )
    .join('');
}
