import { showFinding } from '../../src/finding.ts';
import { createLocator } from '../../src/load/locate.ts';
import type { RuleId } from '../../src/rules/index.ts';
import { configText, documents, extendedSpecText } from '../manifests.ts';
import { type RenderedView, renderDirectory } from '../render-view.ts';
import { temporaryWorkspace } from '../temporary-workspace.ts';

export interface CustomWorkspace {
  /** Manifests of cluster east, in which the controller runs. */
  readonly east: readonly string[];
  /** Manifests of clusters that only give members. */
  readonly others?: Readonly<Record<string, readonly string[]>>;
  readonly args?: readonly string[];
  /** `extendedSpec`, for several clusters. */
  readonly spec?: string;
  /** Lines at the end of `render.yaml`. */
  readonly config?: string;
  /** What `cis` in `render.yaml` has beside its arguments. */
  readonly cis?: Readonly<Record<string, string | number>>;
}

/** A value of a declaration: tests look at whatever is in there. */
// biome-ignore lint/suspicious/noExplicitAny: its type is what a test expects.
export type Whatever = any;

export interface RenderedCustom extends RenderedView {
  /** Objects of the tenant `shops`. */
  readonly shared: Readonly<Record<string, Whatever>>;
  /** Ids of the rules that were found, each once. */
  readonly rules: readonly string[];
  readonly accepted: Readonly<Record<string, boolean>>;
  /** What is said with a rule: `<kind> <name> <path>: <message>`, with the document of cluster east in which it stands. */
  readonly told: (rule: RuleId) => readonly string[];
}

/** Renders what a controller of custom resources makes of some manifests. */
export async function renderCustom(workspace: CustomWorkspace): Promise<RenderedCustom> {
  const { east, others = {}, args = [], spec, config = '', cis = {} } = workspace;
  const names = Object.keys(others);
  const files: Record<string, string> = {
    'render.yaml': `${configText({ args: ['--controller-mode=customresource', ...args], others: names, cis })}${config}`,
    'clusters/east/all.yaml': documents(extendedSpecText(spec ?? 'mode: ""'), ...east),
  };
  for (const [name, manifests] of Object.entries(others)) files[`clusters/${name}/all.yaml`] = documents(...manifests);
  const lines = files['clusters/east/all.yaml']?.split('\n') ?? [];
  const rendered = await renderDirectory(temporaryWorkspace(files), 'east');
  const tenant = rendered.declaration?.shops as { readonly Shared?: Record<string, unknown> } | undefined;
  return {
    ...rendered,
    shared: tenant?.Shared ?? {},
    rules: [...new Set(rendered.findings.map(({ rule }) => rule))].sort(),
    accepted: Object.fromEntries(
      rendered.view.statuses.map(({ kind, name, accepted }) => [`${kind} ${name}`, accepted]),
    ),
    told: rule =>
      rendered.view.findings.list
        .filter(finding => finding.rule === rule)
        .map(finding => {
          const { message, position } = showFinding(finding, { locate: createLocator().position });
          const { kind, metadata } = JSON.parse(lines[position!.line - 1]!);
          return `${kind} ${metadata.name} ${finding.at?.path?.join('.')}: ${message}`;
        }),
  };
}
