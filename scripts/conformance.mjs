// Renders every conformance scenario with the built command and compares it with what the real controller did.
// Prints the count by family; exits 1 when a golden differs. `--examples DIR` adds a directory of further
// workspaces and goldens of the same form; names given as arguments narrow the run and show every difference.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const home = join(root, 'fixtures/conformance');
const { compareDeclarations, compareStatus } = await import(join(home, 'compare.mjs'));
const cli = join(root, 'dist/cli.mjs');

/** Differences between a golden and what the command says of the same workspace. */
export function differences(goldenFile, workspace, cluster) {
  const golden = JSON.parse(readFileSync(goldenFile, 'utf8'));
  const run = (...args) => spawnSync(process.execPath, [cli, ...args], { encoding: 'utf8', maxBuffer: 1 << 28 });
  const rendered = run('build', workspace, '--as', cluster, '--stdout');
  const status = run('status', workspace, '--as', cluster, '--format', 'json');
  const starts = golden.outcome !== 'refuses-to-start' && golden.outcome !== 'crashes';
  if (!starts && rendered.stdout !== '') return [`it ${golden.outcome}, yet something was printed`];
  if (starts && rendered.stdout === '') return [`nothing was printed: ${rendered.stderr.slice(0, 300)}`];
  if (status.status !== 0) return [`status exits with ${status.status}: ${status.stderr.slice(0, 300)}`];
  const declaration = starts ? JSON.parse(rendered.stdout) : null;
  return [...compareDeclarations(golden, declaration), ...compareStatus(golden, JSON.parse(status.stdout))];
}

/** Every golden of a directory: `{ name, cluster, goldenFile, workspace }`. */
export function goldens(directory, workspaces) {
  return readdirSync(directory)
    .sort()
    .flatMap(name =>
      readdirSync(join(directory, name))
        .sort()
        .map(file => ({
          name,
          cluster: file.replace(/\.json$/, ''),
          goldenFile: join(directory, name, file),
          workspace: join(workspaces, name),
        })),
    );
}

function family(name) {
  return /^(?:cm|routes-[a-z]+|[a-z]+)/.exec(name)?.[0] ?? name;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const args = process.argv.slice(2);
  const examples = args.includes('--examples') ? args.splice(args.indexOf('--examples'), 2)[1] : undefined;
  const all = goldens(join(home, 'goldens'), join(home, 'scenarios')).map(golden => ({
    ...golden,
    family: family(golden.name),
  }));
  if (examples) {
    for (const golden of goldens(join(examples, 'goldens'), join(examples, 'workspaces'))) {
      all.push({ ...golden, family: 'examples' });
    }
  }
  const counts = new Map();
  let failed = 0;
  for (const golden of all) {
    if (args.length > 0 && !args.includes(golden.name)) continue;
    const count = counts.get(golden.family) ?? { passed: 0, failed: 0 };
    counts.set(golden.family, count);
    const found = differences(golden.goldenFile, golden.workspace, golden.cluster);
    if (found.length === 0) count.passed++;
    else {
      count.failed++;
      failed++;
      console.log(`${golden.name} ${golden.cluster}`);
      for (const line of args.length > 0 ? found : found.slice(0, 5)) console.log(`    ${line}`);
    }
  }
  const width = Math.max(...[...counts.keys()].map(name => name.length));
  let passed = 0;
  for (const [name, count] of counts) {
    passed += count.passed;
    console.log(`${name.padEnd(width)}  ${count.passed} of ${count.passed + count.failed}`);
  }
  console.log(`\n${passed} of ${passed + failed} goldens`);
  process.exitCode = failed > 0 ? 1 : 0;
}
