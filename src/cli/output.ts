import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Option } from 'commander';
import type { ShownFinding } from '../finding.ts';
import type { Locator } from '../load/locate.ts';
import { suggestion } from '../load/suggestion.ts';
import { OutsideError } from '../outside-error.ts';
import { countLine, prettyFindings } from '../report/findings.ts';
import { systemReason } from '../system-errors.ts';
import { colorsFor, print } from './streams.ts';
import { UsageError } from './usage-error.ts';

/** Formats of what tells of resources. */
export const resourceFormats = ['pretty', 'json', 'ndjson'] as const;
/** Formats of what tells of findings. */
export const findingFormats = [...resourceFormats, 'github', 'sarif', 'junit', 'markdown', 'gitlab'] as const;
/** Formats of what tells of BIG-IPs. */
export const syncFormats = ['pretty', 'json', 'markdown'] as const;
/** Formats of what tells of changes. */
export const diffFormats = ['pretty', 'json', 'markdown', 'github'] as const;
export type DiffFormat = (typeof diffFormats)[number];
export type ResourceFormat = (typeof resourceFormats)[number];
export type FindingFormat = (typeof findingFormats)[number];

/** How results are printed, and where: standard output, a file, or whoever takes the text. */
export interface Format<Name extends string> {
  readonly name: Name;
  readonly file?: string;
  readonly take?: (text: string) => void;
}

/** `--format`, which knows its formats: they are no choices of commander's, since a file may follow. */
export class FormatOption extends Option {
  readonly formats: readonly string[];
  constructor(formats: readonly string[], description: string) {
    super('--format <format>', description);
    this.formats = formats;
  }
}

/** `--format FORMAT` and `--format FORMAT=FILE`, which may be given several times, for a command that has these formats. */
export function formatOption<Name extends string>(names: readonly Name[]): Option {
  const list = `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
  return new FormatOption(names, `${list}; json=FILE writes a file; may be repeated`).argParser(
    (text: string, before?: readonly Format<Name>[]) => parseFormat(names, text, before),
  );
}

function parseFormat<Name extends string>(
  names: readonly Name[],
  text: string,
  before: readonly Format<Name>[] = [],
): Format<Name>[] {
  const [, name = '', file] = /^([^=]*)(?:=(.*))?$/s.exec(text) ?? [];
  const known = names.find(format => format === name);
  if (!known) {
    const others: readonly string[] = findingFormats;
    if (others.includes(name)) throw new UsageError(`this command has no --format ${name}; it has ${names.join(', ')}`);
    const { suggested } = suggestion(name, names);
    const hint = suggested ? `; did you mean ${suggested}?` : '';
    throw new UsageError(`--format "${text}" is not one of ${names.join(', ')}${hint}`);
  }
  if (file === '') throw new UsageError(`--format "${text}" names no file`);
  if (file !== undefined && before.some(format => format.file !== undefined && resolve(format.file) === resolve(file)))
    throw new UsageError(`--format "${text}" names a file that another --format writes`);
  const given = [...before, { name: known, ...(file !== undefined && { file }) }];
  if (given.filter(format => format.file === undefined).length > 1) {
    throw new UsageError(
      'only one --format can go to standard output; give the others a file, as in --format json=out.json',
    );
  }
  return given;
}

/**
 * Puts a result out in every format asked for. Files come first: where one cannot be written, nothing is printed. False where nobody
 * reads standard output any more.
 */
export function putOut<Name extends string>(
  given: readonly Format<Name>[] = [],
  texts: Readonly<Record<Name | 'pretty', () => string>>,
): boolean {
  for (const { name, file, take } of given) {
    if (file !== undefined) writeResult(name, file, texts[name]());
    else take?.(texts[name]());
  }
  // People see something, unless a program reads standard output.
  const { name } = given.find(toStandardOutput) ?? { name: 'pretty' as const };
  return print(1, texts[name]());
}

function toStandardOutput({ file, take }: Format<string>): boolean {
  return file === undefined && take === undefined;
}

export function writeResult(name: string, file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new OutsideError(
      `--format ${name}=${file} cannot be written: ${systemReason(error as NodeJS.ErrnoException)}`,
    );
  }
}

/** True where a format that holds the findings goes to standard output. */
export function printsFindings(given: readonly Format<FindingFormat>[] = []): boolean {
  return given.some(format => format.name !== 'pretty' && toStandardOutput(format));
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
