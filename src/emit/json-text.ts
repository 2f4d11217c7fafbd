import type { As3Value } from './as3.ts';

/** A value whose text is no longer stands on one line: a member of a pool, a record of a data group, a condition. */
const lineLength = 140;

function broken(value: As3Value, line: string, indent: string): string {
  if (line.length <= lineLength || typeof value !== 'object') return line;
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const items = (value as readonly As3Value[]).map(item => inner + broken(item, JSON.stringify(item), inner));
    return `[\n${items.join(',\n')}\n${indent}]`;
  }
  const items: string[] = [];
  for (const [key, item] of Object.entries(value)) {
    if (item !== undefined) items.push(`${inner}${JSON.stringify(key)}: ${broken(item, JSON.stringify(item), inner)}`);
  }
  return `{\n${items.join(',\n')}\n${indent}}`;
}

/**
 * JSON text of an object, a property a line, without its closing brace. It is for people who review changes: what is short
 * stands on one line, so that a member that comes or goes is a line that comes or goes; what is long is taken apart.
 */
export function openObject(object: Readonly<Record<string, As3Value | undefined>>, indent: string): string {
  const items = Object.entries(object).flatMap(([key, item]) =>
    item === undefined
      ? []
      : [`${indent}  ${JSON.stringify(key)}: ${broken(item, JSON.stringify(item), `${indent}  `)}`],
  );
  return `{\n${items.join(',\n')}`;
}
