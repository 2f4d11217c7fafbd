import { describe, expect, test } from 'vitest';
import { rules } from '../src/rules/index.ts';
import { sections } from '../src/rules/sections/index.ts';
import type { Section } from '../src/rules/sections/section.ts';

const entries: ReadonlyArray<readonly [string, Section]> = Object.entries(sections);
const cited = (section: string): string[] =>
  Object.entries(rules).flatMap(([id, rule]) => (rule.section === section ? [id] : []));

/** `01 §5.10` as document, chapter and part; 0 where it is a whole chapter. */
function numbers(section: string): readonly [document: string, chapter: number, part: number] {
  const [, document = '', chapter, part] = /^(0[12]) §(\d+)(?:\.(\d+))?$/.exec(section) ?? [];
  return [document, Number(chapter), Number(part ?? 0)];
}

describe('sections of the specification', () => {
  const numbered = entries
    .map(([section]) => section)
    .filter(section => section !== 'design' && !section.startsWith('other '));

  test('are listed in their order and without a hole', () => {
    expect(numbered.length).toBeGreaterThan(130);
    const before = new Map<string, readonly [number, number]>();
    const holes = numbered.filter(section => {
      const [document, chapter, part] = numbers(section);
      const [lastChapter, lastPart] = before.get(document) ?? [document === '01' ? 0 : -1, 0];
      before.set(document, [chapter, part]);
      const next = chapter === lastChapter ? part === lastPart + 1 : chapter === lastChapter + 1 && part <= 1;
      return !next;
    });
    expect(holes).toEqual([]);
  });

  test('are what every rule cites', () => {
    const known = new Set(entries.map(([section]) => section));
    expect(Object.entries(rules).filter(([, { section }]) => !known.has(section))).toEqual([]);
  });

  test('have a rule, or say why there is none, or that one is missing', () => {
    const open = entries.filter(
      ([section, { also = [], silent, gap }]) => cited(section).length + also.length === 0 && !silent && !gap,
    );
    expect(open.map(([section]) => section)).toEqual([]);
  });

  test('say that there is none only where there is none', () => {
    const wrong = entries.filter(
      ([section, { also = [], silent }]) => silent !== undefined && cited(section).length + also.length > 0,
    );
    expect(wrong.map(([section]) => section)).toEqual([]);
  });

  test('with a rule say what is refused, ignored or lost', () => {
    const mute = entries.filter(
      ([section, { also = [], states }]) => cited(section).length + also.length > 0 && !states,
    );
    expect(mute.map(([section]) => section)).toEqual([]);
  });

  test('name rules that there are, and none that cites them anyway', () => {
    const wrong = entries.flatMap(([section, { also = [] }]) =>
      also
        .filter(id => !Object.hasOwn(rules, id) || cited(section).includes(id) || also.filter(each => each === id)[1])
        .map(id => `${section}: ${id}`),
    );
    expect(wrong).toEqual([]);
  });
});
