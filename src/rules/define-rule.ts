import type { Severity } from '../finding.ts';
import type { SectionId } from './sections/index.ts';

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
}

/** Exists only so that the values of a rule are inferred from its message. */
export function defineRule<Values = Record<string, never>>(rule: Rule<Values>): Rule<Values> {
  return rule;
}
