import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';

/** Where kubernetes-types, which are made of Kubernetes' own OpenAPI schema, have the type of a kind. */
const kinds: Readonly<Record<string, readonly [module: string, type: string]>> = {
  ConfigMap: ['core/v1', 'ConfigMap'],
  Job: ['batch/v1', 'Job'],
  PodSpec: ['core/v1', 'PodSpec'],
  ServiceAccount: ['core/v1', 'ServiceAccount'],
};

/** What is wrong with objects by the types of Kubernetes: keys that there are not, values of another type, keys that are missing. */
export function wrongWith(objects: ReadonlyArray<readonly [kind: string, value: unknown]>): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'cis-render-types-'));
  try {
    symlinkSync(join(import.meta.dirname, '../../node_modules'), join(folder, 'node_modules'));
    const lines = objects.map(([kind, value], index) => {
      const [module, type] = kinds[kind] ?? [];
      if (!module) throw new Error(`no type of ${kind}`);
      // A literal: of what is no literal, TypeScript lets keys pass that there are not.
      return `export const o${index}: import('kubernetes-types/${module}').${type} = ${JSON.stringify(value)};`;
    });
    const file = join(folder, 'objects.ts');
    writeFileSync(file, lines.join('\n'));
    const program = ts.createProgram([file], {
      noEmit: true,
      strict: true,
      skipLibCheck: true,
      types: [],
      preserveSymlinks: true,
      module: ts.ModuleKind.Node16,
      moduleResolution: ts.ModuleResolutionKind.Node16,
    });
    return ts
      .getPreEmitDiagnostics(program)
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
