import type { Findings, ResourceRef } from '../finding.ts';
import { suggestion } from '../load/suggestion.ts';
import { parseYaml } from '../load/yaml.ts';
import { isPlainNull, plainBoolean, plainNumber } from '../load/yaml-schema.ts';
import { type YamlMapping, type YamlNode, type YamlScalar, yamlTrees } from '../load/yaml-tree.ts';
import type { Inner, Path, Place } from '../place.ts';
import type { Suggested } from '../rules/did-you-mean.ts';

/** What a value of the extended ConfigMap may be. */
export type Shape =
  | 'string'
  | 'int'
  | 'bool'
  | { readonly list: Shape }
  | { readonly map: { readonly [key: string]: Shape } };

/** The TypeScript type of a shape. Absent and null values are undefined, save for texts, where null is empty. */
export type Decoded<S extends Shape> = S extends 'string'
  ? string
  : S extends 'int'
    ? number
    : S extends 'bool'
      ? boolean
      : S extends { readonly list: infer E extends Shape }
        ? ReadonlyArray<Decoded<E>>
        : S extends { readonly map: infer M extends { readonly [key: string]: Shape } }
          ? { readonly [K in keyof M]?: Decoded<M[K]> }
          : never;

const shapeName = (shape: Shape): string =>
  typeof shape === 'string'
    ? { string: 'text', int: 'number', bool: 'boolean' }[shape]
    : 'list' in shape
      ? 'list'
      : 'mapping';

const describe = (node: YamlNode): string => {
  if (node.kind !== 'scalar') return `a ${node.kind === 'sequence' ? 'list' : 'mapping'}`;
  return node.plain ? `"${node.value}"` : `the text "${node.value}"`;
};

/** Text that the strict decoder refuses: where in the text, and why. */
interface Refusal extends Suggested {
  readonly problem: string;
  readonly inner: Inner;
}

/**
 * Decodes YAML as the controller does (specification 01 §2.1): unknown and duplicate keys are errors, texts keep the source of
 * any scalar, numbers may be floats and are truncated, booleans know the YAML 1.1 words, and quoted numbers and booleans
 * are errors. Only the first document counts. Undefined when anything is refused; every reason becomes a finding at its place.
 */
export function decodeStrictly<S extends Shape>(
  text: string,
  shape: S,
  { at, resource }: { readonly at: Place; readonly resource: ResourceRef },
  findings: Findings,
): Decoded<S> | undefined {
  const refusals: Refusal[] = [];
  const parsed = parseYaml(text);
  if (!parsed.ok) {
    const { reason, offset } = parsed.problem;
    refusals.push({ problem: reason, inner: { syntax: 'text', offset, length: 1 } });
  }
  const root = parsed.ok ? yamlTrees(parsed.value)[0] : undefined;
  const value = root && decode(root, shape, [], refusals);
  for (const { inner, ...values } of refusals) {
    findings.add('extended-spec-invalid', values, { at: { ...at, inner }, resource });
  }
  if (refusals.length > 0) return undefined;
  return (value ?? (typeof shape === 'object' && 'list' in shape ? [] : {})) as Decoded<S>;
}

function decode(node: YamlNode, shape: Shape, path: Path, refusals: Refusal[]): unknown {
  if (node.kind === 'scalar' && node.plain && isPlainNull(node.value)) return shape === 'string' ? '' : undefined;
  if (shape === 'string') return node.kind === 'scalar' ? node.value : refuse(node, shape, path, refusals);
  if (shape === 'int')
    return node.kind === 'scalar' ? decodeInt(node, path, refusals) : refuse(node, shape, path, refusals);
  if (shape === 'bool') {
    const value = node.kind === 'scalar' && isTyped(node, 'bool') ? plainBoolean(node.value) : undefined;
    return value ?? refuse(node, shape, path, refusals);
  }
  if ('list' in shape) {
    if (node.kind !== 'sequence') return refuse(node, shape, path, refusals);
    return node.items.map((item, index) => decode(item, shape.list, [...path, index], refusals) ?? empty(shape.list));
  }
  return node.kind === 'mapping' ? decodeMap(node, shape.map, path, refusals) : refuse(node, shape, path, refusals);
}

/** A null item of a list is the zero value of its type. */
function empty(shape: Shape): unknown {
  return shape === 'string' ? '' : shape === 'int' ? 0 : shape === 'bool' ? false : 'list' in shape ? [] : {};
}

/** Plain scalars get their type from their text, tagged ones from the tag; quoted ones are text. */
function isTyped(node: YamlScalar, type: string): boolean {
  return node.plain || node.tag === `!!${type}`;
}

function decodeInt(node: YamlScalar, path: Path, refusals: Refusal[]): number | undefined {
  const value = isTyped(node, 'int') ? plainNumber(node.value) : undefined;
  return value === undefined ? refuse(node, 'int', path, refusals) : Math.trunc(value);
}

function decodeMap(
  node: YamlMapping,
  shape: { readonly [key: string]: Shape },
  path: Path,
  refusals: Refusal[],
): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  const seen = new Set<string>();
  for (const { key, value } of node.entries) {
    const name = key.kind === 'scalar' ? key.value : '';
    if (name === '<<' && key.kind === 'scalar' && key.plain) {
      for (const merged of value.kind === 'sequence' ? value.items : [value]) {
        const values = merged.kind === 'mapping' ? decodeMap(merged, shape, [...path, name], refusals) : {};
        for (const [inherited, what] of Object.entries(values)) if (!seen.has(inherited)) result[inherited] ??= what;
      }
      continue;
    }
    // The key is named by its own range: a path would lead to the last one of that name.
    const inner: Inner = { syntax: 'text', offset: key.start, length: Math.max(1, key.end - key.start) };
    if (seen.has(name)) refusals.push({ problem: `key "${name}" stands twice in one mapping`, inner });
    else if (!Object.hasOwn(shape, name)) {
      const known = Object.keys(shape).filter(word => word !== 'meta');
      refusals.push({ problem: `unknown key "${name}"`, inner, ...suggestion(name, known) });
    } else result[name] = decode(value, shape[name]!, [...path, name], refusals);
    seen.add(name);
  }
  return result;
}

function refuse(node: YamlNode, shape: Shape, path: Path, refusals: Refusal[]): undefined {
  const name = path.findLast(part => typeof part === 'string') ?? 'extendedSpec';
  const quoted = node.kind === 'scalar' && !node.plain && shape !== 'string' ? ' (quoted, so it is text)' : '';
  refusals.push({
    problem: `${name} must be a ${shapeName(shape)}, not ${describe(node)}${quoted}`,
    inner: { syntax: 'yaml', path },
  });
  return undefined;
}
