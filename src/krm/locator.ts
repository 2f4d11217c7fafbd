import { createLocator, type Locator } from '../load/locate.ts';
import type { Path, Place, Position } from '../place.ts';
import type { Item } from './item.ts';

/** A locator that also knows the items that were handed over: of these, lines mean nothing to anybody, and fields do. */
export interface ItemLocator extends Locator {
  readonly itemOf: (position: Position) => Item | undefined;
}

/** @param itemAt the item that a place is in */
export function createItemLocator(itemAt: (place: Place) => Item | undefined): ItemLocator {
  const locator = createLocator();
  const items = new Map<string, Item>();
  const key = ({ file, line }: Position): string => `${file}:${line}`;
  return {
    ...locator,
    itemOf: position => items.get(key(position)),
    position: place => {
      const position = locator.position(place);
      const item = itemAt(place);
      if (!position || !item) return position;
      items.set(key(position), item);
      return { ...position, field: fieldOf([...(place.source.item ?? []), ...(place.path ?? [])]) };
    },
  };
}

/** As kustomize and kpt write paths: `spec.ports[0].name`, `metadata.annotations[cis-render/x]`. */
export function fieldOf(path: Path): string {
  return path
    .map((part, index) => {
      if (typeof part === 'number' || /[^\w-]/.test(part)) return `[${part}]`;
      return index === 0 ? part : `.${part}`;
    })
    .join('');
}
