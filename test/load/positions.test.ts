import { describe, expect, test } from 'vitest';
import { Findings } from '../../src/finding.ts';
import { createLocator } from '../../src/load/locate.ts';
import { type ManifestObject, readObjects } from '../../src/load/manifest-object.ts';
import { decodeText } from '../../src/load/text.ts';
import type { Inner, Path, Place } from '../../src/place.ts';
import { temporaryWorkspace } from '../temporary-workspace.ts';

/** Where a place is looked for: a path within the n-th object of the file. */
interface Wanted {
  readonly path?: Path;
  readonly part?: 'key' | 'value';
  readonly inner?: Inner;
  readonly object?: number;
}

const yaml = (...path: Path): Inner => ({ syntax: 'yaml', path });
const json = (...path: Path): Inner => ({ syntax: 'json', path });

/**
 * `«` and `»` in a text mark what is to be found; they are taken out before it is written to a file. Returns where it was
 * found and where it was marked, each as `line:column-line:column`.
 */
function located(
  marked: string,
  { object = 0, ...where }: Wanted,
): { readonly found: string; readonly marked: string } {
  const text = marked.replace(/[«»]/g, '');
  const place = (mark: string): string => {
    const before = marked.slice(0, marked.indexOf(mark)).replace(/[«»\ufeff]/g, '');
    const line = before.split('\n');
    return `${line.length}:${(line.at(-1) ?? '').length + 1}`;
  };
  const root = temporaryWorkspace({ 'menu.yaml': text });
  const file = { path: 'menu.yaml', root };
  const objects: ManifestObject[] = [];
  const reader = { findings: new Findings(), unread: () => {}, takes: () => false };
  for (const one of readObjects(file, decodeText(Buffer.from(text)), reader)) objects.push(one);
  const source = objects[object]?.source;
  if (!source) throw new Error(`the text has ${objects.length} objects`);
  const position = createLocator().position({ source, ...where } as Place);
  if (!position) throw new Error('not located');
  const { line, column, endLine, endColumn } = position;
  return { found: `${line}:${column}-${endLine}:${endColumn}`, marked: `${place('«')}-${place('»')}` };
}

const head = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: cafe\n';
const host: Path = ['spec', 'host'];
const extendedSpec: Path = ['data', 'extendedSpec'];
const annotation: Path = ['metadata', 'annotations', 'health'];

const cases: ReadonlyArray<readonly [title: string, text: string, wanted: Wanted]> = [
  ['value in block style', `${head}spec:\n  host: «cafe.example.com»\n`, { path: host }],
  ['key in block style', `${head}spec:\n  «host»: cafe.example.com\n`, { path: host, part: 'key' }],
  ['value in flow style', `${head}spec: {path: /, host: «cafe.example.com»}\n`, { path: host }],
  ['key in flow style', `${head}spec: {path: /, «host»: cafe.example.com}\n`, { path: host, part: 'key' }],
  ['value on the line after its key', `${head}spec:\n  host:\n    «cafe.example.com»\n`, { path: host }],
  ['quoted key', `${head}spec:\n  "«host»": cafe\n`, { path: host, part: 'key' }],
  ['value in single quotes', `${head}spec:\n  host: '«it''s a cafe»'\n`, { path: host }],
  ['value in double quotes', `${head}spec:\n  host: "«a\\tcafe»"\n`, { path: host }],
  ['value with a comment behind it', `${head}spec:\n  host: «cafe» # open\n`, { path: host }],
  ['value with a tag', `${head}spec:\n  host: !!str «24»\n`, { path: host }],
  ['value behind an anchor', `${head}spec:\n  host: &h «cafe»\n`, { path: host }],
  ['alias: the value that it names', `${head}kept: &h «cafe»\nspec:\n  host: *h\n`, { path: host }],
  ['item of a list', `${head}spec:\n  host:\n    - a\n    - «b»\n`, { path: [...host, 1] }],
  ['item of a list at its key’s indentation', `${head}spec:\n  host:\n  - a\n  - «b»\n`, { path: [...host, 1] }],
  ['item of a flow list', `${head}spec:\n  host: [a, «b»]\n`, { path: [...host, 1] }],
  ['mapping in a list', `${head}spec:\n  host:\n    - «name: b»\n      port: 1\n`, { path: [...host, 0] }],
  ['missing key: the key of what lacks it', `${head}«spec»:\n  path: /\n`, { path: host }],
  ['empty value: its key', `${head}spec:\n  «host»:\n  path: /\n`, { path: host }],
  ['empty text in quotes: its key', `${head}spec:\n  «host»: ""\n`, { path: host }],
  ['whole object: its first line', `«apiVersion: v1»\nkind: Node\nmetadata: {name: a}\n`, {}],
  ['key that stands twice: the last one', `${head}spec:\n  host: a\n  host: «b»\n`, { path: host }],
  ['literal text: where its content begins', `${head}spec:\n  host: |\n    «cafe\n    bar\n»`, { path: host }],
  ['folded text: where its content begins', `${head}spec:\n  host: >-\n\n    «cafe\n    bar\n»`, { path: host }],
  ['tabs count as one column', `${head}spec:\n  host:\t«cafe»\n`, { path: host }],
  ['characters outside the basic plane count as two', `${head}spec: {a: "☕🥐", host: «b»}\n`, { path: host }],
  ['CRLF', `${head}spec:\n  host: «cafe»\n`.replaceAll('\n', '\r\n'), { path: host }],
  ['byte order mark', `\ufeff${head}spec:\n  host: «cafe»\n`, { path: host }],
  [
    'byte order mark, first line',
    `\ufeffapiVersion: «v1»\nkind: Node\nmetadata: {name: a}\n`,
    { path: ['apiVersion'] },
  ],
  ['second document', `${head}---\n${head}spec:\n  host: «cafe»\n`, { path: host, object: 1 }],
  [
    'document that begins on its mark’s line',
    `--- {apiVersion: v1, kind: Node, metadata: {name: «a»}}\n`,
    { path: ['metadata', 'name'] },
  ],
  ['document behind a mark with a comment', `# a\n--- # b\n${head}spec:\n  host: «cafe»\n`, { path: host }],
  ['document behind a broken one', `a: [\n---\n${head}spec:\n  host: «cafe»\n`, { path: host }],
  [
    'item of a List',
    `apiVersion: v1\nkind: List\nitems:\n  - apiVersion: v1\n    kind: Node\n    metadata: {name: a}\n  - apiVersion: v1\n    kind: Node\n    metadata: {name: «b»}\n`,
    { path: ['metadata', 'name'], object: 1 },
  ],
  [
    'item of a List in a List',
    `apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: NodeList\n  items:\n  - {apiVersion: v1, kind: Node, metadata: {name: «a»}}\n`,
    { path: ['metadata', 'name'] },
  ],
  [
    'JSON',
    `{\n  "apiVersion": "v1",\n  "kind": "Node",\n\t"metadata": {"name": "a"},\n  "spec": {"host": "«cafe»"}\n}\n`,
    { path: host },
  ],
  [
    'JSON on one line',
    `{"apiVersion":"v1","kind":"Node","metadata":{"name":"a"},"spec":{"«host»":1}}`,
    { path: host, part: 'key' },
  ],
  [
    'quoted text that goes on at its key’s indentation, and what follows it',
    `${head}spec:\n  note: "a\n  b\n  c"\n  host: «cafe»\n`,
    { path: host },
  ],
  ['quoted text that goes on left of its key', `${head}spec:\n  note: 'a\n b'\n  host: «cafe»\n`, { path: host }],
  [
    'flow list that ends at its key’s indentation',
    `${head}spec:\n  note: [\n    a\n  ]\n  host: «cafe»\n`,
    { path: host },
  ],

  [
    'extendedSpec, literal',
    `${head}data:\n  extendedSpec: |\n    mode: «ratio»\n`,
    { path: extendedSpec, inner: yaml('mode') },
  ],
  [
    'extendedSpec, literal, deeper and after empty lines',
    `${head}data:\n  extendedSpec: |-\n\n    # groups\n    groups:\n      - a: 1\n\n        b: «2»\n`,
    { path: extendedSpec, inner: yaml('groups', 0, 'b') },
  ],
  [
    'extendedSpec, literal with an indentation of its own',
    `${head}data:\n  extendedSpec: |2\n      a: 1\n      mode: «ratio»\n`,
    { path: extendedSpec, inner: yaml('mode') },
  ],
  [
    'extendedSpec, literal, with CRLF',
    `${head}data:\n  extendedSpec: |\n    a: 1\n\n\n    # two\n    mode: «ratio»\n`.replaceAll('\n', '\r\n'),
    { path: extendedSpec, inner: yaml('mode') },
  ],
  [
    'extendedSpec, folded, with lines apart',
    `${head}data:\n  extendedSpec: >\n    a: 1\n\n    mode: «ratio»\n`,
    { path: extendedSpec, inner: yaml('mode') },
  ],
  [
    'extendedSpec, folded, in flow style over lines',
    `${head}data:\n  extendedSpec: >-\n    {a: 1,\n    mode: «ratio»}\n`,
    { path: extendedSpec, inner: yaml('mode') },
  ],
  [
    'extendedSpec in single quotes',
    `${head}data:\n  extendedSpec: '{note: "it''s", mode: «ratio»}'\n`,
    { path: extendedSpec, inner: yaml('mode') },
  ],
  [
    'extendedSpec in single quotes over lines',
    `${head}data:\n  extendedSpec: 'a: 1\n\n    mode: «ratio»'\n`,
    { path: extendedSpec, inner: yaml('mode') },
  ],
  [
    'extendedSpec in double quotes with escapes',
    String.raw`${head}data:
  extendedSpec: "a: \"\u2615 \x41\U0001F950\"\nmode: «ratio»\n"
`,
    { path: extendedSpec, inner: yaml('mode') },
  ],
  [
    'extendedSpec in double quotes, lines joined by a backslash',
    `${head}data:\n  extendedSpec: "a: 1\\n\\\n    mode: «ratio»"\n`,
    { path: extendedSpec, inner: yaml('mode') },
  ],
  ['extendedSpec, plain', `${head}data:\n  extendedSpec: «ratio»\n`, { path: extendedSpec, inner: yaml() }],
  [
    'extendedSpec, plain, over lines',
    `${head}data:\n  extendedSpec: a\n    b «c»\n`,
    { path: extendedSpec, inner: { syntax: 'text', offset: 4, length: 1 } },
  ],
  [
    'key of extendedSpec',
    `${head}data:\n  extendedSpec: |\n    «mode»: ratio\n`,
    { path: extendedSpec, inner: { syntax: 'yaml', path: ['mode'], part: 'key' } },
  ],
  [
    'extendedSpec in a JSON manifest',
    String.raw`{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}, "data": {"extendedSpec": "a: 1\nmode: «ratio»\n"}}`,
    { path: extendedSpec, inner: yaml('mode') },
  ],

  [
    'annotation in single quotes',
    `apiVersion: v1\nkind: Route\nmetadata:\n  name: a\n  annotations:\n    health: '[{"type": «"http"»}]'\n`,
    { path: annotation, inner: json(0, 'type') },
  ],
  [
    'annotation in double quotes with escapes',
    String.raw`apiVersion: v1
kind: Route
metadata:
  name: a
  annotations:
    health: "[{\"send\": \"GET /\\r\\n\", \"type\": «\"http\"»}]"
`,
    { path: annotation, inner: json(0, 'type') },
  ],
  [
    'annotation, folded',
    `apiVersion: v1\nkind: Route\nmetadata:\n  name: a\n  annotations:\n    health: >-\n      [{"send": "GET /",\n      "type": «"http"»}]\n`,
    { path: annotation, inner: json(0, 'type') },
  ],
  [
    'annotation, literal, over lines',
    `apiVersion: v1\nkind: Route\nmetadata:\n  name: a\n  annotations:\n    health: |\n      [\n        {"type": «"http"»}\n      ]\n`,
    { path: annotation, inner: json(0, 'type') },
  ],
  [
    'key in an annotation',
    `apiVersion: v1\nkind: Route\nmetadata:\n  name: a\n  annotations:\n    health: '[{«"type"»: "http"}]'\n`,
    { path: annotation, inner: { syntax: 'json', path: [0, 'type'], part: 'key' } },
  ],
  [
    'missing key in an annotation: the object that lacks it',
    `apiVersion: v1\nkind: Route\nmetadata:\n  name: a\n  annotations:\n    health: '[«{"type": "http"}»]'\n`,
    { path: annotation, inner: json(0, 'send') },
  ],
];

describe('line and column', () => {
  test.each(cases)('%s', (_, text, wanted) => {
    const { found, marked } = located(text, wanted);
    expect(found).toBe(marked);
  });

  test('are those of the line in the file: its text can be shown', () => {
    const root = temporaryWorkspace({ 'a.yaml': 'kind: Node\r\napiVersion: v1\r\nmetadata: {name: a}' });
    const file = { path: 'a.yaml', root };
    const locator = createLocator();
    expect(locator.line('a.yaml', 1)).toBeUndefined();
    locator.position({ source: { file, start: 0, end: 46 } });
    expect([1, 2, 3, 4].map(line => locator.line('a.yaml', line))).toEqual([
      'kind: Node',
      'apiVersion: v1',
      'metadata: {name: a}',
      undefined,
    ]);
  });

  // Far from either: a tenth of a second, or minutes.
  test.each(['json', 'yaml'] as const)(
    'in one long annotation cost no reading of all of it (%s)',
    {
      timeout: 10_000,
    },
    syntax => {
      const count = 5_000;
      const items = Array.from({ length: count }, (_, index) => `{"service": "cafe-${index}", "weight": ${index}}`);
      const value = items.join(', ');
      const root = temporaryWorkspace({ 'a.yaml': `${head}  annotations:\n    health: '[${value}]'\n` });
      const source = { file: { path: 'a.yaml', root }, start: 0, end: head.length + value.length + 40 };
      const { position } = createLocator();
      const columns = items.map((_, index) => position({ source, path: annotation, inner: { syntax, path: [index] } }));
      // 14 before the value, one bracket, and the items with what parts them.
      let column = "    health: '[".length + 1;
      for (const [index, item] of items.entries()) {
        expect(columns[index]).toMatchObject({ line: 6, column, endLine: 6, endColumn: column + item.length });
        column += item.length + 2;
      }
    },
  );

  test('are 1:1 for a file that is gone by now', () => {
    const file = { path: 'gone.yaml', root: '/nowhere' };
    const position = createLocator().position({ source: { file, start: 5, end: 9 }, path: ['kind'] });
    expect(position).toEqual({ file: 'gone.yaml', line: 1, column: 1, endLine: 1, endColumn: 1 });
  });
});
