import type { ResourceRef } from '../finding.ts';
import type { Place } from '../place.ts';
import type { RuleId } from '../rules/index.ts';

/** Rules about one difference of manifests or arguments. */
export type DifferenceRule = Extract<
  RuleId,
  | 'parity-object-missing'
  | 'parity-field-differs'
  | 'parity-field-unshared'
  | 'parity-argument-differs'
  | 'parity-argument-aside'
  | 'parity-cluster-name-shared'
>;

/** What one side has, and where. */
export interface Side {
  /** In short, for people; absent where the side has nothing. Secrets are never shown. */
  readonly value?: string;
  readonly place?: Place;
}

/** Something that a primary and its secondary do not have in common. */
export interface Difference {
  readonly area: 'manifest' | 'argument';
  readonly rule: DifferenceRule;
  readonly resource?: ResourceRef;
  /** Path of a field, or name of an argument. Absent: all of the object. */
  readonly field?: string;
  readonly primary: Side;
  readonly secondary: Side;
  /** True for what changes nothing on the BIG-IP, or is read by one of the two alone. */
  readonly harmless: boolean;
  /** Of an argument: what is otherwise after a failover. */
  readonly consequence?: string;
  /** Reason that `render.yaml` gives. */
  readonly allowed?: string;
}
