// Loads TypeScript of the tests for scripts, which cannot read it.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/** What these files of one folder export. */
export async function loadTypescript(folder, names) {
  const { outputFiles } = await build({
    stdin: { contents: names.map(name => `export * from './${name}';`).join('\n'), resolveDir: folder },
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    // It looks for files beside itself.
    define: { 'import.meta.url': JSON.stringify(pathToFileURL(join(folder, names[0])).href) },
  });
  const module = { exports: {} };
  new Function('module', 'exports', 'require', outputFiles[0].text)(
    module,
    module.exports,
    createRequire(import.meta.url),
  );
  return module.exports;
}
