import { findingTexts } from '../cli/finding-texts.ts';
import { writeResult } from '../cli/output.ts';
import type { ShownFinding } from '../finding.ts';
import { diffJson } from '../report/diff-result.ts';
import { findingsJson } from '../report/json.ts';
import { findingsNdjson } from '../report/ndjson.ts';
import type { FormatFile } from './inputs.ts';
import type { Told } from './run-command.ts';
import { keepFile } from './runner.ts';

export interface ResultFiles {
  /** The workspace. */
  readonly root: string;
  /** Where they are kept. */
  readonly directory: string;
}

/** Keeps the files that outputs name. */
export function keepResultFiles(
  told: readonly Told[],
  findings: readonly ShownFinding[],
  { root, directory }: ResultFiles,
): Readonly<Record<'sarif-path' | 'diff-path', string | undefined>> {
  const diff = told.find(one => one.diff)?.diff;
  const finds = told.some(({ command }) => command !== 'diff' && command !== 'sync');
  return {
    'sarif-path': finds ? keepFile(directory, 'cis-render.sarif', findingTexts(findings, root).sarif()) : undefined,
    'diff-path': diff && keepFile(directory, 'diff.json', diffJson(diff)),
  };
}

/** Writes the files that are asked for. Throws `OutsideError`. */
export function writeFormatFiles(findings: readonly ShownFinding[], root: string, asked: readonly FormatFile[]): void {
  const texts = {
    json: () => findingsJson({ findings, suppressed: [] }),
    ndjson: () => findingsNdjson(findings),
    ...findingTexts(findings, root),
  };
  for (const { name, file } of asked) if (name !== 'pretty') writeResult(name, file, texts[name]());
}
