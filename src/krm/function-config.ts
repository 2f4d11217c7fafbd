import type { Severity } from '../finding.ts';
import validate, { keys } from '../generated/render-function.mjs';
import type { JsonObject } from '../load/manifest-object.ts';
import { isObject } from '../load/manifest-object.ts';
import { defaults, type IgnoreEntry, type RenderConfig } from '../load/render-config.ts';
import { pathOf, schemaProblem } from '../load/schema-problem.ts';
import { suggestion } from '../load/suggestion.ts';
import type { Path, Source } from '../place.ts';
import { didYouMean } from '../rules/did-you-mean.ts';
import { FunctionProblem } from './function-problem.ts';
import type { Item } from './item.ts';

/** What a function is to do. */
export interface FunctionConfig {
  /** The cluster that the resources are of. */
  readonly cluster: string;
  readonly mode: 'transform' | 'validate';
  readonly failOn: Severity;
  /** Directory with a render.yaml, relative to the working directory. */
  readonly workspace?: string;
  /** Of the ConfigMaps. */
  readonly namespace?: string;
  /** What render.yaml would say of the cluster, where there is no workspace. */
  readonly alone: Pick<RenderConfig, 'as3Version' | 'ipam' | 'ignore' | 'clusters'>;
}

interface Spec extends Partial<Pick<RenderConfig, 'as3Version' | 'ipam'>> {
  readonly cluster: string;
  readonly mode?: 'transform' | 'validate';
  readonly failOn?: Severity;
  readonly workspace?: string;
  readonly cis?: { readonly args: readonly string[] };
  readonly ignore?: ReadonlyArray<Omit<IgnoreEntry, 'place'>>;
}

const example =
  'Write one with apiVersion: cis-render/v1alpha1, kind: Render and spec: {cluster: NAME}; `render schema render-function` has all keys.';

/**
 * Reads the configuration of a function: a `Render`, or a ConfigMap whose `data` are what a `Render` has as `spec`, which is how kpt hands over
 * arguments of a command line. Throws `FunctionProblem`.
 *
 * @param file the configuration as it stands in findings about it
 */
export function readFunctionConfig(config: Item | undefined, source: Source): FunctionConfig {
  if (!config) throw new FunctionProblem('there is no functionConfig: of which cluster are the resources?', example);
  if (!config.value) throw new FunctionProblem('the functionConfig cannot be read as YAML', example);
  const { kind, metadata, data } = config.value;
  const isMap = kind === 'ConfigMap';
  const value = isMap ? { apiVersion: 'cis-render/v1alpha1', kind: 'Render', spec: data ?? {} } : config.value;
  if (!validate(value)) throw problemOf(validate.errors ?? [], isMap);
  const {
    cluster,
    mode = 'transform',
    failOn = 'error',
    workspace,
    cis,
    as3Version,
    ipam,
    ignore = [],
  } = (value as JsonObject).spec as Spec;
  const namespace = isObject(metadata) ? metadata.namespace : undefined;
  const place = { source, path: [isMap ? 'data' : 'spec'] };
  return {
    cluster,
    mode,
    failOn,
    ...(workspace !== undefined && { workspace }),
    ...(typeof namespace === 'string' && { namespace }),
    alone: {
      as3Version: as3Version ?? defaults.as3Version,
      ipam: ipam ?? defaults.ipam,
      ignore: ignore.map((entry, index) => ({ ...entry, place: { source, path: ['spec', 'ignore', index] } })),
      clusters: [{ name: cluster, manifests: [], ...(cis && { args: cis.args }), place }],
    },
  };
}

/** The first thing that is wrong, with all others in one message. */
function problemOf(errors: NonNullable<typeof validate.errors>, isMap: boolean): FunctionProblem {
  const shown = (path: Path): Path => (isMap && path[0] === 'spec' ? ['data', ...path.slice(1)] : path);
  const problems = errors.map(error => {
    const path = pathOf(error);
    const { keyword, params, instancePath } = error;
    if (keyword === 'additionalProperties') {
      const key = String(params.additionalProperty);
      const place = instancePath.replace(/\/\d+(?=\/|$)/g, '/*');
      const meant = didYouMean(suggestion(key, keys[place] ?? []));
      return { path: shown([...path, key]), words: `unknown key "${key}".${meant}` };
    }
    const words =
      keyword === 'false schema' ? 'is what the render.yaml of spec.workspace says: leave one of them out' : undefined;
    return { path: shown(path), words: `${shown(path).join('.') || 'it'} ${words ?? schemaProblem(error)}` };
  });
  const message = `functionConfig: ${problems.map(({ words }) => words).join('; ')}`;
  return new FunctionProblem(message, example, problems[0]?.path);
}
