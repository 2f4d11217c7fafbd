import { writeFileSync } from 'node:fs';
import type { ShownFinding } from '../finding.ts';
import type { Locator } from '../load/locate.ts';
import { countLine, prettyFindings } from '../report/findings.ts';
import { colorsFor, print } from './streams.ts';
import { UsageError } from './usage-error.ts';

const formats = ['pretty', 'json'] as const;

/** How results are printed, and where: a descriptor, or a file. */
export interface Format {
  readonly name: (typeof formats)[number];
  readonly file?: string;
}

/** Reads `--format pretty|json`, or `--format json=FILE`; may be given several times. */
export function parseFormat(text: string, before: readonly Format[] = []): Format[] {
  const [, name, file] = /^([^=]*)(?:=(.*))?$/s.exec(text) ?? [];
  const known = formats.find(format => format === name);
  if (!known) throw new UsageError(`--format "${text}" is not one of ${formats.join(', ')}`);
  if (file === '') throw new UsageError(`--format "${text}" names no file`);
  const given = [...before, { name: known, ...(file !== undefined && { file }) }];
  if (given.filter(format => format.file === undefined).length > 1) {
    throw new UsageError(
      'only one --format can go to standard output; give the others a file, as in --format json=out.json',
    );
  }
  return given;
}

/** Puts a result out in every format asked for. `pretty` makes the text for people on a descriptor. */
export function putOut(
  given: readonly Format[] | undefined,
  texts: { readonly json: () => string; readonly pretty: () => string },
): void {
  // People see something, unless a program reads standard output.
  const toStdout = given?.some(({ file }) => file === undefined) ?? false;
  for (const { name, file } of [
    ...(given ?? []),
    ...(toStdout ? [] : [{ name: 'pretty' as const, file: undefined }]),
  ]) {
    const text = texts[name]();
    if (file === undefined) print(1, text);
    else writeFileSync(file, text);
  }
}

/** Findings for people, with a closing count. */
export function findingsText(
  findings: readonly ShownFinding[],
  locator: Locator,
  descriptor: 1 | 2,
  color: boolean,
  suppressed = 0,
): string {
  const colors = colorsFor(descriptor, color);
  const list = prettyFindings(findings, colors, locator.line);
  return `${list === '' ? '' : `${list}\n\n`}${countLine(findings, suppressed)}\n`;
}
