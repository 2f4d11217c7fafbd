// The stand-in for a BIG-IP, its faults and declarations for scripts, which cannot read TypeScript.
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const folder = fileURLToPath(new URL('.', import.meta.url));

export async function loadStandIn() {
  const { outputFiles } = await build({
    stdin: {
      contents: "export * from './stand-in.ts'; export * from './faults.ts'; export * from '../sync/declarations.ts';",
      resolveDir: folder,
    },
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    // It looks for schemas beside itself.
    define: { 'import.meta.url': JSON.stringify(pathToFileURL(`${folder}stand-in.ts`).href) },
  });
  const module = { exports: {} };
  new Function('module', 'exports', 'require', outputFiles[0].text)(
    module,
    module.exports,
    createRequire(import.meta.url),
  );
  return module.exports;
}
