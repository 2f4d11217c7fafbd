import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { docsPage } from '../src/rules/docs-page.ts';
import { type RuleId, rules } from '../src/rules/index.ts';
import { explanations } from '../src/rules/why/index.ts';
import { ruleExceptions } from './rule-exceptions.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const ids = Object.keys(rules) as RuleId[];
const kebabCase = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;

const sources = readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })
  .filter(entry => entry.isFile())
  .map(entry => relative(root, join(entry.parentPath, entry.name)))
  .filter(path => !path.startsWith(join('src', 'generated')))
  .sort();
const textOf = (path: string): string => readFileSync(join(root, path), 'utf8');

describe('rules', () => {
  test('have one id everywhere: in the catalogue and as folder of fixtures/rules', () => {
    const folders = readdirSync(join(root, 'fixtures/rules'));
    const shown = [...folders, ...Object.keys(ruleExceptions)].sort();
    expect(shown).toEqual([...ids].sort());
  });

  test('have one page each, and no page is left of one that is gone', () => {
    const pages = readdirSync(join(root, 'docs/checks')).map(name => `docs/checks/${name}`);
    expect(pages.sort()).toEqual(ids.map(docsPage).sort());
  });

  test('say why they are there in two to four sentences of their own', () => {
    const whys = ids.map(id => ({ id, why: explanations[id].why.trim().replace(/\s+/g, ' ') }));
    const sentences = (text: string): number => text.split(/[.?!](?= [A-Z"]|$)/).length - 1;
    const odd = whys.filter(({ why }) => !why.endsWith('.') || sentences(why) < 2 || sentences(why) > 4);
    expect(odd.map(({ id, why }) => `${id}: ${sentences(why)}`)).toEqual([]);
    expect(new Set(whys.map(({ why }) => why)).size).toBe(ids.length);
  });

  test('have ids in kebab-case', () => {
    expect(ids.filter(id => !kebabCase.test(id))).toEqual([]);
  });

  test('are defined once: no catalogue replaces a rule of another', () => {
    const definitions = sources
      .filter(path => path.startsWith(join('src', 'rules')))
      .flatMap(path => [...textOf(path).matchAll(/^ {2}'?([a-z0-9-]+)'?: defineRule/gm)].map(match => match[1]));
    expect(definitions.length).toBeGreaterThan(50);
    expect(definitions.sort()).toEqual([...ids].sort());
  });

  test('are raised somewhere', () => {
    const texts = sources.filter(path => !path.startsWith(join('src', 'rules'))).map(textOf);
    expect(texts.length).toBeGreaterThan(50);
    const idle = ids.filter(id => !texts.some(text => text.includes(`'${id}'`)));
    expect(idle).toEqual([]);
  });

  test('say what to do in whole sentences', () => {
    const hints = Object.entries(rules).filter(([, { hint }]) => typeof hint === 'string' && !hint.endsWith('.'));
    expect(hints.map(([id]) => id)).toEqual([]);
  });
});

describe('source files', () => {
  test('are named in kebab-case', () => {
    expect(sources.filter(path => !kebabCase.test(basename(path).split('.')[0] ?? ''))).toEqual([]);
  });

  test('are named after what they are about', () => {
    const drawers = /^(?:utils?|helpers?|common|misc|shared|lib)\./;
    expect(sources.filter(path => drawers.test(basename(path)))).toEqual([]);
  });

  test('have less than 400 lines', () => {
    const long = sources
      .map(path => [path, textOf(path).split('\n').length - 1] as const)
      .filter(([, lines]) => lines >= 400);
    expect(long).toEqual([]);
  });
});
