import type { Path } from '../place.ts';
import type { Fields } from './fields.ts';

/** One item of `matchExpressions`. */
export interface NodeRequirement {
  readonly key: string;
  readonly operator: string;
  readonly values: readonly string[];
  readonly path: Path;
}

/** What Pods ask of Nodes: a Node fits that meets all requirements of one of the terms. */
export type NodeTerms = ReadonlyArray<readonly NodeRequirement[]>;

/** `nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution` of an `affinity`; undefined where it asks for nothing. */
export function readNodeTerms(affinity: Fields): NodeTerms | undefined {
  const terms = affinity
    .within('nodeAffinity')
    .within('requiredDuringSchedulingIgnoredDuringExecution')
    .each('nodeSelectorTerms', term =>
      term.each('matchExpressions', item => ({
        key: item.text('key'),
        operator: item.text('operator'),
        values: item.texts('values'),
        path: item.path,
      })),
    )
    .filter(term => term.length > 0);
  return terms.length > 0 ? terms : undefined;
}

/** True where the labels of a Node meet all requirements of a term. */
export function fits(term: readonly NodeRequirement[], labels: Readonly<Record<string, string>>): boolean {
  return term.every(({ key, operator, values }) => {
    const value = labels[key];
    if (operator === 'In') return value !== undefined && values.includes(value);
    if (operator === 'NotIn') return value === undefined || !values.includes(value);
    if (operator === 'Exists') return value !== undefined;
    if (operator === 'DoesNotExist') return value === undefined;
    const [number, limit] = [Number(value), Number(values[0])];
    return operator === 'Gt' ? number > limit : operator === 'Lt' && number < limit;
  });
}
