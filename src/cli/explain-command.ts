import { readFileSync } from 'node:fs';
import { suggestion } from '../load/suggestion.ts';
import { type CheckPage, checkList, checkListMarkdown, checkMarkdown, checkText } from '../report/check-page.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { explainResource } from './explain-resource.ts';
import { type Format, putOut } from './output.ts';
import { colorsFor, columnsOf } from './streams.ts';
import { UsageError } from './usage-error.ts';

export const explainFormats = ['pretty', 'json', 'markdown'] as const;

export interface ExplainFlags {
  /** View of this cluster's controller alone, of a resource. */
  readonly as?: string;
  /** Cluster whose members are thought away, of a resource. */
  readonly without?: string;
  readonly format?: readonly Format<(typeof explainFormats)[number]>[];
  readonly color: boolean;
}

/** `render explain RULE`: the page of a rule; without one, all rules. `render explain RESOURCE`: what becomes of a resource. */
export async function explainCommand(
  rule: string | undefined,
  directory: string,
  flags: ExplainFlags,
): Promise<ExitCode> {
  const { format, color } = flags;
  // No rule has a slash in its id, and every resource one in its name.
  if (rule?.includes('/')) return explainResource(rule, directory, flags);
  const pages = catalogue();
  const colors = colorsFor(1, color);
  if (rule === undefined) {
    putOut(format, {
      json: () => `${JSON.stringify(pages.map(headOf), undefined, 2)}\n`,
      markdown: () => checkListMarkdown(pages),
      pretty: () => checkList(pages, colors, columnsOf(1)),
    });
    return exitCodes.clean;
  }
  const page = pageOf(rule, pages);
  putOut(format, {
    json: () => `${JSON.stringify(page, undefined, 2)}\n`,
    markdown: () => checkMarkdown(page),
    pretty: () => checkText(page, colors, columnsOf(1) ?? 100),
  });
  return exitCodes.clean;
}

/** What the list of all rules has of each. */
function headOf({ rule, severity, section, message, docs }: CheckPage): Partial<CheckPage> {
  return { rule, severity, section, message, docs };
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
export function catalogue(): readonly CheckPage[] {
  return JSON.parse(readFileSync(new URL('./catalogue.json', import.meta.url), 'utf8'));
}
