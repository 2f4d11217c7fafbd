// The pages of all rules as data, from src/rules, src/rules/why, src/rules/sections and the workspaces in fixtures/rules.
// `build.mjs` ships them as dist/catalogue.json, `docs.mjs` writes docs/checks and docs/rules.md of them.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

/** `{ pages, sections, checkMarkdown }`: the pages in the order of the catalogue. */
export async function catalogue() {
  const { rules, ruleWords, explanations, sections, docsPage, ruleExceptions, checkMarkdown } = await sources();
  const pages = Object.entries(rules).map(([rule, { severity, section, hint }]) => {
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
      message: ruleWords(rule).message,
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

/** As the program has them: bundled in memory, since they are TypeScript. */
async function sources() {
  const entry = `
    export { rules } from './src/rules/index.ts';
    export { ruleWords } from './src/rules/words.ts';
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

/** The documents that a rule's findings point at or name, and what was printed of the whole workspace. */
function example(rule) {
  const folder = `${root}fixtures/rules/${rule}`;
  // A rule that is being added may have no output yet; test/rules.test.ts asks for it.
  const output = existsSync(`${folder}/expected.txt`) ? readFileSync(`${folder}/expected.txt`, 'utf8').trimEnd() : '';
  const parts = new Map();
  const show = (file, { line, text }) => {
    if (parts.size < mostDocuments) parts.set(`${file}:${line}`, { file, line, text });
  };
  for (const { head, file, lines } of placesOf(rule, output)) {
    if (!existsSync(`${folder}/${file}`)) continue;
    const documents = documentsOf(readFileSync(`${folder}/${file}`, 'utf8'));
    const shown = documents.filter(document => lines.some(line => document.line <= line && line <= document.end));
    for (const document of shown) show(file, document);
    for (const document of documents.filter(each => isNamed(each, head, shown))) show(file, document);
  }
  const sorted = [...parts.values()].sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line));
  return { example: sorted, output };
}

/** More documents than these do not make an example clearer. */
const mostDocuments = 4;
const longestLine = 160;

/** Where each finding of a rule points, also with `see`: its first line, and lines by file. */
function placesOf(rule, output) {
  const places = findingsOf(rule, output).flatMap(([head, ...rest]) => {
    const texts = [head, ...rest.filter(line => line.startsWith('  see '))];
    const found = texts.map(text => /^(?: {2}see )?([^\s:]+):(\d+):\d+(?: |$)/.exec(text)).filter(Boolean);
    const files = [...new Set(found.map(([, file]) => file))];
    return files.map(file => ({
      head,
      file,
      lines: found.filter(each => each[1] === file).map(each => Number(each[2])),
    }));
  });
  // What has no place is about the whole workspace.
  return places.length > 0 ? places : [{ head: '', file: 'render.yaml', lines: [1] }];
}

/** The YAML documents of a file with their first and last lines. */
function documentsOf(text) {
  const documents = [];
  let line = 1;
  for (const part of text.trimEnd().split(/^---\n/m)) {
    const lines = part.trimEnd().split('\n');
    const [kind, namespace, name] = [/^kind: (\S+)/m, /^ {2}namespace: (\S+)/m, /^ {2}name: (\S+)/m].map(
      form => form.exec(part)?.[1],
    );
    const cut = lines.map(each => (each.length > longestLine ? `${each.slice(0, longestLine)}…` : each));
    documents.push({ line, end: line + lines.length - 1, text: cut.join('\n'), kind, key: `${namespace}/${name}` });
    line += part.split('\n').length;
  }
  return documents;
}

/** Whether a finding names the object of a document, by its kind, or as another of the kind that is shown. */
function isNamed({ kind, key }, head, shown) {
  const words = head.split(/[^\w./-]+/).map(word => word.replace(/[.:]$/, ''));
  return words.some(
    (word, index) => word === key && (words[index - 1] === kind || shown.some(other => other.kind === kind)),
  );
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
