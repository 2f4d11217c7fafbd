import { findResources, fullName } from '../explain/find.ts';
import { explainIn } from '../explain/index.ts';
import type { ShownFinding } from '../finding.ts';
import { createLocator } from '../load/locate.ts';
import { judgedFindings, readWorkspace, renderView } from '../pipeline.ts';
import { explainedJson, explainedText } from '../report/explained-resource.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import type { ExplainFlags } from './explain-command.ts';
import { findingsText, putOut } from './output.ts';
import { colorsFor } from './streams.ts';
import { UsageError } from './usage-error.ts';
import { controllerCluster, unknownCluster } from './views.ts';

/** `render explain KIND/NAMESPACE/NAME`: how a resource becomes what it becomes, view by view, and what is found about it. */
export async function explainResource(name: string, directory: string, flags: ExplainFlags): Promise<ExitCode> {
  const { as, without, format, color } = flags;
  const run = await readWorkspace(directory, { baseline: false });
  if (as !== undefined) controllerCluster(run, as);
  const { clusters } = run.workspace;
  if (without !== undefined && !clusters.has(without))
    throw new UsageError(`--without ${without}: ${unknownCluster(without, [...clusters.keys()])}`);
  const found = findResources(clusters, name);
  if (typeof found === 'string') throw new UsageError(found);
  const kinds = [...new Set(found.map(({ resource }) => fullName(resource)))];
  if (kinds.length > 1) throw new UsageError(`"${name}" is ${kinds.join(' and ')}: say which`);
  const { kind, namespace, name: own } = found[0]!.resource;
  const resource = { kind, namespace, name: own };
  const views = run.controllers
    .filter(cluster => as === undefined || cluster === as)
    .map(cluster => renderView(run, cluster));
  const locator = createLocator();
  const explained = {
    resource,
    places: found.map(({ resource: { source }, cluster }) => {
      const position = locator.position({ source, path: ['metadata', 'name'] });
      return { cluster, ...(position && { position }) };
    }),
    views: views.map(view => explainIn(view, clusters, resource, without)),
  };
  const lists = [run.findings, ...views.map(view => view.findings)];
  const about = ({ resource: of }: ShownFinding): boolean => of !== undefined && fullName(of) === fullName(resource);
  const findings = judgedFindings(run, lists, locator, { complete: false }).findings.filter(about);
  putOut(format, {
    json: () => explainedJson(explained, locator.position),
    markdown: () => `\`\`\`text\n${explainedText(explained, colorsFor(1, false), locator.position)}\`\`\`\n`,
    pretty: () => {
      const text = explainedText(explained, colorsFor(1, color), locator.position);
      return findings.length === 0 ? text : `${text}\n${findingsText(findings, locator, 1, color)}`;
    },
  });
  return exitCodes.clean;
}
