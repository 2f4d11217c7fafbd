import * as fc from 'fast-check';
import type { Edit, ShownFinding } from '../../src/finding.ts';
import type { Position } from '../../src/place.ts';
import { type RuleId, rules } from '../../src/rules/index.ts';

/** A finding of which a test says what it is about. */
export function finding(given: Partial<ShownFinding> = {}): ShownFinding {
  return {
    rule: 'route-annotation-empty',
    severity: 'error',
    message: 'the annotation is empty',
    hint: 'Remove it.',
    section: '01 §5.2',
    position: place('clusters/east/shop.yaml', 7),
    resource: { kind: 'Route', namespace: 'shop', name: 'cafe' },
    views: ['east'],
    fingerprint: '0123456789abcdef0123456789abcdef',
    ...given,
  };
}

export function place(file: string, line: number): Position {
  return { file, line, column: 3, endLine: line, endColumn: 9 };
}

/** As many findings of a severity as asked for, each with a message of its own. */
export function several(count: number, given: Partial<ShownFinding>): ShownFinding[] {
  return Array.from({ length: count }, (_, index) => finding({ message: `number ${index}`, ...given }));
}

/** Text with what formats have to escape, control characters and halves of surrogate pairs among it. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc
    .array(
      fc.constantFrom(
        ...[
          '<',
          '>',
          '&',
          '"',
          "'",
          ']]>',
          '|',
          '`',
          '\\',
          '[a](1)',
          '::',
          '%',
          '%0A',
          ',',
          '\r',
          '\n',
          '\t',
          '\0',
          '\u001b',
        ],
        ...[
          '\ud800',
          '\udc00',
          '\uffff',
          '😀',
          'é',
          '@octocat',
          '#1',
          'GH-1',
          '*',
          '_',
          '~',
          '$x$',
          '<details>',
          '</summary>',
          '<!--',
        ],
        ...['-->', 'www.a.b', 'https://a.b/', 'word', ' ', '##[error]', '{0}'],
      ),
      { maxLength: 12 },
    )
    .map(parts => parts.join('')),
);

const anyPosition: fc.Arbitrary<Position> = fc
  .record({
    file: fc
      .array(
        anyText.filter(text => text !== ''),
        { minLength: 1, maxLength: 3 },
      )
      .map(parts => parts.join('/')),
    line: fc.integer({ min: 1, max: 1000 }),
    column: fc.integer({ min: 1, max: 200 }),
    lines: fc.integer({ min: 0, max: 3 }),
    columns: fc.integer({ min: 0, max: 80 }),
  })
  .map(({ file, line, column, lines, columns }) => ({
    file,
    line,
    column,
    endLine: line + lines,
    endColumn: column + columns,
  }));

const anyEdit: fc.Arbitrary<Edit> = fc.tuple(anyPosition, anyText).map(([at, text]) => ({ ...at, text }));

/** Findings with any text in any place. */
export const anyFindings: fc.Arbitrary<ShownFinding[]> = fc.array(
  fc
    .record(
      {
        rule: fc.constantFrom(...(Object.keys(rules) as RuleId[])),
        message: anyText,
        hint: anyText,
        section: fc.constant('design'),
        position: anyPosition,
        other: anyPosition,
        resource: fc.record({ kind: anyText, namespace: anyText, name: anyText }),
        views: fc.array(anyText, { maxLength: 2 }),
        fix: fc.record({ title: anyText, edits: fc.array(anyEdit, { minLength: 1, maxLength: 3 }) }),
        fingerprint: fc.constantFrom('0123456789abcdef0123456789abcdef', 'fedcba9876543210fedcba9876543210'),
      },
      { requiredKeys: ['rule', 'message', 'hint', 'section', 'views', 'fingerprint'] },
    )
    .map(given => ({ ...given, severity: rules[given.rule].severity })),
  { maxLength: 30 },
);
