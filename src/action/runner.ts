import { randomUUID } from 'node:crypto';
import { appendFileSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { print } from '../cli/streams.ts';
import { type AnnotationKind, maskCommands, messageCommand, type Taken, withoutCommands } from '../report/github.ts';

const said: Record<AnnotationKind, number> = { error: 0, warning: 0, notice: 0 };

/** How many annotations `say` has made. */
export function saidSoFar(): Taken {
  return said;
}

/** Says something in the log and as an annotation. */
export function say(kind: AnnotationKind, text: string): void {
  said[kind]++;
  print(1, messageCommand(kind, text));
}

/** Keeps a secret out of the log. */
export function mask(secret: string): void {
  print(1, maskCommands(secret));
}

/** Does what prints texts of manifests: the runner takes no command from them, wherever in a line one stands. */
export async function withoutCommandsIn<T>(work: () => Promise<T>): Promise<T> {
  const { begin, end } = withoutCommands(randomUUID());
  print(1, begin);
  try {
    return await work();
  } finally {
    print(1, end);
  }
}

/** Sets outputs of the step, where a runner reads them: https://github.com/actions/toolkit, packages/core/src/file-command.ts. */
export function setOutputs(values: Readonly<Record<string, string | number | boolean | undefined>>): void {
  const { GITHUB_OUTPUT } = process.env;
  if (!GITHUB_OUTPUT) return;
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) continue;
    const delimiter = `ghadelimiter_${randomUUID()}`;
    appendFileSync(GITHUB_OUTPUT, `${name}<<${delimiter}\n${value}\n${delimiter}\n`);
  }
}

/** GitHub takes 1 MiB for a step, and drops all of a summary that has more. */
export const summaryLimit = 900_000;

export function addSummary(text: string): void {
  const { GITHUB_STEP_SUMMARY } = process.env;
  if (GITHUB_STEP_SUMMARY) appendFileSync(GITHUB_STEP_SUMMARY, text);
}

/** A directory for the files that outputs name, which the runner removes with the job. */
export function ownDirectory(): string {
  return mkdtempSync(join(process.env.RUNNER_TEMP || tmpdir(), 'cis-render-'));
}

/** Writes one of them. */
export function keepFile(directory: string, name: string, text: string): string {
  const path = join(directory, name);
  writeFileSync(path, text);
  return path;
}
