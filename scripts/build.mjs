// Bundles the command line and the library into dist/, each one file that needs no other package.
import { spawnSync } from 'node:child_process';
import { chmodSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { generateValidators } from './generate.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const types = process.argv.includes('--types');
rmSync(`${root}dist`, { recursive: true, force: true });
generateValidators();
const { version } = JSON.parse((await import('node:fs')).readFileSync(`${root}package.json`, 'utf8'));

const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  charset: 'utf8',
  legalComments: 'external',
  loader: { '.tcl': 'text' },
  define: { __VERSION__: JSON.stringify(version) },
  // A few bundled packages are CommonJS; the name must not collide with their own `createRequire` imports.
  banner: { js: "import{createRequire as __cisRenderRequire}from'node:module';const require=__cisRenderRequire(import.meta.url);" },
  logLevel: 'warning',
};
await build({ ...common, entryPoints: { cli: 'src/cli.ts', index: 'src/index.ts' }, outdir: 'dist', outExtension: { '.js': '.mjs' }, splitting: true, chunkNames: 'chunks/[name]-[hash]' });
chmodSync(`${root}dist/cli.mjs`, 0o755);
if (types || process.env.npm_lifecycle_event === 'prepack') {
  const tsc = spawnSync('npx', ['tsc', '-p', 'tsconfig.types.json'], { cwd: root, stdio: 'inherit' });
  process.exit(tsc.status ?? 1);
}
