import { spawnSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryWorkspace } from '../temporary-workspace.ts';

const isInstalled = spawnSync('kubectl', ['version', '--client']).status === 0;

/** A PATH with kubectl: that of this machine, and where it has none the stand-in. */
export function pathWithKubectl(): string {
  const { PATH = '' } = process.env;
  if (isInstalled) return PATH;
  const folder = temporaryWorkspace({});
  const program = join(folder, 'kubectl');
  const standIn = join(import.meta.dirname, 'kubectl-stand-in.mjs');
  writeFileSync(program, `#!/bin/sh\nexec "${process.execPath}" "${standIn}" "$@"\n`);
  chmodSync(program, 0o755);
  return `${folder}:${PATH}`;
}
