import type { Place, SourceFile } from '../place.ts';
import type { Item } from './item.ts';

/** Items as files, as the rest of the program reads them. */
export interface ItemFiles {
  readonly files: readonly SourceFile[];
  /** The item that a place is in; undefined for a place in another file. */
  readonly itemAt: (place: Place) => Item | undefined;
}

/** Puts items of one file together again, in the order that they are handed over: each is a document of it. */
export function itemFiles(items: readonly Item[]): ItemFiles {
  const byPath = new Map<string, Item[]>();
  for (const item of items) {
    const group = byPath.get(item.path);
    if (group) group.push(item);
    else byPath.set(item.path, [item]);
  }
  const known = new Map<SourceFile, ReadonlyMap<number, Item>>();
  for (const [path, group] of byPath) {
    const starts = new Map<number, Item>();
    let text = '';
    for (const item of group) {
      if (text !== '') text += `${text.endsWith('\n') ? '' : '\n'}---`;
      starts.set(text.length, item);
      text += text === '' ? item.text : `\n${item.text}`;
    }
    known.set({ path, text }, starts);
  }
  return {
    files: [...known.keys()],
    itemAt: ({ source: { file, start } }) => known.get(file)?.get(start),
  };
}
