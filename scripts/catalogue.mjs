// The pages of all rules as data, from src/rules, src/rules/why, src/rules/sections and the workspaces in fixtures/rules.
// `build.mjs` ships them as dist/catalogue.json, `docs.mjs` writes docs/checks and docs/rules.md of them.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

/** `{ pages, sections, checkMarkdown }`: the pages in the order of the catalogue. */
export async function catalogue() {
  const { rules, explanations, sections, docsPage, ruleExceptions, checkMarkdown } = await sources();
  const pages = Object.entries(rules).map(([rule, { severity, section, message, hint }]) => {
    const { why, fix, status = [], log = [] } = explanations[rule];
    const exception = ruleExceptions[rule];
    const shown = exception
      ? { example: [], exampleMissing: exception.why, output: exception.expected.join('\n') }
      : example(rule);
    return {
      rule,
      severity,
      section,
      sectionTitle: sections[section].title,
      message: message(placeholders),
      why: why.trim().replace(/\s+/g, ' '),
      status,
      log,
      ...shown,
      fix: [...(fix ? [fix] : []), ...(typeof hint === 'string' ? [hint] : printedHints(rule, shown.output))],
      docs: docsPage(rule),
    };
  });
  return { pages, sections, checkMarkdown };
}

/** Every value of a message is shown by its name. */
const placeholders = new Proxy({}, { get: (_, name) => `<${String(name)}>` });

/** As the program has them: bundled in memory, since they are TypeScript. */
async function sources() {
  const entry = `
    export { rules } from './src/rules/index.ts';
    export { explanations } from './src/rules/why/index.ts';
    export { sections } from './src/rules/sections/index.ts';
    export { docsPage } from './src/rules/docs-page.ts';
    export { checkMarkdown } from './src/report/check-page.ts';
    export { ruleExceptions } from './test/rule-exceptions.ts';`;
  // Workspaces of exceptions are not made here, so what removes them after a test is not needed.
  const withoutVitest = {
    name: 'without-vitest',
    setup: ({ onResolve }) =>
      onResolve({ filter: /^vitest$/ }, ({ path }) => ({ path, external: true, sideEffects: false })),
  };
  const result = await build({
    absWorkingDir: root,
    stdin: { contents: entry, resolveDir: root, loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    write: false,
    plugins: [withoutVitest],
  });
  const [{ contents }] = result.outputFiles;
  return import(`data:text/javascript;base64,${Buffer.from(contents).toString('base64')}`);
}

/** The documents that a rule's findings point at, and what was printed of the whole workspace. */
function example(rule) {
  const folder = `${root}fixtures/rules/${rule}`;
  // A rule that is being added may have no output yet; test/rules.test.ts asks for it.
  const output = existsSync(`${folder}/expected.txt`) ? readFileSync(`${folder}/expected.txt`, 'utf8').trimEnd() : '';
  const places = findingsOf(rule, output).flatMap(lines =>
    lines.flatMap((line, index) => {
      const [, file, at] = /^(?: {2}see )?([^\s:]+):(\d+):\d+(?: |$)/.exec(line) ?? [];
      return file && (index === 0 || line.startsWith('  see ')) ? [{ file, line: Number(at) }] : [];
    }),
  );
  const parts = new Map();
  for (const { file, line } of places.length > 0 ? places : [{ file: 'render.yaml', line: 1 }]) {
    if (!existsSync(`${folder}/${file}`)) continue;
    const part = documentAt(readFileSync(`${folder}/${file}`, 'utf8'), line);
    parts.set(`${file}:${part.line}`, { file, ...part });
  }
  return { example: [...parts.values()].slice(0, mostDocuments), output };
}

/** More documents than these do not make an example clearer. */
const mostDocuments = 4;
const longestLine = 160;

/** The YAML document that has a line, by its first line. */
function documentAt(text, line) {
  const lines = text.trimEnd().split('\n');
  const from = lines.findLastIndex((each, index) => index < line && each === '---') + 1;
  const to = lines.findIndex((each, index) => index >= Math.max(from, line) && each === '---');
  const shown = lines.slice(from, to < 0 ? undefined : to);
  const cut = shown.map(each => (each.length > longestLine ? `${each.slice(0, longestLine)}…` : each));
  return { line: from + 1, text: cut.join('\n') };
}

/** The lines of each finding of a rule. */
function findingsOf(rule, output) {
  return output
    .split('\n\n')
    .map(block => block.split('\n'))
    .filter(([head]) => head.endsWith(` [${rule}]`));
}

/** Where the advice depends on values, it is given as it was printed. */
function printedHints(rule, output) {
  const hints = findingsOf(rule, output).map(lines => lines.at(-1).trim());
  return [...new Set(hints)];
}
