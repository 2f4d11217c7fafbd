import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import type { Listing } from '../krm/index.ts';
import { createLocator } from '../load/locate.ts';
import type { JsonObject } from '../load/manifest-object.ts';
import { ConfigurationError } from '../load/render-config.ts';
import { decodeText } from '../load/text.ts';
import { shownFindings } from '../pipeline.ts';
import { failureOf, failureText } from './describe-error.ts';
import { exitCodes } from './exit-codes.ts';
import { findingsText } from './output.ts';
import { print, readStandardInput } from './streams.ts';
import { UsageError } from './usage-error.ts';

declare const __VERSION__: string;

/**
 * `render fn`: a KRM function, resources in and resources out. Whatever goes wrong is said on standard error, and in the results of a
 * ResourceList: callers show the one or the other.
 *
 * @param configFile configuration of a legacy exec plugin of kustomize, which is handed a stream of YAML documents and no ResourceList
 */
export async function fnCommand(
  configFile: string | undefined,
  { color }: { readonly color: boolean },
): Promise<number> {
  // No other command needs the parser that it edits YAML with.
  const krm = await import('../krm/index.ts');
  const legacy = configFile !== undefined;
  let listing: Listing | undefined;
  const fail = (text: string, results: readonly JsonObject[], exitCode: number): number => {
    print(2, text);
    if (!legacy) print(1, krm.resultsAlone(results));
    return exitCode;
  };
  try {
    const text = textOf('standard input', await readStandardInput());
    listing = legacy ? krm.readItemStream(text, configText(configFile)) : krm.readResourceList(text);
    const run = await krm.runFunction(listing, { directory: process.cwd(), version: __VERSION__ });
    const { findings, suppressed, locator, summary, failed } = run;
    if (findings.length > 0) print(2, findingsText(findings, locator, 2, color, suppressed));
    print(2, `${summary}\n`);
    print(1, krm.outputOf(listing, run));
    return failed ? exitCodes.findings : exitCodes.clean;
  } catch (error) {
    if (error instanceof krm.FunctionProblem) {
      const { message, hint, field } = error;
      const result = krm.errorResult(message, hint, listing?.config, field);
      return fail(`render fn: ${message}\n  ${hint}\n`, [result], exitCodes.usage);
    }
    const failure = failureOf(error);
    const text = failureText(failure, color);
    const results =
      error instanceof ConfigurationError
        ? shownFindings([error.findings], createLocator()).map(finding => krm.findingResult(finding))
        : [krm.errorResult(text.trim().replace(/^render: /, ''))];
    return fail(text, results, failure.exitCode);
  }
}

function configText(path: string): string {
  try {
    return textOf(path, readFileSync(path));
  } catch (error) {
    // Of what opens but cannot be read, such as a directory, the system does not say which it was.
    if (error instanceof Error && 'syscall' in error) throw Object.assign(error, { path });
    throw error;
  }
}

function textOf(name: string, bytes: Buffer): string {
  if (!isUtf8(bytes)) throw new UsageError(`${name} is not UTF-8`);
  return decodeText(bytes);
}
