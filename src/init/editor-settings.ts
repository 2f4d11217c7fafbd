import { applyEdits, findNodeAtLocation, modify, type ParseError, parse, parseTree } from 'jsonc-parser';

/**
 * Settings of VS Code with the schema of `render.yaml`, everything else and all comments as they are. `schema` and `config` are relative to the
 * root of the repository. Undefined for settings that cannot be read.
 */
export function editorSettings(before: string | undefined, schema: string, config: string): string | undefined {
  const [mark, rest] = before?.startsWith('\uFEFF') ? ['\uFEFF', before.slice(1)] : ['', before ?? ''];
  const text = rest.trim() === '' ? '{}\n' : rest;
  const errors: ParseError[] = [];
  const settings: unknown = parse(text, errors, { allowTrailingComma: true });
  if (errors.length > 0 || typeof settings !== 'object' || settings === null || Array.isArray(settings))
    return undefined;
  const tree = parseTree(text, [], { allowTrailingComma: true });
  const there = tree && findNodeAtLocation(tree, ['yaml.schemas', schema]);
  const known = (settings as Record<string, Record<string, unknown> | undefined>)['yaml.schemas']?.[schema];
  const files = there ? [known].flat() : [];
  if (files.includes(config)) return before;
  const value = files.length > 0 ? [...files, config] : config;
  const formattingOptions = {
    insertSpaces: !/^\t/m.test(text),
    tabSize: 2,
    eol: text.includes('\r\n') ? '\r\n' : '\n',
  };
  const edits = modify(text, ['yaml.schemas', schema], value, { formattingOptions });
  return mark + applyEdits(text, edits);
}
