import type { Caused, Comparison } from './compare-sides.ts';

/** A change with the views that have it. */
export interface OfViews<C> extends Caused<C> {
  readonly views: readonly string[];
}

/** What several views have alike is told once. The causes are those of the first. */
export function mergeViews<C>(
  compared: ReadonlyArray<{ readonly view: string; readonly comparison: Comparison }>,
  listOf: (comparison: Comparison) => ReadonlyArray<Caused<C>>,
): OfViews<C>[] {
  const merged = new Map<string, { readonly caused: Caused<C>; readonly views: string[] }>();
  for (const { view, comparison } of compared) {
    for (const caused of listOf(comparison)) {
      const key = JSON.stringify(caused.change);
      const known = merged.get(key);
      if (known) known.views.push(view);
      else merged.set(key, { caused, views: [view] });
    }
  }
  return [...merged.values()].map(({ caused, views }) => ({ ...caused, views }));
}
