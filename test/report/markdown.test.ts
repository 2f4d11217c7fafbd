import { decodeHTML } from 'entities/decode';
import * as fc from 'fast-check';
import { marked, type Tokens } from 'marked';
import { describe, expect, test } from 'vitest';
import type { ShownFinding } from '../../src/finding.ts';
import { markdownReport } from '../../src/report/markdown.ts';
import { anyFindings, finding, place, several } from './any-finding.ts';

/** What a reader sees of inline Markdown: no comments; a line break is a line end. */
function seen(tokens: readonly Tokens.Generic[]): string {
  return tokens
    .map(token => {
      if (token.raw === '<br>') return '\n';
      if (token.raw === '<!-- -->') return '';
      if (token.type === 'escape') return (token as Tokens.Escape).text;
      if (token.type === 'text') return decodeHTML((token as Tokens.Text).raw);
      return token.type === 'link' ? seen(token.tokens ?? []) : `${token.type}: ${token.raw}`;
    })
    .join('');
}

interface Row {
  readonly place: string;
  readonly text: string;
  readonly link: string | undefined;
}

function rowsOf(text: string): Row[] {
  const tables = marked.lexer(text).filter((token): token is Tokens.Table => token.type === 'table');
  return tables.flatMap(({ rows }) =>
    rows.map(([first, second]) => ({
      place: seen(first?.tokens ?? []),
      text: seen(second?.tokens ?? []),
      link: (first?.tokens.find(({ type }) => type === 'link') as Tokens.Link | undefined)?.href,
    })),
  );
}

/** Text as a cell can show it. */
const shown = (text: string): string =>
  text.replace(/\p{Surrogate}|\p{Cc}/gu, found => (/\s/.test(found) ? ' ' : '\ufffd'));

const balanced = (text: string): boolean => {
  const tags = [...text.matchAll(/(?<!\\)<(\/?)(details|summary)\b/g)].map(([, slash, name]) => `${slash}${name}`);
  const blocks = tags.join(' ');
  return /^(?:details summary \/summary \/details ?)*$/.test(blocks);
};

describe('markdown', () => {
  test('is one line where nothing is wrong', () => {
    expect(markdownReport([])).toBe('### cis-render: no findings\n');
  });

  test('has a table for each severity, errors first and unfolded', () => {
    const text = markdownReport([
      finding({ severity: 'info' }),
      finding({ severity: 'error' }),
      finding({ severity: 'warning' }),
      finding({ severity: 'error' }),
    ]);
    expect(text).toMatch(/^### cis-render: 2 errors, 1 warning, 1 note\n/);
    expect([...text.matchAll(/<details.*>\n<summary>.*<\/summary>/g)].map(([found]) => found)).toEqual([
      '<details open>\n<summary>2 errors</summary>',
      '<details>\n<summary>1 warning</summary>',
      '<details>\n<summary>1 note</summary>',
    ]);
  });

  test('shows place, message, rule, hint and the second place of a finding', () => {
    const other = { ...place('clusters/west/shop.yaml', 9), endLine: 11 };
    expect(rowsOf(markdownReport([finding({ other })]))).toEqual([
      {
        place: 'clusters/east/shop.yaml:7',
        link: 'clusters/east/shop.yaml#L7',
        text: 'the annotation is empty (route-annotation-empty)\nRemove it.\nsee clusters/west/shop.yaml:9',
      },
    ]);
    expect(markdownReport([finding({ other })])).toContain('(clusters/west/shop.yaml#L9-L11)');
  });

  test('links to the files of a commit where it is told where they are', () => {
    const linkBase = 'https://github.example/shop/blob/0123abc/';
    const [row] = rowsOf(markdownReport([finding({ position: place('a (1)/ü|b.yaml', 2) })], { linkBase }));
    expect(row?.link).toBe('https://github.example/shop/blob/0123abc/a%20%281%29/%C3%BC%7Cb.yaml#L2');
  });

  test.each([
    'a|b',
    '`code`',
    '<b>bold</b>',
    '<!-- marker -->',
    '</details>',
    '*a* _b_ ~~c~~ **d**',
    '[text](https://a.b)',
    '![picture](https://a.b/c.png)',
    'https://a.b/c and www.a.b',
    '&lt; &amp; &#64;',
    'a \\| b \\',
    '$x$ {{y}}',
  ])('shows %s as it is', message => {
    expect(rowsOf(markdownReport([finding({ message, hint: message })]))[0]?.text).toBe(
      `${message} (route-annotation-empty)\n${message}`,
    );
  });

  test('mentions no user and no issue', () => {
    const text = markdownReport([finding({ message: '@octocat #12 shop#3 GH-4 a@b.c', hint: '@octocat' })]);
    expect(text).not.toMatch(/@\w|[^(]#\d|GH-\d/);
  });

  test('shows any text as it is, in rows of its table and in balanced blocks', () => {
    fc.assert(
      fc.property(anyFindings, findings => {
        const text = markdownReport(findings);
        expect(balanced(text)).toBe(true);
        const words = ({ message, rule }: ShownFinding): string => `${shown(message)} (${rule})`.trim();
        const told = rowsOf(text).map(row => row.text);
        expect(told).toHaveLength(findings.length);
        const sorted = (['error', 'warning', 'info'] as const).flatMap(severity =>
          findings.filter(one => one.severity === severity),
        );
        sorted.forEach((one, index) => {
          expect(told[index]?.startsWith(words(one))).toBe(true);
        });
      }),
    );
  });
});

describe('the limit of markdown', () => {
  test('is kept whatever is found, and errors are the last to be left out', () => {
    fc.assert(
      fc.property(anyFindings, fc.integer({ min: 1000, max: 6000 }), (findings, limit) => {
        const text = markdownReport(findings, { limit });
        expect(Buffer.byteLength(text)).toBeLessThanOrEqual(limit);
        expect(balanced(text)).toBe(true);
        const left = findings.length - rowsOf(text).length;
        expect(text.includes('\nLeft out, since the text would be too long: ')).toBe(left > 0);
        const errors = findings.filter(({ severity }) => severity === 'error').length;
        const isCut = /too long: \d+ error/.test(text);
        if (isCut) expect(rowsOf(text).length).toBeLessThan(errors);
      }),
    );
  });

  test('fits a comment on GitHub', () => {
    const findings = [
      ...several(2000, { severity: 'warning' }),
      ...several(2000, { severity: 'error', message: 'é'.repeat(90) }),
    ];
    const text = markdownReport(findings);
    expect(text.length).toBeLessThanOrEqual(65_536);
    expect(text.length).toBeGreaterThan(30_000);
    expect(text).toMatch(/\nLeft out, since the text would be too long: \d+ errors, 2000 warnings\.\n$/);
  });

  test('keeps one finding from taking the place of all others', () => {
    const [long, short] = rowsOf(markdownReport([finding({ message: 'x'.repeat(100_000) }), finding()]));
    expect(long?.text).toMatch(/^x{1000}… \(route/);
    expect(short?.text).toMatch(/^the annotation is empty/);
  });
});
