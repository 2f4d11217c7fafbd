import { createScanner } from 'jsonc-parser';
import { scalarOffsets } from '../load/embedded.ts';
import { nodeAt } from '../load/yaml-tree.ts';
import type { Place } from '../place.ts';
import { type DocumentText, pathInDocument } from './document-text.ts';
import type { DocumentFix } from './index.ts';

/** Takes the commas behind last items out of the JSON that a scalar holds, where that makes it JSON. */
export function removeTrailingCommas({ text, root }: DocumentText, place: Place): DocumentFix | undefined {
  const path = pathInDocument(place);
  const { node: scalar, found } = nodeAt(root, path);
  if (scalar.kind !== 'scalar' || found !== path.length) return undefined;
  const commas = trailingCommas(scalar.value);
  const mended = commas.reduceRight((value, at) => value.slice(0, at) + value.slice(at + 1), scalar.value);
  if (commas.length === 0 || !isJson(mended)) return undefined;
  const offsets = scalarOffsets(text, scalar);
  const changes = commas.map(at => ({ start: offsets[at] ?? 0, end: (offsets[at] ?? 0) + 1, text: '' }));
  // A comma that is written as an escape is left to people.
  if (changes.some(({ start }) => text[start] !== ',')) return undefined;
  return { title: `Remove the comma${commas.length > 1 ? 's' : ''} after the last item`, changes };
}

/** Offsets of the commas that a closing bracket follows, and an item precedes. */
function trailingCommas(json: string): number[] {
  const scanner = createScanner(json, true);
  const commas: number[] = [];
  let before = '[';
  let comma: number | undefined;
  for (scanner.scan(); scanner.getTokenLength() > 0; scanner.scan()) {
    const at = scanner.getTokenOffset();
    const token = json.slice(at, at + scanner.getTokenLength());
    if (comma !== undefined && (token === ']' || token === '}')) commas.push(comma);
    comma = token === ',' && !['[', '{', ','].includes(before) ? at : undefined;
    before = token;
  }
  return commas;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
