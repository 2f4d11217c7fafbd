import type { Colors } from 'picocolors/types.js';
import { bySeverity, type Severity, type ShownFinding } from '../finding.ts';
import type { Position } from '../place.ts';
import { printable, printableLine, shortened } from './printable.ts';

/** The text of a source line, 1-based, or undefined where the file cannot be read. */
export type SourceLine = (file: string, line: number) => string | undefined;

/** The colour of a severity. */
export const paint = (severity: Severity, colors: Colors) =>
  ({ error: colors.red, warning: colors.yellow, info: colors.cyan })[severity];

/** Findings for people: place, severity, rule and message; the line with a caret under it; the hint. */
export function prettyFindings(findings: readonly ShownFinding[], colors: Colors, sourceLine: SourceLine): string {
  return findings.map(finding => pretty(finding, colors, sourceLine)).join('\n\n');
}

function pretty(finding: ShownFinding, colors: Colors, sourceLine: SourceLine): string {
  const { severity, rule, message, hint, position, other } = finding;
  const color = paint(severity, colors);
  const place = position ? `${colors.bold(placeWords(position))} ` : '';
  const lines = [`${place}${color(severity)} ${words(message)} ${colors.dim(`[${rule}]`)}`];
  if (position && position.field === undefined) lines.push(...frame(position, color, colors, sourceLine));
  if (other) lines.push(colors.dim(`  see ${placeWords(other)}`));
  lines.push(`  ${words(hint)}`);
  return lines.join('\n');
}

const words = (text: string): string => printable(shortened(text));

function placeWords({ file, line, column, field }: Position): string {
  if (field !== undefined) return printable(field === '' ? file : `${file} ${field}`);
  return `${printable(file)}:${line}:${column}`;
}

/** The longest part of a line that is shown. */
const frameWidth = 120;

function frame(position: Position, color: (text: string) => string, colors: Colors, sourceLine: SourceLine): string[] {
  const text = sourceLine(position.file, position.line);
  if (text === undefined || text.trim() === '') return [];
  const cut = Math.max(0, position.column - 1 - Math.floor(frameWidth / 2));
  // Tabs stay tabs in front of the caret, so that it stands under its character whatever their width.
  const shown = printableLine(text.slice(cut, cut + frameWidth));
  const before = text.slice(cut, position.column - 1).replace(/[^\t]/g, ' ');
  const end = position.endLine === position.line ? position.endColumn - 1 : text.length;
  const length = Math.max(1, Math.min(end, cut + frameWidth) - (position.column - 1));
  const margin = String(position.line);
  return [
    `${colors.dim(`${margin} |`)} ${shown}`,
    `${colors.dim(`${' '.repeat(margin.length)} |`)} ${before}${color(`^${'~'.repeat(length - 1)}`)}`,
  ];
}

const names: Record<Severity, string> = { error: 'error', warning: 'warning', info: 'note' };

/** `2 errors`, `1 note`. */
export function countOf(severity: Severity, count: number): string {
  return `${count} ${names[severity]}${count === 1 ? '' : 's'}`;
}

/** `2 errors, 1 warning`, or `no findings`; with `, 3 suppressed` where there are such. */
export function countLine(findings: readonly ShownFinding[], suppressed = 0): string {
  const counts = countsOf(findings);
  return suppressed === 0 ? counts : `${counts}, ${suppressed} suppressed`;
}

function countsOf(findings: readonly ShownFinding[]): string {
  const kinds = Object.entries(bySeverity(findings)) as [Severity, ShownFinding[]][];
  const parts = kinds.filter(([, { length }]) => length > 0).map(([severity, { length }]) => countOf(severity, length));
  return parts.length === 0 ? 'no findings' : parts.join(', ');
}
