import { existsSync } from 'node:fs';
import { OutsideError } from '../outside-error.ts';
import { docsPage } from '../rules/docs-page.ts';
import type { RuleId } from '../rules/index.ts';
import { systemReason } from '../system-errors.ts';
import { validateWorkspace } from '../validate.ts';
import { catalogue } from './explain-command.ts';
import { enclosingWorkspace } from './scope.ts';

declare const __VERSION__: string;

/** `render lsp`: serves an editor over standard input and output. The process ends when the editor says so. */
export async function lspCommand(): Promise<never> {
  // A file of its own: no other command pays for it.
  const { serve } = await import('../lsp/index.ts');
  const whys = new Map(catalogue().map(({ rule, why }) => [rule, why]));
  serve(
    {
      version: __VERSION__,
      workspaceOf: enclosingWorkspace,
      validate: validateWorkspace,
      failure,
      pageOf,
      whyOf: rule => whys.get(rule),
    },
    { input: process.stdin, output: process.stdout },
  );
  return new Promise(() => {});
}

/** Programs and the disk fail; everything else is a defect. */
function failure(error: unknown): string | undefined {
  if (error instanceof OutsideError) return error.message;
  const { code, message } = error as NodeJS.ErrnoException;
  return code === undefined ? undefined : systemReason({ code, message });
}

/** Page of a rule in the package: it can be read without a network. */
function pageOf(rule: RuleId): string | undefined {
  const page = new URL(`../${docsPage(rule)}`, import.meta.url);
  return existsSync(page) ? page.href : undefined;
}
