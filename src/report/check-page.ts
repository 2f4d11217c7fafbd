import type { Colors } from 'picocolors/types.js';
import type { Severity } from '../finding.ts';
import { paint } from './findings.ts';

/** What is known of a rule beside a finding: its page. `dist/catalogue.json` holds one for each rule. */
export interface CheckPage {
  readonly rule: string;
  readonly severity: Severity;
  /** `01 §5.2`, or `design`. */
  readonly section: string;
  readonly sectionTitle: string;
  /** With `<name>` and the like for values. */
  readonly message: string;
  readonly why: string;
  /** The controller's words in the status of the resource, and in its log. */
  readonly status: readonly string[];
  readonly log: readonly string[];
  readonly example: readonly ExamplePart[];
  /** Why no file can show it, where the example is empty. */
  readonly exampleMissing?: string;
  /** What the command prints of the example. */
  readonly output: string;
  readonly fix: readonly string[];
  /** Path of the page in the repository. */
  readonly docs: string;
}

/** A document of a file that a finding points at. */
export interface ExamplePart {
  readonly file: string;
  /** 1-based, of the first line of the text in its file. */
  readonly line: number;
  readonly text: string;
}

/** Folder of the workspace that raises a rule, seen from its page. */
const workspaceOf = (rule: string): string => `../../fixtures/rules/${rule}`;

/** A page as Markdown, for `docs/checks`. */
export function checkMarkdown(page: CheckPage): string {
  const { rule, severity, section, sectionTitle, message, why, status, log, example, exampleMissing, output, fix } =
    page;
  const block = (language: string, text: string): string => `\`\`\`${language}\n${text}\n\`\`\``;
  const parts = [
    `# ${rule}`,
    `**${severity}** · ${section}, ${sectionTitle}`,
    block('text', message),
    '## Why',
    wrap(why, 130).join('\n'),
    ...(status.length + log.length > 0 ? ['## What the controller says'] : []),
    ...(status.length > 0 ? ['In the status of the resource:', block('text', status.join('\n'))] : []),
    ...(log.length > 0 ? ['In its log:', block('text', log.join('\n'))] : []),
    '## Example',
    ...(exampleMissing === undefined ? [] : [`There is no file to show: ${exampleMissing}.`]),
    ...example.flatMap(part => [`${placeOf(part, '`')}:`, block('yaml', part.text)]),
    example.length > 0 ? '`render validate` prints:' : 'What is printed:',
    block('text', output),
    '## What to do',
    ...fix,
    ...(exampleMissing === undefined
      ? [`[The whole example](${workspaceOf(rule)}) · [All rules](../rules.md)`]
      : ['[All rules](../rules.md)']),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** A page for a terminal of so many columns. */
export function checkText(page: CheckPage, colors: Colors, columns: number): string {
  const { rule, severity, section, sectionTitle, message, why, status, log, example, exampleMissing, output, fix } =
    page;
  const color = paint(severity, colors);
  const words = (text: string): string =>
    wrap(text, Math.min(columns, 100) - 2)
      .map(line => `  ${line}`)
      .join('\n');
  const quoted = (text: string): string =>
    text.replace(/^(.)?/gm, (_, first = '') => `  ${colors.dim('|')}${first && ` ${first}`}`);
  const chapter = (title: string, ...texts: readonly string[]): string => [colors.bold(title), ...texts].join('\n');
  return `${[
    `${colors.bold(rule)} ${color(severity)}, ${section} ${sectionTitle}\n${words(message)}`,
    chapter('Why', words(why)),
    ...(status.length > 0
      ? [chapter("The controller's words, in the status of the resource", quoted(status.join('\n')))]
      : []),
    ...(log.length > 0 ? [chapter("The controller's words, in its log", quoted(log.join('\n')))] : []),
    ...(exampleMissing === undefined
      ? []
      : [chapter('Example', words(`There is no file to show: ${exampleMissing}.`))]),
    ...example.map(part => chapter(`Example: ${placeOf(part)}`, quoted(part.text))),
    chapter('What is printed', quoted(output)),
    chapter('What to do', ...fix.map(words)),
  ].join('\n\n')}\n`;
}

/** All rules for a terminal: severity, id and message, one line each. Cut to so many columns, where given. */
export function checkList(pages: readonly CheckPage[], colors: Colors, columns?: number): string {
  const width = Math.max(...pages.map(({ rule }) => rule.length));
  const lines = pages.map(({ rule, severity, message }) => {
    const room = columns === undefined ? message.length : Math.max(20, columns - width - 11);
    const said = message.length > room ? `${message.slice(0, room - 1)}…` : message;
    return `${paint(severity, colors)(severity.padEnd(7))}  ${rule.padEnd(width)}  ${said}`;
  });
  return `${lines.join('\n')}\n`;
}

/** All rules as a list in Markdown. */
export function checkListMarkdown(pages: readonly CheckPage[]): string {
  return pages.map(({ rule, severity, message }) => `- **${rule}** (${severity}): \`${message}\`\n`).join('');
}

function placeOf({ file, line }: ExamplePart, quote = ''): string {
  return `${quote}${file}${quote}${line > 1 ? `, from line ${line}` : ''}`;
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
