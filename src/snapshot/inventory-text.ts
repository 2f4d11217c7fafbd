import { byBytes } from '../order.ts';
import type { StrippedObject } from './stripped.ts';
import { yamlText } from './yaml-text.ts';

/** How a file begins that is ours to write again. */
const mark = '# Made by `render snapshot`';
const between = '---\n';

/** Whether a text was written by `render snapshot`. */
export function isInventory(text: string): boolean {
  return text.startsWith(mark);
}

/** The text of an inventory, by kind, namespace and name. It says nothing of when it was made, so that it changes with the cluster alone. */
export function inventoryText(cluster: string, objects: readonly StrippedObject[]): string {
  const header = `${mark} from cluster ${cluster}: what is there and not in Git. It is written anew each time.\n`;
  const sorted = [...objects].sort((a, b) => byBytes(a.kind, b.kind) || byBytes(keyOf(a), keyOf(b)));
  return header + sorted.map(({ value }) => yamlText(value)).join(between);
}

/** NUL comes before every character of a namespace: `shop` is before `shop-a`. */
function keyOf({ namespace, name }: StrippedObject): string {
  return `${namespace}\u0000${name}`;
}

/** An object that is another one in a new inventory. */
export interface InventoryChange {
  /** `Endpoints shop/cafe`. */
  readonly object: string;
  /** Absent for an object that comes. */
  readonly before?: string;
  /** Absent for an object that goes. */
  readonly after?: string;
}

/** What differs between two texts of ours, object by object, in their order. */
export function inventoryChanges(before: string, after: string): InventoryChange[] {
  const [then, now] = [documentsOf(before), documentsOf(after)];
  const objects = [...new Set([...then.keys(), ...now.keys()])].sort(byBytes);
  return objects.flatMap(object => {
    const [one, other] = [then.get(object), now.get(object)];
    if (one === other) return [];
    return [{ object, ...(one !== undefined && { before: one }), ...(other !== undefined && { after: other }) }];
  });
}

function documentsOf(text: string): Map<string, string> {
  const documents = text
    .replace(/^#.*\n/, '')
    .split(/^---\n/m)
    .filter(Boolean);
  return new Map(documents.map(document => [titleOf(document), document]));
}

/** Kind and name of a document of ours, whose first lines have them. */
function titleOf(document: string): string {
  const [, kind = '?'] = /^kind: (.*)$/m.exec(document) ?? [];
  const [, name = '?'] = /^ {2}name: (.*)$/m.exec(document) ?? [];
  const [, namespace] = /^ {2}namespace: (.*)$/m.exec(document) ?? [];
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`.replaceAll('"', '');
}
