import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { OutsideError } from '../outside-error.ts';
import type { SourceFile } from '../place.ts';

/** Milliseconds that a build may take: kustomize is slow, and it may fetch from the network. */
const buildTimeout = 10 * 60 * 1000;

/** Builds a kustomization with `kustomize build`, or `kubectl kustomize` where that is missing. Throws `OutsideError`. */
export async function kustomize(root: string, directory: string): Promise<SourceFile> {
  const path = resolve(root, directory);
  if (!existsSync(path)) throw new OutsideError(`${directory}: no such directory to build with kustomize`);
  const { execa } = await import('execa');
  const missing: string[] = [];
  for (const [program, ...args] of [
    ['kustomize', 'build', path],
    ['kubectl', 'kustomize', path],
  ] as const) {
    const built = await execa(program, args, {
      reject: false,
      timeout: buildTimeout,
      maxBuffer: 512 * 1024 * 1024,
      stripFinalNewline: false,
    });
    if (built.exitCode === 0) return { path: `${directory} (built)`, text: built.stdout };
    if (built.timedOut) throw new OutsideError(`${program} takes longer than ten minutes to build ${directory}`);
    if (built.exitCode !== undefined) {
      throw new OutsideError(
        `${program} cannot build ${directory}: ${reasonOf(built.stderr).replaceAll(`${root}/`, '') || `exit ${built.exitCode}`}`,
      );
    }
    missing.push(program);
  }
  throw new OutsideError(`cannot build ${directory}: neither ${missing.join(' nor ')} is installed`);
}

/**
 * Why a build has failed, of what is printed: kustomize warns of what is deprecated before it says so, and kubectl logs it, with a time and a line
 * of its source.
 */
function reasonOf(printed: string): string {
  const [, logged] = /^E\d{4} .*\] "command failed" err=(".*")$/m.exec(printed) ?? [];
  if (logged !== undefined) {
    try {
      return String(JSON.parse(logged));
    } catch {
      // Go has escapes that JSON has not.
      return logged.slice(1, -1);
    }
  }
  const [, lines] = /^E\d{4} .*\] "command failed" err=<\n(.*)\n >$/ms.exec(printed) ?? [];
  if (lines !== undefined) return lines.replace(/^\t/gm, '');
  const [, said] = /^error: (.*)$/ims.exec(printed) ?? [];
  return (said ?? printed).trim();
}
