// npm run check-dist: fails where a build does not give the bytes of dist/ that are committed, as on the tag of a release, or, where none are, those of
// the build before it. Then it runs the built action as a runner does.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');

function build() {
  const { status } = spawnSync(process.execPath, ['scripts/build.mjs', '--types'], { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(1);
}

/** Hashes by path, as Git makes them of files. */
function built() {
  const entries = readdirSync(dist, { withFileTypes: true, recursive: true }).filter(entry => entry.isFile());
  return new Map(
    entries.map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      const bytes = readFileSync(path);
      const hash = createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
      return [relative(root, path).split(sep).join('/'), hash];
    }),
  );
}

function committed() {
  const { stdout } = spawnSync('git', ['ls-tree', '-r', '-z', 'HEAD', 'dist'], { cwd: root, encoding: 'utf8' });
  return new Map([...stdout.matchAll(/(\w+)\t([^\0]+)/g)].map(([, hash, path]) => [path, hash]));
}

let before = committed();
if (before.size === 0) {
  build();
  before = built();
}
build();
const after = built();
const stale = [...new Set([...before.keys(), ...after.keys()])].filter(path => before.get(path) !== after.get(path));
if (stale.length > 0) {
  console.error(`not what the sources make: ${stale.join(', ')}`);
  process.exit(1);
}
const away = mkdtempSync(join(tmpdir(), 'cis-render-'));
const output = join(away, 'output');
const { status, stdout } = spawnSync(process.execPath, [join(dist, 'action.mjs')], {
  cwd: root,
  encoding: 'utf8',
  env: {
    PATH: process.env.PATH,
    INPUT_COMMAND: 'validate build-check',
    INPUT_PATH: 'fixtures/example',
    GITHUB_OUTPUT: output,
    RUNNER_TEMP: away,
  },
});
const told = existsSync(output) ? readFileSync(output, 'utf8') : '';
rmSync(away, { recursive: true });
if (status !== 0 || !/^errors<<.*\n0\n/m.test(told)) {
  console.error(`the built action does not run:\n${stdout}`);
  process.exit(1);
}
console.log(`${before.size} files of dist/ are what the sources make, and the action runs`);
