import type { Remedy } from './define-rule.ts';

/** True for what the controller does not see for want of the label that it looks for by default. */
export interface Unlabelled {
  readonly unlabelled?: boolean;
}

/** The label of custom resources (specification 02 §1.1). */
export function customResourceLabel({ unlabelled }: Unlabelled): Remedy | undefined {
  return unlabelled ? { kind: 'label', key: 'f5cr', value: 'true' } : undefined;
}
