import { describe, expect, test } from 'vitest';
import { Findings } from '../../src/finding.ts';
import { readObjects } from '../../src/load/manifest-object.ts';
import { splitDocuments } from '../../src/load/split-documents.ts';

const cut = (text: string): string[] => splitDocuments(text).map(({ start, end }) => text.slice(start, end));

describe('a stream is cut', () => {
  test.each<[title: string, text: string, documents: string[]]>([
    ['at marks', 'a: 1\n---\nb: 2\n', ['a: 1\n', '\nb: 2\n']],
    ['at a mark in the first line', '---\na: 1\n', ['\na: 1\n']],
    ['at marks with blanks and comments behind them', 'a: 1\n--- # next\nb: 2\n', ['a: 1\n', ' # next\nb: 2\n']],
    ['at marks with text behind them', '--- {a: 1}\n--- {b: 2}', [' {a: 1}\n', ' {b: 2}']],
    ['at marks with CRLF', 'a: 1\r\n---\r\nb: 2\r\n', ['a: 1\r\n', '\r\nb: 2\r\n']],
    ['without a byte order mark behind a mark', 'a: 1\n---\r\n\ufeffb: 2\n', ['a: 1\n', 'b: 2\n']],
    ['at a mark that ends the file', 'a: 1\n---', ['a: 1\n']],
    ['not within a line', 'a: 1 ---\nb: --- 2\n', ['a: 1 ---\nb: --- 2\n']],
    ['not where a word begins with the mark', '----\n---a\n', ['----\n---a\n']],
    ['not where the mark is indented', 'a: |\n  ---\nb: 2\n', ['a: |\n  ---\nb: 2\n']],
    ['into nothing, when it is empty', '', []],
    ['into nothing, when it has only comments', '# a\n\n  # b\n---\n# c\n', []],
    ['into nothing, when it has only directives', '%YAML 1.2\n---\n', []],
    ['into nothing, when it has only marks', '---\n---\n\n---\n', []],
  ])('%s', (_, text, documents) => {
    expect(cut(text)).toEqual(documents);
  });

  test('quickly, whatever stands in it', () => {
    const begun = performance.now();
    splitDocuments(`#${' \t'.repeat(200_000)}\n`.repeat(2));
    splitDocuments('---\n'.repeat(100_000));
    expect(performance.now() - begun).toBeLessThan(20_000);
  });
});

interface Read {
  readonly names: string[];
  readonly rules: string[];
  readonly unread: number;
}

function read(text: string): Read {
  const findings = new Findings();
  let unread = 0;
  const names: string[] = [];
  const file = { path: 'menu.yaml', text };
  for (const { group, kind, namespace, name } of readObjects(file, text, {
    findings,
    unread: () => unread++,
    takes: () => false,
  })) {
    names.push(`${group}/${kind} ${namespace}/${name}`);
  }
  return { names, rules: findings.list.map(({ rule }) => rule), unread };
}

describe('objects', () => {
  test.each<[title: string, text: string, wanted: Partial<Read>]>([
    [
      'of every document',
      'kind: Node\napiVersion: v1\nmetadata: {name: a}\n---\nkind: Node\napiVersion: v1\nmetadata: {name: b}\n',
      { names: ['/Node /a', '/Node /b'] },
    ],
    [
      'with group and namespace',
      'apiVersion: route.openshift.io/v1\nkind: Route\nmetadata: {name: a, namespace: shop}\n',
      { names: ['route.openshift.io/Route shop/a'] },
    ],
    [
      'without a namespace lie in default',
      'apiVersion: v1\nkind: Service\nmetadata: {name: a}\n',
      { names: ['/Service default/a'] },
    ],
    [
      'with an empty namespace lie in default',
      'apiVersion: v1\nkind: Service\nmetadata: {name: a, namespace: ""}\n',
      { names: ['/Service default/a'] },
    ],
    [
      'of the cluster have no namespace',
      'apiVersion: v1\nkind: Node\nmetadata: {name: a, namespace: shop}\n',
      { names: ['/Node /a'] },
    ],
    [
      'of a List',
      'apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Node, metadata: {name: a}}\n- null\n',
      { names: ['/Node /a'] },
    ],
    [
      'of a List of a kind',
      'apiVersion: v1\nkind: ServiceList\nitems:\n- {apiVersion: v1, kind: Service, metadata: {name: a}}\n',
      { names: ['/Service default/a'] },
    ],
    ['of JSON', '{"apiVersion": "v1", "kind": "Node", "metadata": {"name": "a"}}', { names: ['/Node /a'] }],
    [
      'without metadata are none',
      'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: []\n',
      { names: [], rules: [] },
    ],
    ['of a file without documents', '# nothing\n', { names: [], rules: [], unread: 0 }],
    [
      'behind a broken document',
      'a: [\n---\nkind: Node\napiVersion: v1\nmetadata: {name: b}\n',
      { names: ['/Node /b'], rules: ['yaml-syntax'], unread: 1 },
    ],
    ['that are texts', 'just a text\n', { names: [], rules: ['object-not-kubernetes'], unread: 0 }],
    ['that are lists', '- a\n', { names: [], rules: ['object-not-kubernetes'], unread: 0 }],
    ['without apiVersion', 'kind: Node\nmetadata: {name: a}\n', { rules: ['object-without-identity'], unread: 1 }],
    ['without kind', 'apiVersion: v1\nmetadata: {name: a}\n', { rules: ['object-without-identity'], unread: 1 }],
    ['without name', 'apiVersion: v1\nkind: Node\nmetadata: {}\n', { rules: ['object-without-identity'], unread: 1 }],
    [
      'with a number as namespace',
      'apiVersion: v1\nkind: Service\nmetadata: {name: a, namespace: 12}\n',
      { rules: ['object-without-identity'], unread: 1 },
    ],
    [
      'with a text as metadata',
      'apiVersion: v1\nkind: Node\nmetadata: a\n',
      { rules: ['object-without-identity'], unread: 1 },
    ],
  ])('%s', (_, text, wanted) => {
    expect(read(text)).toMatchObject(wanted);
  });

  test('are not frightened by names that every JavaScript object has', () => {
    const { names, rules } = read(
      'apiVersion: v1\nkind: Service\nmetadata: {name: constructor, namespace: __proto__}\n',
    );
    expect(names).toEqual(['/Service __proto__/constructor']);
    expect(rules).toEqual([]);
  });
});
