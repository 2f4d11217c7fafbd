import { bySeverity, type Severity, type ShownFinding } from '../finding.ts';
import type { Position } from '../place.ts';
import { countLine } from './findings.ts';

/** GitHub shows this many annotations of a kind for a step, and drops the rest without a word. */
export const maxOfKind = 10;

export type AnnotationKind = 'error' | 'warning' | 'notice';

const commands: Record<Severity, AnnotationKind> = { error: 'error', warning: 'warning', info: 'notice' };

/** How many annotations of a kind the step has made otherwise. */
export type Taken = Readonly<Record<AnnotationKind, number>>;

/** How many more of a kind GitHub shows, when that many are to be shown of each. What is left out is told in a notice, which takes the place of one. */
export function roomFor(
  wanted: Taken,
  taken: Taken = { error: 0, warning: 0, notice: 0 },
): Taken & { readonly cut: boolean } {
  const room = (kind: AnnotationKind): number => Math.max(0, maxOfKind - taken[kind]);
  const cut = (['error', 'warning', 'notice'] as const).some(kind => wanted[kind] > room(kind));
  return { error: room('error'), warning: room('warning'), notice: Math.max(0, room('notice') - Number(cut)), cut };
}

/**
 * Workflow commands, which GitHub Actions turns into annotations: no more than it shows, errors first. Paths are relative to
 * the root of the repository; what has no place is shown at the beginning of `configFile`, since GitHub needs a file.
 */
export function githubCommands(findings: readonly ShownFinding[], configFile: string, taken?: Taken): string {
  const kinds = bySeverity(findings);
  const wanted = { error: kinds.error.length, warning: kinds.warning.length, notice: kinds.info.length };
  const { cut, ...rooms } = roomFor(wanted, taken);
  const shown: ShownFinding[] = [];
  const left: ShownFinding[] = [];
  for (const severity of ['error', 'warning', 'info'] as const) {
    const room = rooms[commands[severity]];
    shown.push(...kinds[severity].slice(0, room));
    left.push(...kinds[severity].slice(room));
  }
  const lines = shown.map(finding => command(finding, configFile));
  if (cut) {
    lines.push(leftOutNotice(countLine(left)));
  }
  return lines.map(line => `${line}\n`).join('');
}

function command({ severity, rule, message, hint, position }: ShownFinding, configFile: string): string {
  const at = position ?? { file: configFile, line: 1, endLine: 1 };
  return workflowCommand(commands[severity], at, `cis-render: ${rule}`, `${message}\n${hint}`);
}

/** Lines that an annotation stands at. GitHub needs a file. */
type At = Pick<Position, 'file' | 'line' | 'endLine'> & Partial<Pick<Position, 'column' | 'endColumn'>>;

/** One annotation. */
export function workflowCommand(
  kind: AnnotationKind,
  { file, line, column, endLine, endColumn }: At,
  title: string,
  text: string,
): string {
  const properties = {
    file,
    line,
    // GitHub takes columns only where they are of one line.
    ...(line === endLine ? { col: column } : {}),
    endLine,
    ...(line === endLine ? { endColumn } : {}),
    title,
  };
  const list = Object.entries(properties).filter(([, value]) => value !== undefined);
  const told = list.map(([name, value]) => `${name}=${escapeProperty(String(value))}`).join(',');
  return `::${kind} ${told}::${escapeData(text)}`;
}

/** A message that stands at no file. */
export function messageCommand(kind: AnnotationKind, text: string): string {
  return `::${kind} title=cis-render::${escapeData(text)}\n`;
}

/** Keeps a secret out of the log, line by line: the log is searched for each of them. */
export function maskCommands(secret: string): string {
  const lines = secret.split(/[\r\n]+/).filter(line => line.trim() !== '');
  return lines.map(line => `::add-mask::${escapeData(line)}\n`).join('');
}

/** A text of others in the log: no command in it counts. The token ends it, so nobody may guess it. */
export function withoutCommands(token: string): { readonly begin: string; readonly end: string } {
  return { begin: `::stop-commands::${token}\n`, end: `::${token}::\n` };
}

/** A notice of what there are too many of. */
export function leftOutNotice(what: string): string {
  const words = `${what} not shown: GitHub shows ${maxOfKind} of a kind for a step. The other formats have all.`;
  return `::notice title=cis-render::${escapeData(words)}`;
}

/** As the runner reads it: https://github.com/actions/toolkit, packages/core/src/command.ts. */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
