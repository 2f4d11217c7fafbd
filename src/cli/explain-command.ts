import { readFileSync } from 'node:fs';
import { suggestion } from '../load/suggestion.ts';
import { type CheckPage, checkList, checkMarkdown, checkText } from '../report/check-page.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { colorsFor, columnsOf, print } from './streams.ts';
import { UsageError } from './usage-error.ts';

export const explainFormats = ['pretty', 'json', 'markdown'] as const;

export interface ExplainFlags {
  readonly format: (typeof explainFormats)[number];
  readonly color: boolean;
}

/** `render explain RULE`: the page of a rule; without one, all rules. */
export function explainCommand(rule: string | undefined, flags: ExplainFlags): ExitCode {
  const pages = catalogue();
  print(1, rule === undefined ? listText(pages, flags) : pageText(pageOf(rule, pages), flags));
  return exitCodes.clean;
}

function pageText(page: CheckPage, { format, color }: ExplainFlags): string {
  if (format === 'json') return `${JSON.stringify(page, undefined, 2)}\n`;
  if (format === 'markdown') return checkMarkdown(page);
  return checkText(page, colorsFor(1, color), columnsOf(1) ?? 100);
}

function listText(pages: readonly CheckPage[], { format, color }: ExplainFlags): string {
  if (format === 'pretty') return checkList(pages, colorsFor(1, color), columnsOf(1));
  if (format === 'markdown') {
    const lines = pages.map(({ rule, severity, message }) => `- **${rule}** (${severity}): \`${message}\``);
    return `${lines.join('\n')}\n`;
  }
  const list = pages.map(({ rule, severity, section, message, docs }) => ({ rule, severity, section, message, docs }));
  return `${JSON.stringify(list, undefined, 2)}\n`;
}

function pageOf(rule: string, pages: readonly CheckPage[]): CheckPage {
  const page = pages.find(each => each.rule === rule);
  if (page) return page;
  const { suggested } = suggestion(
    rule,
    pages.map(each => each.rule),
  );
  throw new UsageError(
    `there is no rule "${rule}"; ${suggested ? `did you mean ${suggested}?` : '`render explain` lists all rules'}`,
  );
}

/** Built beside the command and read only here: no other command pays for it. */
function catalogue(): readonly CheckPage[] {
  return JSON.parse(readFileSync(new URL('./catalogue.json', import.meta.url), 'utf8'));
}
