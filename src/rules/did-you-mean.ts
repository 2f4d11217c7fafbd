import type { Remedy } from './define-rule.ts';

/** A word that may have been meant. `certain`: nothing else can have been. */
export interface Suggested {
  readonly suggested?: string;
  readonly certain?: boolean;
}

/** ` Did you mean "x"?`, or nothing. */
export function didYouMean({ suggested }: Suggested): string {
  return suggested === undefined ? '' : ` Did you mean "${suggested}"?`;
}

/** The word that was meant takes the place of the other, where that is certain. */
export function meantWord({ suggested, certain }: Suggested): Remedy | undefined {
  return suggested !== undefined && certain ? { kind: 'word', word: suggested } : undefined;
}
