import { createLocator } from '../load/locate.ts';
import { readWorkspace, renderView, shownFindings } from '../pipeline.ts';
import { statusJson } from '../report/json.ts';
import { statusNdjson } from '../report/ndjson.ts';
import { statusText } from '../report/status.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { type Format, findingsText, putOut, type ResourceFormat } from './output.ts';
import { colorsFor, print } from './streams.ts';
import { controllerCluster, leftOutCluster } from './views.ts';

export interface StatusFlags {
  readonly as: string;
  readonly without?: string;
  readonly format?: readonly Format<ResourceFormat>[];
  readonly color: boolean;
}

/** `render status`: what would become of each resource. Answers whenever the workspace can be read. */
export async function statusCommand(directory: string, { as, without, format, color }: StatusFlags): Promise<ExitCode> {
  const run = await readWorkspace(directory);
  controllerCluster(run, as);
  leftOutCluster(run, as, without); // resources fare the same
  const view = renderView(run, as);
  putOut(format, {
    json: () => statusJson(view),
    ndjson: () => statusNdjson(view),
    pretty: () => `${statusText(view, colorsFor(1, color))}\n`,
  });
  if (view.outcome === 'refuses-to-start' || view.outcome === 'crashes') {
    const locator = createLocator();
    const errors = shownFindings([run.findings, view.findings], locator).filter(({ severity }) => severity === 'error');
    print(2, findingsText(errors, locator, 2, color));
  }
  return exitCodes.clean;
}
