import type { Edit, Finding, Fix } from '../finding.ts';
import type { LocatedDocument, Locator } from '../load/locate.ts';
import type { Place } from '../place.ts';
import type { Remedy } from '../rules/define-rule.ts';
import { rules } from '../rules/index.ts';
import { addLabel } from './label.ts';
import { removeTrailingCommas } from './trailing-commas.ts';
import { changeWord } from './word.ts';

/** Characters of a document to be replaced. Offsets count from the start of the document. */
export interface TextChange {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** What to change, in a document. */
export interface DocumentFix {
  readonly title: string;
  readonly changes: readonly TextChange[];
}

/** Turns what rules would have changed into changes of text. */
export interface Fixer {
  /** Undefined where there is no one right answer, or where the text leaves in doubt how to write it. */
  readonly fix: (finding: Finding) => Fix | undefined;
  /** The texts that fixes were made for, by path: their positions count in these. */
  readonly texts: ReadonlyMap<string, string>;
}

export function createFixer(locator: Pick<Locator, 'document'>): Fixer {
  const texts = new Map<string, string>();
  const fix = (finding: Finding): Fix | undefined => {
    const remedy = (rules[finding.rule].fix as ((values: unknown) => Remedy | undefined) | undefined)?.(finding.values);
    const place = remedy?.kind === 'label' ? (finding.other ?? finding.at) : finding.at;
    // What kustomize has built stands in no file.
    if (!remedy || place?.source.file.root === undefined) return undefined;
    const document = locator.document(place);
    const path = place.source.file.path;
    if (!document || (texts.has(path) && texts.get(path) !== document.text)) return undefined;
    const found = fixIn(document, place, remedy);
    if (!found) return undefined;
    texts.set(path, document.text);
    return { title: found.title, edits: found.changes.map(change => editOf(document, change)) };
  };
  return { fix, texts };
}

function fixIn({ text, start, root }: LocatedDocument, place: Place, remedy: Remedy): DocumentFix | undefined {
  const document = { text: text.slice(start, place.source.end), root };
  switch (remedy.kind) {
    case 'word':
      return changeWord(document, place, remedy.word);
    case 'label':
      return addLabel(document, place, remedy);
    case 'trailing-commas':
      return removeTrailingCommas(document, place);
  }
}

function editOf({ file, start, position }: LocatedDocument, change: TextChange): Edit {
  const from = position(start + change.start);
  const to = position(start + change.end);
  return { file: file.path, ...from, endLine: to.line, endColumn: to.column, text: change.text };
}
