import * as fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { describe, expect, test } from 'vitest';
import type { ShownFinding } from '../../src/finding.ts';
import { junitXml } from '../../src/report/junit.ts';
import { anyFindings, finding, place } from './any-finding.ts';

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

/** Reads XML and throws at what is not well-formed. */
function read(text: string): Element {
  const root: Element = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  const parser = new SaxesParser();
  parser.on('error', error => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const element: Element = { name, attributes, children: [], text: '' };
    open.at(-1)!.children.push(element);
    open.push(element);
  });
  parser.on('closetag', () => open.pop());
  parser.on('text', found => {
    open.at(-1)!.text += found;
  });
  parser.write(text).close();
  return root.children[0]!;
}

const suitesOf = (findings: readonly ShownFinding[]): Element => read(junitXml(findings));

describe('junit', () => {
  test('has a case that passes where nothing is wrong', () => {
    const suites = suitesOf([]);
    expect(suites.attributes).toMatchObject({ name: 'cis-render', tests: '1', failures: '0', errors: '0' });
    const [testcase] = suites.children[0]!.children;
    expect(testcase).toMatchObject({ name: 'testcase', attributes: { name: 'no findings' }, children: [] });
  });

  test('has a suite for each file and a case for each finding; only errors fail', () => {
    const { position: _, ...placeless } = finding({ severity: 'info', message: 'of no place' });
    const suites = suitesOf([
      finding({ other: place('clusters/west/shop.yaml', 9) }),
      finding({ severity: 'warning', message: 'ignored' }),
      finding({ position: place('render.yaml', 2) }),
      placeless,
    ]);
    expect(suites.attributes).toMatchObject({ tests: '4', failures: '2' });
    expect(suites.children.map(({ attributes }) => [attributes.name, attributes.tests, attributes.failures])).toEqual([
      ['clusters/east/shop.yaml', '2', '1'],
      ['render.yaml', '1', '1'],
      ['workspace', '1', '0'],
    ]);
    const [failed, passed] = suites.children[0]!.children;
    expect(failed).toMatchObject({
      attributes: {
        classname: 'clusters/east/shop.yaml',
        name: 'route-annotation-empty: the annotation is empty',
        file: 'clusters/east/shop.yaml',
        line: '7',
      },
      children: [
        { name: 'failure', attributes: { type: 'route-annotation-empty', message: 'the annotation is empty' } },
      ],
    });
    expect(failed?.children[0]?.text).toBe(
      [
        'clusters/east/shop.yaml:7:3 error the annotation is empty [route-annotation-empty]',
        'see clusters/west/shop.yaml:9:3',
        'Remove it.',
      ].join('\n'),
    );
    expect(passed?.children.map(({ name }) => name)).toEqual(['system-out']);
  });

  test('escapes markup, and keeps line ends', () => {
    const message = `<a b="c" d='e'> & ]]>\r\n\tnext`;
    const [testcase] = suitesOf([finding({ message })]).children[0]!.children;
    expect(testcase?.children[0]?.attributes.message).toBe(message);
  });

  test('replaces what XML cannot hold', () => {
    const [testcase] = suitesOf([finding({ message: 'a\0b\u001bc\ud800d\uffffe😀' })]).children[0]!.children;
    expect(testcase?.children[0]?.attributes.message).toBe('a\ufffdb\ufffdc\ufffdd\ufffde😀');
  });

  test('is well-formed, and counts right, whatever is found', () => {
    fc.assert(
      fc.property(anyFindings, findings => {
        const suites = suitesOf(findings);
        const cases = suites.children.flatMap(({ children }) => children);
        expect(cases).toHaveLength(Math.max(1, findings.length));
        expect(suites.attributes.tests).toBe(String(cases.length));
        const failures = cases.filter(({ children }) => children.some(({ name }) => name === 'failure'));
        expect(suites.attributes.failures).toBe(String(failures.length));
        expect(failures).toHaveLength(findings.filter(({ severity }) => severity === 'error').length);
      }),
    );
  });
});
