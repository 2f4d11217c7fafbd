import type { Severity } from '../finding.ts';
import type { SectionId } from './sections/index.ts';

/** What a rule would have changed, where that has one right answer: data. `src/fix` finds the text. */
export type Remedy =
  /** The word at the finding's place, a key or a value, is to be this one. */
  | { readonly kind: 'word'; readonly word: string }
  /** The object is to have a label. */
  | { readonly kind: 'label'; readonly key: string; readonly value: string }
  /** The JSON in the finding's place is to have no comma after a last item. */
  | { readonly kind: 'trailing-commas' };

/** One condition under which something is wrong or surprising: how grave, in which words, and by which section. */
export interface Rule<Values> {
  /** By consequence: error = rejected, refused, lost traffic; warning = ignored or surprising; info = good to know. */
  readonly severity: Severity;
  /** False for what keeps a run or `build` from its work, and for what is wrong with a suppression: these are always shown. */
  readonly suppressible?: false;
  /** `01 §2.6`: document and section of the behavioural specification, or `design` for our own contract. */
  readonly section: SectionId;
  /** One sentence with the values in it. */
  readonly message: (values: Values) => string;
  /** What to do about it. */
  readonly hint: string | ((values: Values) => string);
  /** What puts it right, where only one thing can be meant. */
  readonly fix?: (values: Values) => Remedy | undefined;
}

/** Exists only so that the values of a rule are inferred from its message. */
export function defineRule<Values = Record<string, never>>(rule: Rule<Values>): Rule<Values> {
  return rule;
}
