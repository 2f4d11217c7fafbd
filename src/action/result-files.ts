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
  /** For those that outputs name. */
  readonly directory: string;
  readonly asked: readonly FormatFile[];
}

/** Writes the files that are asked for, and those that outputs name. Throws `OutsideError`. */
export function writeFormatFiles(
  told: readonly Told[],
  findings: readonly ShownFinding[],
  { root, directory, asked }: ResultFiles,
): Readonly<Record<'sarif-path' | 'diff-path', string | undefined>> {
  const texts = {
    json: () => findingsJson({ findings, suppressed: [] }),
    ndjson: () => findingsNdjson(findings),
    ...findingTexts(findings, root),
  };
  for (const { name, file } of asked) if (name !== 'pretty') writeResult(name, file, texts[name]());
  const diff = told.find(one => one.diff)?.diff;
  const finds = told.some(({ command }) => command !== 'diff' && command !== 'sync');
  return {
    'sarif-path': finds ? keepFile(directory, 'cis-render.sarif', texts.sarif()) : undefined,
    'diff-path': diff && keepFile(directory, 'diff.json', diffJson(diff)),
  };
}
