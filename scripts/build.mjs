// Bundles the command line, its language server, the library and the GitHub Action into dist/, each one file that needs no other package, and
// puts beside them what `render explain` reads.
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { catalogue } from './catalogue.mjs';
import { generateValidators } from './generate.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
rmSync(`${root}dist`, { recursive: true, force: true });
generateValidators();
const { version } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));

/** The language server is loaded by `render lsp` alone, from a file beside the command. */
const languageServerBeside = {
  name: 'language-server-beside',
  setup(builder) {
    builder.onResolve({ filter: /\/lsp\/index\.ts$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: './lsp.mjs', external: true } : undefined,
    );
  },
};
const outputs = {
  'src/cli.ts': 'dist/cli.mjs',
  'src/lsp/index.ts': 'dist/lsp.mjs',
  'src/index.ts': 'dist/index.mjs',
  'src/action.ts': 'dist/action.mjs',
};

/** kustomize and kpt run a file and give it no arguments, or the configuration of a legacy plugin. */
const functionFile = `#!/usr/bin/env node
process.argv.splice(2, 0, 'fn');
await import('./cli.mjs');
`;

// One build each, so that each is one file: a shared chunk would have to travel with the command.
const bundled = new Set();
for (const [entry, outfile] of Object.entries(outputs)) {
  const { metafile } = await build({
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
    legalComments: 'none',
    metafile: true,
    loader: { '.tcl': 'text', '.bash': 'text', '.zsh': 'text', '.fish': 'text' },
    plugins: [languageServerBeside],
    define: { __VERSION__: JSON.stringify(version) },
    // Some bundled packages are CommonJS; the name must not collide with their own `createRequire` imports.
    banner: {
      js: `${entry.endsWith('cli.ts') ? '#!/usr/bin/env node\n' : ''}import{createRequire as __cisRenderRequire}from'node:module';const require=__cisRenderRequire(import.meta.url);`,
    },
    logLevel: 'warning',
  });
  for (const input of Object.keys(metafile.inputs)) {
    const name = /^(?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input);
    if (name) bundled.add(input.slice(0, name[0].length));
  }
}
writeNotices(bundled);
writeFileSync(`${root}dist/catalogue.json`, JSON.stringify((await catalogue()).pages));
writeFileSync(`${root}dist/fn.mjs`, functionFile);
for (const command of ['cli', 'fn']) chmodSync(`${root}dist/${command}.mjs`, 0o755);
if (process.argv.includes('--types')) {
  const tsc = spawnSync('npx', ['tsc', '-p', 'tsconfig.types.json'], { cwd: root, stdio: 'inherit' });
  process.exit(tsc.status ?? 1);
}

/** The licences of what is bundled ask for their texts to come along. */
function writeNotices(folders) {
  const notices = [...folders].sort().map(folder => {
    const { name, version: release, license } = JSON.parse(readFileSync(`${root}${folder}package.json`, 'utf8'));
    const file = readdirSync(`${root}${folder}`).find(entry => /^licen[cs]e/i.test(entry));
    const text =
      file && existsSync(`${root}${folder}${file}`)
        ? readFileSync(`${root}${folder}${file}`, 'utf8').trim().replaceAll('\r\n', '\n')
        : '';
    return `${name} ${release} (${license})\n\n${text}\n`;
  });
  writeFileSync(`${root}dist/THIRD-PARTY-NOTICES.txt`, notices.join(`\n${'-'.repeat(80)}\n\n`));
}
