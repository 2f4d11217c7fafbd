import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { buildSync } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { isObject, type Json, type JsonObject, readJson, root } from './json.ts';

const files = readdirSync(`${root}schemas`).filter(file => file.endsWith('.schema.json'));

it('finds the schemas', () => expect(files).toHaveLength(17));

describe.each(files)('%s', file => {
  const schema = readJson(`schemas/${file}`);
  const ajv = new Ajv({ strictTypes: false, strictRequired: false, allowUnionTypes: true });

  it('is draft-07, named after its file, and introduces itself', () => {
    expect(schema.$schema).toBe('http://json-schema.org/draft-07/schema#');
    expect(schema.$id).toBe(file);
    expect(schema.title).toBeTypeOf('string');
    expect(schema.description).toBeTypeOf('string');
    expect(ajv.validateSchema(schema)).toBe(true);
    expect(() => ajv.compile(schema)).not.toThrow();
  });

  it('describes every property', () => {
    expect(undescribed(schema, schema)).toEqual([]);
  });

  it('gives examples and defaults that are right', () => {
    expect(wrongSamples(schema, file)).toEqual([]);
  });

  it('has a validator that needs no other module, bundled or not', async () => {
    const path = `${root}src/generated/${file.replace('.schema.json', '.mjs')}`;
    const { outputFiles } = buildSync({
      entryPoints: [path],
      bundle: true,
      platform: 'node',
      format: 'esm',
      write: false,
    });
    for (const code of [readFileSync(path, 'utf8'), outputFiles[0]!.text]) {
      expect(code).not.toMatch(/\brequire\(|^import /m);
      const module = (await import(
        /* @vite-ignore */ `data:text/javascript;base64,${Buffer.from(code).toString('base64')}`
      )) as { default: ((data: unknown) => boolean) & { errors: unknown } };
      expect(module.default(7)).toBe(false);
      expect(module.default.errors).not.toBeNull();
    }
  });
});

it('generates what is there already, and then writes nothing', () => {
  const read = () =>
    Object.fromEntries(
      readdirSync(`${root}src/generated`).map(f => [f, readFileSync(`${root}src/generated/${f}`, 'utf8')]),
    );
  const before = read();
  expect(spawnSync(process.execPath, ['scripts/generate.mjs'], { cwd: root }).status).toBe(0);
  expect(read()).toEqual(before);
});

/** Properties without a description of their own or of the definition that they refer to. */
function undescribed(value: Json, whole: JsonObject, path = '', inCondition = false): string[] {
  if (Array.isArray(value)) return value.flatMap((item, i) => undescribed(item, whole, `${path}/${i}`, inCondition));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, child]) => {
    const at = `${path}/${key}`;
    if (['examples', 'default', 'enum', 'const'].includes(key)) return [];
    const conditional = inCondition || key === 'if' || key === 'then' || key === 'else' || key === 'allOf';
    if (key !== 'properties' && key !== 'definitions') return undescribed(child, whole, at, conditional);
    return Object.entries(child as JsonObject).flatMap(([name, property]) => [
      ...(conditional || hasDescription(property, whole) ? [] : [`${at}/${name}`]),
      ...undescribed(property, whole, `${at}/${name}`, conditional),
    ]);
  });
}

function hasDescription(property: Json, whole: JsonObject): boolean {
  if (!isObject(property)) return false;
  if (typeof property.description === 'string' && property.description.length > 2) return true;
  const name = /^#\/definitions\/(.+)$/.exec(String(property.$ref))?.[1];
  return name !== undefined && isObject(whole.definitions) && hasDescription(whole.definitions[name] ?? null, whole);
}

/** Examples and defaults that the schema they stand in refuses. */
function wrongSamples(value: Json, file: string, path = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((item, i) => wrongSamples(item, file, `${path}/${i}`));
  if (!isObject(value)) return [];
  const samples = [
    ...(Array.isArray(value.examples) ? value.examples : []),
    ...('default' in value ? [value.default] : []),
  ];
  const ajv = new Ajv({ strict: false });
  if (samples.length > 0 && path !== '') ajv.addSchema(readJson(`schemas/${file}`));
  const check = samples.length > 0 ? ajv.compile(path === '' ? value : { $ref: `${file}#${path}` }) : undefined;
  return [
    ...samples.filter(sample => !check?.(sample)).map(sample => `${path}: ${JSON.stringify(sample)}`),
    ...Object.entries(value).flatMap(([key, child]) =>
      key === 'examples' || key === 'default' ? [] : wrongSamples(child, file, `${path}/${key}`),
    ),
  ];
}
