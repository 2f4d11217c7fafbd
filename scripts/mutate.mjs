// Makes single mistakes in the conformance workspaces, and counts for how many of those that change a declaration or an
// outcome something is said at the place of the mistake. `npm run mutate [-- --runs 1000 --seed 1 --missed]`: `--missed` shows those
// of which nothing is said.
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { mistakes } from './mutate/mistakes.mjs';
import { chanceOf } from './random.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const { render, parity, ConfigurationError } = await import(join(root, 'dist/index.mjs'));
const { values: options } = parseArgs({
  options: {
    runs: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    missed: { type: 'boolean', default: false },
  },
});

const manifestsOf = directory =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter(file => file.isFile() && /\.ya?ml$/.test(file.name) && file.name !== 'render.yaml')
    .map(file => relative(directory, join(file.parentPath, file.name)))
    .sort();

/** What parity says, where there is a primary and a secondary. */
async function paritiesOf(directory) {
  const result = await parity(directory).catch(() => undefined);
  return result?.findings ?? [];
}

/** What is posted, what becomes of each resource, and what is said. */
async function resultOf(directory) {
  try {
    const { views, findings } = await render(directory);
    const posted = views.map(({ cluster, outcome, declaration, resources }) => ({
      cluster,
      outcome,
      declaration,
      resources: resources.map(({ message, ...resource }) => resource),
    }));
    return { posted: JSON.stringify(posted), findings: [...findings, ...(await paritiesOf(directory))] };
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return { posted: 'unusable', findings: error.findings.list.map(finding => ({ message: String(finding.rule) })) };
  }
}

const keyOf = ({ rule, message, position }) => JSON.stringify([rule, message.replace(/\d+/g, '#'), position?.file]);

/** Lines of the document around a line, 1-based. */
function documentAround(lines, at) {
  let first = Math.min(at, lines.length - 1);
  // What was dropped last in its document.
  if (first > 0 && lines[first] === '---') first--;
  while (first > 0 && lines[first] !== '---') first--;
  let last = at + 1;
  while (last < lines.length && lines[last] !== '---') last++;
  return [first + 1, last + 1];
}

/** True where a finding that was not there before stands in the object that has the mistake, or names what is gone. */
function isSaid(before, after, file, { lines, at, gone }) {
  const known = new Set(before.findings.map(keyOf));
  const fresh = after.findings.filter(finding => !known.has(keyOf(finding)));
  if (gone !== undefined) return fresh.some(({ message }) => message.includes(gone)) || fresh.length > 0;
  const [first, last] = documentAround(lines, at);
  return fresh.some(({ position, other }) =>
    [position, other].some(place => place && place.file === file && place.line >= first && place.line <= last),
  );
}

const home = join(root, 'fixtures/conformance/scenarios');
const scenarios = readdirSync(home).sort();
const chance = chanceOf(Number(options.seed));
const kinds = Object.keys(mistakes);
const originals = new Map();
const counts = new Map(kinds.map(kind => [kind, { made: 0, changed: 0, said: 0 }]));
const workspace = mkdtempSync(join(tmpdir(), 'cis-render-mutate-'));
const missed = [];
for (let run = 0; run < Number(options.runs); ) {
  const name = scenarios[Math.floor(chance() * scenarios.length)];
  const kind = kinds[Math.floor(chance() * kinds.length)];
  const directory = join(home, name);
  const files = manifestsOf(directory);
  const file = files[Math.floor(chance() * files.length)];
  const lines = readFileSync(join(directory, file), 'utf8').split('\n');
  const mistake = mistakes[kind](lines, chance);
  if (!mistake) continue;
  run++;
  if (!originals.has(name)) originals.set(name, await resultOf(directory));
  const before = originals.get(name);
  rmSync(workspace, { recursive: true, force: true });
  cpSync(directory, workspace, { recursive: true });
  writeFileSync(join(workspace, file), mistake.lines.join('\n'));
  const after = await resultOf(workspace);
  const count = counts.get(kind);
  count.made++;
  if (after.posted === before.posted) continue;
  count.changed++;
  if (isSaid(before, after, file, mistake)) count.said++;
  else missed.push(`${name}/${file}:${mistake.at + 1} ${kind}: ${mistake.what}`);
}
rmSync(workspace, { recursive: true, force: true });

const share = ({ said, changed }) => (changed === 0 ? '' : `${((100 * said) / changed).toFixed(1)} %`);
const total = { made: 0, changed: 0, said: 0 };
const width = Math.max(...kinds.map(kind => kind.length));
for (const [kind, count] of counts) {
  for (const key of Object.keys(total)) total[key] += count[key];
  console.log(
    `${kind.padEnd(width)}  ${String(count.said).padStart(4)} of ${String(count.changed).padStart(4)} that change something  ${share(count)}`,
  );
}
if (options.missed) console.log(`\n${missed.sort().join('\n')}`);
console.log(
  `\n${total.made} mistakes, ${total.changed} change a declaration or an outcome, of ${total.said} something is said: ${share(total)}`,
);
