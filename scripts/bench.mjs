// npm run bench [-- --kind routes,custom --sizes 1000,10000 --runs 3]: times `render build` on generated workspaces, of Routes
// or of custom resources (VirtualServers and TransportServers), as whole processes, beside
// the floor (reading the files and writing the result as JSON text) and, where it is on the PATH, kubeconform, which only
// validates. Runs alternate, so that a machine that slows down slows all of them. Of Routes also what `render validate --watch` takes for
// a change of one file, and what a thousand findings take against none. Prints; it is no test.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeSchemas } from './bench/kubeconform-schemas.mjs';
import { watchedChanges } from './bench/watch.mjs';
import { writeWorkspace } from './bench/workspace.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const option = (name, fallback) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : process.argv[at + 1];
};
const kinds = option('kind', 'routes,custom').split(',');
const sizes = option('sizes', '1000,10000').split(',').map(Number);
const runs = Number(option('runs', '3'));
const cli = join(root, 'dist/cli.mjs');
const kubeconform = findOnPath('kubeconform');

const temporary = mkdtempSync(join(tmpdir(), 'cis-render-bench-'));
process.on('SIGINT', () => process.exit(130));
process.on('exit', () => rmSync(temporary, { recursive: true, force: true }));

console.log(`${cpus().length} processors, Node ${process.version}, ${runs} runs each, minimum and (median)`);
if (!kubeconform)
  console.log('kubeconform is not on the PATH: go install github.com/yannh/kubeconform/cmd/kubeconform@v0.8.0');
const schemas = join(temporary, 'schemas');
writeSchemas(schemas);

const words = { routes: 'Routes', custom: 'custom resources' };
for (const kind of kinds) {
  let before;
  for (const size of sizes) before = await time(kind, size, before);
}
if (kinds.includes('routes')) await timeFindings(sizes[0]);

/** Times a thousand findings against none. */
async function timeFindings(size) {
  const results = new Map([
    [0, []],
    [1000, []],
  ]);
  for (const mistakes of results.keys())
    writeWorkspace(join(temporary, `mistakes-${mistakes}`), size, 'routes', { mistakes });
  for (let run = 0; run <= runs; run++) {
    for (const [mistakes, list] of results) {
      const result = await measure(process.execPath, [cli, 'validate', join(temporary, `mistakes-${mistakes}`)]);
      if (run > 0) list.push(result);
    }
  }
  const [none, many] = [...results.values()].map(seconds);
  console.log(`\n${size} Routes, render validate with a thousand findings and with none`);
  console.log(
    `  ${many.min.toFixed(2)} s and ${none.min.toFixed(2)} s: ${(many.min / none.min).toFixed(2)} times the time`,
  );
}

/** Times one workspace, and tells how it grew against the one before. */
async function time(kind, size, before) {
  const workspace = join(temporary, `${kind}-${size}`);
  const { files, bytes } = writeWorkspace(workspace, size, kind);
  const output = join(workspace, 'rendered');
  const commands = {
    'render build': [process.execPath, [cli, 'build', workspace]],
    'render validate': [process.execPath, [cli, 'validate', workspace]],
    floor: [
      process.execPath,
      [join(root, 'scripts/bench/floor.mjs'), join(workspace, 'clusters'), join(temporary, 'result')],
    ],
    ...(kubeconform && {
      kubeconform: [
        kubeconform,
        ['-n', '4', '-summary', '-schema-location', `${schemas}/{{.ResourceKind}}.json`, join(workspace, 'clusters')],
      ],
    }),
  };
  const results = Object.fromEntries(Object.keys(commands).map(name => [name, []]));
  for (let run = 0; run <= runs; run++) {
    for (const [name, [program, args]] of Object.entries(commands)) {
      if (name === 'render build') {
        // The result of one build is what the floor writes.
        rmSync(join(temporary, 'result'), { recursive: true, force: true });
        rmSync(output, { recursive: true, force: true });
      }
      const result = await measure(program, args);
      if (name === 'render build') mkdirSync(join(temporary, 'result'), { recursive: true });
      if (name === 'render build') writeFileSync(join(temporary, 'result', 'source'), output);
      if (run > 0) results[name].push(result);
    }
  }
  const mebibytes = bytes / 2 ** 20;
  console.log(`\n${size} ${words[kind]}: ${files} files, ${mebibytes.toFixed(1)} MiB in`);
  const floor = seconds(results.floor);
  for (const [name, list] of Object.entries(results)) {
    const { min, median } = seconds(list);
    const peak = Math.max(...list.map(({ peak }) => peak));
    const facts = [
      `${min.toFixed(2)} s (${median.toFixed(2)})`,
      `${(mebibytes / min).toFixed(1)} MiB/s`,
      peak > 0 ? `peak ${(peak / 1024).toFixed(0)} MiB` : '',
      name === 'floor' ? '' : `${(min / floor.min).toFixed(1)} times the floor`,
      kubeconform && name.startsWith('render')
        ? `${(min / seconds(results.kubeconform).min).toFixed(2)} of kubeconform`
        : '',
    ];
    console.log(`  ${name.padEnd(16)}${facts.filter(Boolean).join(', ')}`);
  }
  if (kind === 'routes') {
    const changes = await watchedChanges(
      cli,
      workspace,
      join(workspace, 'clusters/cluster1/team-5/app-5.yaml'),
      runs + 2,
    );
    // The first ones are those of a process that is not warm yet.
    const [least, middle] = [Math.min(...changes), changes.toSorted((a, b) => a - b)[changes.length >> 1]];
    console.log(`  ${'--watch'.padEnd(16)}${least.toFixed(0)} ms (${middle.toFixed(0)}) for a change of one file`);
  }
  const now = seconds(results['render build']).min;
  if (before)
    console.log(
      `  ${(size / before.size).toFixed(1)} times the ${words[kind]}: ${(now / before.now).toFixed(2)} times the time`,
    );
  rmSync(workspace, { recursive: true, force: true });
  return { size, now };
}

function seconds(list) {
  const sorted = list.map(({ wall }) => wall).sort((a, b) => a - b);
  return { min: sorted[0], median: sorted[Math.floor(sorted.length / 2)] };
}

/** Wall seconds and, on Linux, peak resident KiB of a whole process. */
function measure(program, args) {
  return new Promise((resolve, reject) => {
    const start = process.hrtime.bigint();
    const child = spawn(program, args, { stdio: 'ignore' });
    let peak = 0;
    const look = setInterval(() => {
      try {
        peak = Math.max(
          peak,
          Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? 0),
        );
      } catch {
        // It has ended, or this is no Linux.
      }
    }, 10);
    child.on('error', reject);
    child.on('exit', code => {
      clearInterval(look);
      if (code === null || code > 1) reject(new Error(`${program} ${args[1] ?? ''} exits with ${code}`));
      else resolve({ wall: Number(process.hrtime.bigint() - start) / 1e9, peak });
    });
  });
}

function findOnPath(name) {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map(folder => join(folder, name))
    .find(path => existsSync(path));
}
