import type { Inner } from '../place.ts';
import { isObject, type JsonObject } from './manifest-object.ts';
import { parseYaml } from './yaml.ts';
import { isPlainNull, plainBoolean, plainNumber } from './yaml-schema.ts';
import { type YamlNode, yamlTrees } from './yaml-tree.ts';

export type Syntax = Exclude<Inner['syntax'], 'text'>;

/**
 * The value that a text holds, or undefined for text that holds no mapping and no list. Scalars of YAML stay text, as they are
 * written: the strict decoder of the extended ConfigMap keeps them so (specification 01 §2.1).
 */
export function embeddedValue(text: string, syntax: Syntax): JsonObject | readonly unknown[] | undefined {
  const value = syntax === 'json' ? jsonValue(text) : yamlValue(text);
  return isObject(value) || Array.isArray(value) ? value : undefined;
}

/** Text that is read as that value again. */
export function embeddedText(value: unknown, syntax: Syntax): string {
  return syntax === 'json' ? JSON.stringify(value) : flowText(value);
}

function jsonValue(text: string): unknown {
  // Most annotations are plain words.
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function yamlValue(text: string): unknown {
  const parsed = parseYaml(text);
  const root = parsed.ok ? yamlTrees(parsed.value)[0] : undefined;
  return root && nodeValue(root);
}

function nodeValue(node: YamlNode): unknown {
  if (node.kind === 'scalar') return node.plain && isPlainNull(node.value) ? undefined : node.value;
  if (node.kind === 'sequence') return node.items.map(nodeValue);
  const entries = node.entries.map(({ key, value }) => [
    key.kind === 'scalar' ? key.value : '',
    nodeValue(value),
  ]) as ReadonlyArray<readonly [string, unknown]>;
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

/** YAML in flow style. Words that are no text when they are plain stay plain. */
function flowText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(item => flowText(item ?? '')).join(', ')}]`;
  if (isObject(value))
    return `{${Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .map(([key, item]) => `${JSON.stringify(key)}: ${flowText(item)}`)
      .join(', ')}}`;
  const text = String(value);
  const plain = plainNumber(text) !== undefined || plainBoolean(text) !== undefined;
  return plain ? text : JSON.stringify(text);
}
