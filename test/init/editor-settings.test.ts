import { parse } from 'jsonc-parser';
import { describe, expect, test } from 'vitest';
import { withGeneratedAttribute } from '../../src/init/attributes.ts';
import { editorSettings } from '../../src/init/editor-settings.ts';

const schema = './schema.json';
const settings = (before: string | undefined): string => editorSettings(before, schema, 'render.yaml')!;

describe('settings of the editor', () => {
  test('are made where there are none', () => {
    expect(JSON.parse(settings(undefined))).toEqual({ 'yaml.schemas': { [schema]: 'render.yaml' } });
  });

  test('keep what is there, and its comments', () => {
    const before = `{
  // As we like it.
  "editor.tabSize": 4, /* really */
  "yaml.schemas": {
    // Ours
    "other.json": "*.k8s.yaml",
  },
}
`;
    const after = settings(before);
    for (const kept of ['// As we like it.', '/* really */', '// Ours', '"other.json": "*.k8s.yaml"'])
      expect(after).toContain(kept);
    expect(parse(after, [], { allowTrailingComma: true })).toEqual({
      'editor.tabSize': 4,
      'yaml.schemas': { 'other.json': '*.k8s.yaml', [schema]: 'render.yaml' },
    });
  });

  test('keep a byte order mark and line ends', () => {
    const after = settings('\uFEFF{\r\n\t"a": 1\r\n}\r\n');
    expect(after).toMatch(/^\uFEFF\{\r\n\t"a": 1,\r\n\t"yaml.schemas"/);
    expect(after.replaceAll('\r\n', '')).not.toContain('\n');
    expect(settings(after)).toBe(after);
  });

  test.each([
    ['render.yaml', 'render.yaml'],
    ['shop/render.yaml', ['shop/render.yaml', 'render.yaml']],
    [
      ['render.yaml', 'a'],
      ['render.yaml', 'a'],
    ],
  ])('have one schema for several workspaces: %j', (there, wanted) => {
    const before = JSON.stringify({ 'yaml.schemas': { [schema]: there } });
    const after = settings(before);
    expect(parse(after)).toEqual({ 'yaml.schemas': { [schema]: wanted } });
    expect(settings(after)).toBe(after);
  });

  test.each(['[]', '{', 'no', '{"a": }'])('that cannot be read are left alone: %s', before => {
    expect(editorSettings(before, schema, 'render.yaml')).toBeUndefined();
  });
});

describe('attributes', () => {
  test.each([
    [undefined, 'rendered/** linguist-generated=true\n'],
    ['* text=auto', '* text=auto\nrendered/** linguist-generated=true\n'],
    ['* text=auto\r\n*.png binary', '* text=auto\r\n*.png binary\r\nrendered/** linguist-generated=true\r\n'],
    ['rendered/** -diff\n', 'rendered/** -diff\n'],
  ])('are added to: %j', (before, after) => {
    expect(withGeneratedAttribute(before, 'rendered')).toBe(after);
  });
});
