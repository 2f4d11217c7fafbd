import { bySeverity, type Severity, type ShownFinding } from '../finding.ts';
import { countLine } from './findings.ts';

/** GitHub shows this many annotations of a kind for a step, and drops the rest without a word. */
const maxOfKind = 10;

const commands: Record<Severity, string> = { error: 'error', warning: 'warning', info: 'notice' };

/**
 * Workflow commands, which GitHub Actions turns into annotations: no more than it shows, errors first. Paths are relative to
 * the root of the repository; what has no place is shown at the beginning of `configFile`, since GitHub needs a file.
 */
export function githubCommands(findings: readonly ShownFinding[], configFile: string): string {
  const kinds = bySeverity(findings);
  const cut = Object.values(kinds).some(({ length }) => length > maxOfKind);
  const shown: ShownFinding[] = [];
  const left: ShownFinding[] = [];
  for (const severity of ['error', 'warning', 'info'] as const) {
    // What is left out is told in a notice, which takes the place of one.
    const room = cut && severity === 'info' ? maxOfKind - 1 : maxOfKind;
    shown.push(...kinds[severity].slice(0, room));
    left.push(...kinds[severity].slice(room));
  }
  const lines = shown.map(finding => command(finding, configFile));
  if (cut) {
    const words = `${countLine(left)} not shown: GitHub shows ${maxOfKind} of a kind for a step. The other formats have all.`;
    lines.push(`::notice title=cis-render::${escapeData(words)}`);
  }
  return lines.map(line => `${line}\n`).join('');
}

function command({ severity, rule, message, hint, position }: ShownFinding, configFile: string): string {
  const { file, line, column, endLine, endColumn } = position ?? { file: configFile, line: 1, endLine: 1 };
  const properties = {
    file,
    line,
    // GitHub takes columns only where they are of one line.
    ...(line === endLine ? { col: column } : {}),
    endLine,
    ...(line === endLine ? { endColumn } : {}),
    title: `cis-render: ${rule}`,
  };
  const list = Object.entries(properties).filter(([, value]) => value !== undefined);
  const text = list.map(([name, value]) => `${name}=${escapeProperty(String(value))}`).join(',');
  return `::${commands[severity]} ${text}::${escapeData(`${message}\n${hint}`)}`;
}

/** As the runner reads it: https://github.com/actions/toolkit, packages/core/src/command.ts. */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
