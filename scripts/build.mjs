// Bundles the command line and the library into dist/, each one file that needs no other package.
import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { generateValidators } from './generate.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
rmSync(`${root}dist`, { recursive: true, force: true });
generateValidators();
const { version } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));

// Two builds, so that each is one file: a shared chunk would have to travel with the command.
for (const [entry, outfile] of Object.entries({ 'src/cli.ts': 'dist/cli.mjs', 'src/index.ts': 'dist/index.mjs' })) {
  await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    // jsonc-parser's CommonJS build cannot be bundled, its ES modules can.
    mainFields: ['module', 'main'],
    charset: 'utf8',
    legalComments: 'external',
    loader: { '.tcl': 'text' },
    define: { __VERSION__: JSON.stringify(version) },
    // Some bundled packages are CommonJS; the name must not collide with their own `createRequire` imports.
    banner: {
      js: `${entry.endsWith('cli.ts') ? '#!/usr/bin/env node\n' : ''}import{createRequire as __cisRenderRequire}from'node:module';const require=__cisRenderRequire(import.meta.url);`,
    },
    logLevel: 'warning',
  });
}
chmodSync(`${root}dist/cli.mjs`, 0o755);
if (process.argv.includes('--types') || process.env.npm_lifecycle_event === 'prepack') {
  const tsc = spawnSync('npx', ['tsc', '-p', 'tsconfig.types.json'], { cwd: root, stdio: 'inherit' });
  process.exit(tsc.status ?? 1);
}
