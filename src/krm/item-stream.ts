import { splitDocuments } from '../load/split-documents.ts';
import { itemOf } from './item.ts';
import type { Listing } from './listing.ts';
import { yamlText } from './yaml-text.ts';

/**
 * What a legacy exec plugin of kustomize is handed: resources as a stream of YAML documents on standard input, and its
 * configuration as a file.
 */
export function readItemStream(text: string, config: string): Listing {
  const documents = splitDocuments(text);
  const items = documents.map(({ start, end }, index) => itemOf(text.slice(start, end), `document ${index + 1}`));
  return {
    form: 'stream',
    items,
    config: itemOf(config, 'functionConfig'),
    changed: ({ replaced, added }) => {
      const kept = items.flatMap(item => {
        const value = replaced.get(item);
        return replaced.has(item) ? (value ? [yamlText(value)] : []) : [item.text.replace(/^\s*\n/, '')];
      });
      return [...kept, ...added.map(yamlText)].map(document => `${document.trimEnd()}\n`).join('---\n');
    },
  };
}
