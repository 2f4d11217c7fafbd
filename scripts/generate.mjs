// Compiles schemas/*.schema.json into src/generated/*.mjs: validators that need no ajv at run time.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { transformSync } from 'esbuild';

const standaloneCode = createRequire(import.meta.url)('ajv/dist/standalone').default;
const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * For what a person writes, all that is wrong is told at once. A declaration may be very large and comes from us: there
 * the first error is enough, and stopping at it keeps the validator small and fast.
 */
const validators = {
  'render-config': { allErrors: true },
  'render-function': { allErrors: true },
  'extended-spec': { allErrors: true },
  'multi-cluster-services': { allErrors: true },
  'health-monitors': { allErrors: true },
  'load-balancer-monitors': { allErrors: true },
  'virtual-server': { allErrors: true },
  'transport-server': { allErrors: true },
  'ingress-link': { allErrors: true },
  'tls-profile': { allErrors: true },
  policy: { allErrors: true },
  'external-dns': { allErrors: true },
  'flomesh-cluster': { allErrors: true },
  'flomesh-export': { allErrors: true },
  'flomesh-import': { allErrors: true },
  'global-traffic-policy': { allErrors: true },
  'as3-emitted': { allErrors: false },
};

const typing = `/** One violation: where in the data (a JSON pointer), which keyword, and ajv's words for it. */
export interface ValidationError {
  readonly instancePath: string;
  readonly schemaPath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly message?: string;
  /** Set where the name of a property is wrong and not its value. */
  readonly propertyName?: string;
}

declare const validate: {
  (data: unknown): boolean;
  /** Of the last call; null when it returned true. */
  errors: readonly ValidationError[] | null;
};
export default validate;
/** Keys that a mapping takes, by its place in the data: \`/spec/pools/*\`. */
export const keys: Readonly<Record<string, readonly string[]>>;
/** What the texts are that have to match a pattern. */
export const forms: Readonly<Record<string, string>>;
`;

/**
 * One mistake, one error. `if` and `propertyNames` only repeat that something inside them failed: the error inside is the
 * one to show. Of `anyOf` it is the one outside: each alternative on its own need not hold.
 */
const wrapper = `
const repeats = ({ keyword, schemaPath }) =>
  keyword === 'if' || keyword === 'propertyNames' || schemaPath.includes('/anyOf/');
export default function validate(data) {
  const valid = check(data);
  validate.errors = check.errors?.filter(error => !repeats(error)) ?? null;
  return valid;
}
validate.errors = null;
`;

/** What ajv's code asks for by `require`, which an ES module does not have: written into the validator instead. */
const runtime = {
  'ajv/dist/runtime/ucs2length': function codePoints(text) {
    let count = 0;
    for (let i = 0; i < text.length; i++, count++) {
      if (text.codePointAt(i) > 0xffff) i++;
    }
    return count;
  },
  'ajv/dist/runtime/equal': function equalJson(a, b) {
    if (a === b) return true;
    if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') return false;
    const keys = Object.keys(a);
    return (
      Array.isArray(a) === Array.isArray(b) &&
      keys.length === Object.keys(b).length &&
      keys.every(key => Object.hasOwn(b, key) && equalJson(a[key], b[key]))
    );
  },
};

/** Synchronous, since the build calls it before anything else. */
export function generateValidators() {
  const directory = `${root}src/generated/`;
  mkdirSync(directory, { recursive: true });
  for (const [name, options] of Object.entries(validators)) {
    const schema = JSON.parse(readFileSync(`${root}schemas/${name}.schema.json`, 'utf8'));
    writeChanged(`${directory}${name}.mjs`, compile(name, withoutWords(schema), options) + keysText(schema));
    writeChanged(`${directory}${name}.d.mts`, typing);
  }
}

function compile(name, schema, options) {
  const ajv = new Ajv({
    ...options,
    // "A string or a list" is one schema here: the keywords of both types stand side by side.
    strictTypes: false,
    allowUnionTypes: true,
    strictRequired: false,
    // One function for a definition that many properties share, instead of its code at each of them.
    inlineRefs: false,
    code: { source: true, esm: true, lines: true },
  });
  const code = standaloneCode(ajv, ajv.compile(schema));
  const body = code
    .replace(/^"use strict";\n?/, '')
    .replace(/^export .*\n?/gm, '')
    .replace(/require\("([^"]+)"\)\.default/g, (_, module) => {
      if (!(module in runtime))
        throw new Error(`${name}: ajv's code wants ${module}, which the generator does not write out`);
      return String(runtime[module]);
    });
  const main = /^export default (\w+);/m.exec(code)?.[1];
  if (main === undefined) throw new Error(`${name}: ajv's code has no default export`);
  return `// Generated from schemas/${name}.schema.json.\n${shorter(`${body}${wrapper.replaceAll('check', main)}`)}`;
}

/** Which keys each mapping takes, by its place in the data, and what a pattern stands for: a person reads no expression. */
function keysText(schema) {
  const keys = {};
  const forms = {};
  const walk = (node, place) => {
    const target = node.$ref ? schema.definitions[node.$ref.split('/').at(-1)] : node;
    if (target.properties) keys[place] = Object.keys(target.properties);
    if (target.pattern && target.description) forms[target.pattern] ??= target.description;
    for (const [name, child] of Object.entries(target.properties ?? {})) walk(child, `${place}/${name}`);
    if (target.items) walk(target.items, `${place}/*`);
  };
  walk(schema, '');
  return `export const keys = ${JSON.stringify(keys)};\nexport const forms = ${JSON.stringify(forms)};\n`;
}

/** Shorter statements, and nothing that is not used: bundles hold this code as it is. */
function shorter(code) {
  return transformSync(code, {
    format: 'esm',
    target: 'node20',
    charset: 'utf8',
    minifySyntax: true,
    treeShaking: true,
  }).code;
}

/** Schemas are embedded in their validators: titles, descriptions and examples are for editors only. */
function withoutWords(schema) {
  if (Array.isArray(schema)) return schema.map(withoutWords);
  if (schema === null || typeof schema !== 'object') return schema;
  const kept = Object.entries(schema).filter(
    ([key]) => !['title', 'description', 'examples', 'default', '$comment'].includes(key),
  );
  return Object.fromEntries(
    kept.map(([key, value]) => [
      key,
      key === 'properties' || key === 'definitions'
        ? Object.fromEntries(Object.entries(value).map(([name, child]) => [name, withoutWords(child)]))
        : withoutWords(value),
    ]),
  );
}

function writeChanged(path, content) {
  if (existsSync(path) && readFileSync(path, 'utf8') === content) return;
  // In one step, since a test or a build may be reading it.
  const next = `${path}.${process.pid}`;
  writeFileSync(next, content);
  renameSync(next, path);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) generateValidators();
