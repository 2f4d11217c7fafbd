import { isObject, type JsonObject } from '../load/manifest-object.ts';
import { suggestion } from '../load/suggestion.ts';

/** The parameters of an Application cannot be used. */
export class ParameterError extends Error {}

/** What a parameter is, in the words of Argo CD's plugin.yaml. */
export interface ParameterDefinition {
  readonly name: string;
  readonly title: string;
  readonly tooltip: string;
  readonly required?: boolean;
  readonly collectionType?: 'array';
  /** What it is when nobody gives it. */
  readonly string?: string;
  readonly array?: readonly string[];
  /** What it may be; anything where this is absent. */
  readonly values?: readonly string[];
}

const onOff = ['on', 'off'] as const;

/** Parameters that mean the same in each workspace: those of plugin.yaml. */
export const staticParameters = [
  {
    name: 'manifests',
    title: 'Manifests',
    tooltip: 'on or off: whether the manifests of the cluster are applied, or only what is synchronised',
    string: 'on',
    values: onOff,
  },
  {
    name: 'sync',
    title: 'Synchronise the BIG-IP',
    tooltip:
      'postsync: a Job posts the committed declarations after the sync; show: they are only shown, as ConfigMaps; off',
    string: 'postsync',
    values: ['postsync', 'show', 'off'],
  },
  {
    name: 'dry-run',
    title: 'Dry run',
    tooltip: 'on or off: a Job before the sync asks AS3 whether it would take the declarations',
    string: 'off',
    values: onOff,
  },
  {
    name: 'credentials-secret',
    title: 'Secret with the BIG-IP credentials',
    tooltip: 'name of a Secret with username, password and, if need be, url, in the namespace of the Job',
    string: 'bigip-login',
  },
  {
    name: 'bigip-url',
    title: 'URL of the BIG-IP',
    tooltip: 'where neither render.yaml, the Secret nor the arguments of the controller have it',
    string: '',
  },
  {
    name: 'image',
    title: 'Image of the Job',
    tooltip: 'that of the sidecar, CIS_RENDER_IMAGE, unless this is given',
    string: '',
  },
  {
    name: 'namespace',
    title: 'Namespace of the Job',
    tooltip: "the Application's destination namespace unless this is given",
    string: '',
  },
  {
    name: 'service-account',
    title: 'ServiceAccount of the Job',
    tooltip: 'it needs no rights; that of the namespace unless this is given',
    string: '',
  },
  {
    name: 'prune',
    title: 'Prune',
    tooltip: 'on or off: delete tenants of this workspace that are not committed any more',
    string: 'off',
    values: onOff,
  },
  {
    name: 'force',
    title: 'Force',
    tooltip: 'on or off: although more than 30 % of the members or virtual servers go away',
    string: 'off',
    values: onOff,
  },
  {
    name: 'adopt',
    title: 'Adopt',
    tooltip: 'on or off: take over tenants that somebody else has posted',
    string: 'off',
    values: onOff,
  },
  {
    name: 'exclude-kinds',
    title: 'Kinds that are not applied',
    tooltip: 'what a cluster makes itself: it is in the manifests only to be rendered from',
    collectionType: 'array',
    array: ['Node', 'Pod', 'Endpoints', 'EndpointSlice'],
  },
  {
    name: 'allow-empty',
    title: 'Allow empty',
    tooltip: 'on or off: print nothing where there is nothing, which makes Argo CD prune all that it has applied',
    string: 'off',
    values: onOff,
  },
] as const satisfies readonly ParameterDefinition[];

/** Parameters whose values a workspace decides: those of `render argocd parameters`. */
const dynamicNames = ['cluster', 'view'] as const;

type StaticName = (typeof staticParameters)[number]['name'];
export type ParameterName = StaticName | (typeof dynamicNames)[number];

const definitions: readonly ParameterDefinition[] = staticParameters;
const names: readonly string[] = [...dynamicNames, ...definitions.map(({ name }) => name)];

/** What an Application gives, with defaults filled in. */
export interface Parameters {
  /** Empty for what has no value. */
  readonly text: (name: Exclude<ParameterName, 'exclude-kinds'>) => string;
  readonly on: (name: Exclude<ParameterName, 'exclude-kinds'>) => boolean;
  readonly list: (name: 'exclude-kinds') => readonly string[];
}

/** What Argo CD puts before the name of a variable of `spec.source.plugin.env`, and what such names begin with here. */
const argoPrefix = 'ARGOCD_ENV_';
const userPrefix = `${argoPrefix}CIS_RENDER_`;

type Environment = Readonly<Record<string, string | undefined>>;
type Given = ReadonlyMap<string, string | readonly string[]>;

/**
 * Reads the parameters of an Application from the environment of its plugin: `ARGOCD_APP_PARAMETERS`, which Argo CD makes of
 * `spec.source.plugin.parameters`, then `PARAM_<NAME>`, then `ARGOCD_ENV_CIS_RENDER_<NAME>`, which is `spec.source.plugin.env`. Throws
 * `ParameterError`.
 */
export function readParameters(environment: Environment): Parameters {
  const given = givenParameters(environment.ARGOCD_APP_PARAMETERS);
  checkVariables(environment);
  const value = (name: string): string | readonly string[] | undefined => {
    const variable = variableOf(name);
    return (
      given.get(name) ??
      listOf(environment, `PARAM_${variable}`) ??
      (environment[`PARAM_${variable}`] || environment[`${userPrefix}${variable}`] || undefined)
    );
  };
  const definition = (name: string): ParameterDefinition | undefined => definitions.find(each => each.name === name);
  const text = (name: string): string => {
    const { string: fallback = '', values } = definition(name) ?? {};
    const found = value(name) ?? fallback;
    if (typeof found !== 'string') throw new ParameterError(`parameter ${name} is a list: give it as a string`);
    const known = values === onOff ? switchWord(found) : found;
    if (values && !values.includes(known))
      throw new ParameterError(
        `parameter ${name} is ${JSON.stringify(found)}, and has to be one of ${values.join(', ')}`,
      );
    return known;
  };
  // All at once: what is wrong is told, although nothing would ask for it.
  for (const { name, collectionType } of definitions) if (!collectionType) text(name);
  return {
    text,
    on: name => text(name) === 'on',
    list: name => {
      const found = value(name) ?? definition(name)?.array ?? [];
      return typeof found === 'string' ? found.split(/[\s,]+/).filter(Boolean) : found;
    },
  };
}

/** `true` is said as often as `on`. */
function switchWord(text: string): string {
  if (/^(?:true|yes|1)$/i.test(text)) return 'on';
  return /^(?:false|no|0)$/i.test(text) ? 'off' : text.toLowerCase();
}

/** `PARAM_X_0`, `PARAM_X_1` … */
function listOf(environment: Environment, variable: string): readonly string[] | undefined {
  const list: string[] = [];
  for (let item = environment[`${variable}_0`]; item !== undefined; item = environment[`${variable}_${list.length}`])
    list.push(item);
  return list.length > 0 ? list : undefined;
}

function givenParameters(text: string | undefined): Given {
  const given = new Map<string, string | readonly string[]>();
  if (!text) return given;
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch {
    throw new ParameterError('ARGOCD_APP_PARAMETERS is no JSON');
  }
  // Argo CD says null where there are none.
  if (list === null) return given;
  if (!Array.isArray(list) || !list.every(isObject))
    throw new ParameterError('ARGOCD_APP_PARAMETERS is no list of parameters');
  for (const { name, string: value, array, map } of list as readonly JsonObject[]) {
    if (typeof name !== 'string' || !names.includes(name)) throw unknown('parameter', String(name), names);
    if (typeof value === 'string' && value !== '') given.set(name, value);
    else if (Array.isArray(array)) given.set(name, array.map(String));
    else if (isObject(map)) throw new ParameterError(`parameter ${name} is a map: give it as a string or an array`);
  }
  return given;
}

/** A slip of the pen in the name of a variable would leave a default in force, and nobody would know. */
function checkVariables(environment: Environment): void {
  const known = names.map(name => `${userPrefix}${variableOf(name)}`);
  const user = (name: string): string => name.slice(argoPrefix.length);
  const wrong = Object.keys(environment).find(name => name.startsWith(userPrefix) && !known.includes(name));
  if (wrong !== undefined) throw unknown('variable', user(wrong), known.map(user));
}

function unknown(what: string, name: string, known: readonly string[]): ParameterError {
  const { suggested } = suggestion(name, known);
  const hint = suggested ? `; did you mean ${suggested}?` : `: there are ${known.join(', ')}`;
  return new ParameterError(`there is no ${what} ${JSON.stringify(name)}${hint}`);
}

const variableOf = (name: string): string => name.toUpperCase().replaceAll('-', '_');
