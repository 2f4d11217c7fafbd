import { CORE_SCHEMA, defineScalarTag, mergeTag, NOT_RESOLVED } from 'js-yaml';

/**
 * How plain scalars get their type, for kubectl and the controller alike: YAML 1.1 words for booleans, integers in Go's
 * notations, but no sexagesimals and no dates (specification 01 §2.1). Neither the 1.2 core schema (`yes` a string, `0777`
 * decimal) nor a 1.1 schema (`1:30` a number, dates objects) reads manifests as a cluster does.
 */

const nulls = new Set(['', '~', 'null', 'Null', 'NULL']);
const truths = new Set(['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON']);
const falsehoods = new Set(['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF']);
const float = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const radixes: ReadonlyArray<readonly [RegExp, number, number]> = [
  [/^0[xX][0-9a-fA-F]+$/, 16, 2],
  [/^0[bB][01]+$/, 2, 2],
  [/^0[oO][0-7]+$/, 8, 2],
  [/^0[0-7]+$/, 8, 1],
];

/** Number of a plain scalar, or undefined where it is not one: `1_000`, `0777` (octal), `0x1F`, `0b11`, `.5`, `1e3`, `08`. */
export function plainNumber(source: string): number | undefined {
  const text = source.includes('_') ? source.replaceAll('_', '') : source;
  const signed = text.startsWith('-') || text.startsWith('+');
  const digits = signed ? text.slice(1) : text;
  const sign = text.startsWith('-') ? -1 : 1;
  for (const [pattern, radix, skip] of radixes) {
    if (pattern.test(digits)) return sign * Number.parseInt(digits.slice(skip), radix);
  }
  return float.test(text) ? Number(text) : undefined;
}

/** Boolean of a plain scalar in any of the YAML 1.1 spellings, or undefined. */
export function plainBoolean(source: string): boolean | undefined {
  return truths.has(source) ? true : falsehoods.has(source) ? false : undefined;
}

export function isPlainNull(source: string): boolean {
  return nulls.has(source);
}

const orNot = <T>(value: T | undefined): T | typeof NOT_RESOLVED => (value === undefined ? NOT_RESOLVED : value);

const nullTag = defineScalarTag<null>('tag:yaml.org,2002:null', {
  implicit: true,
  implicitFirstChars: ['', '~', 'n', 'N'],
  resolve: source => (nulls.has(source) ? null : NOT_RESOLVED),
  identify: data => data === null,
});
/**
 * `yes`, `on` and the like stay text here and are judged where a field is read: kubectl makes booleans of them, and so a
 * cluster refuses `team: yes` as a label; newer readers do not.
 */
const unequivocal = /^(?:true|True|TRUE|false|False|FALSE)$/;
const booleanTag = defineScalarTag<boolean>('tag:yaml.org,2002:bool', {
  implicit: true,
  implicitFirstChars: [...'tTfF'],
  resolve: source => (unequivocal.test(source) ? orNot(plainBoolean(source)) : NOT_RESOLVED),
  identify: data => typeof data === 'boolean',
});
const integerTag = defineScalarTag<number>('tag:yaml.org,2002:int', {
  implicit: true,
  implicitFirstChars: [...'-+0123456789'],
  resolve: source => {
    const value = plainNumber(source);
    return value !== undefined && Number.isInteger(value) ? value : NOT_RESOLVED;
  },
  identify: data => Number.isInteger(data),
});
const floatTag = defineScalarTag<number>('tag:yaml.org,2002:float', {
  implicit: true,
  implicitFirstChars: [...'-+.0123456789'],
  resolve: source => orNot(plainNumber(source)),
  identify: data => typeof data === 'number',
});

export const manifestSchema = CORE_SCHEMA.withTags(nullTag, booleanTag, integerTag, floatTag, mergeTag);
