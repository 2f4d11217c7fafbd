import { readdirSync, readFileSync } from 'node:fs';
import { suggestion } from '../load/suggestion.ts';
import { byBytes } from '../order.ts';
import { type SchemaHead, schemaList } from '../report/schema-list.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { colorsFor, columnsOf, print } from './streams.ts';
import { UsageError } from './usage-error.ts';

/** `render schema NAME`: a JSON Schema as it is published, by its name or its kind; without one, which there are and what for. */
export function schemaCommand(name: string | undefined, { color }: { readonly color: boolean }): ExitCode {
  const names = schemaNames();
  const heads = names.map((each): SchemaHead => ({ ...JSON.parse(schemaText(each)), name: each }));
  if (name === undefined) {
    print(1, schemaList(heads, colorsFor(1, color), columnsOf(1)));
    return exitCodes.clean;
  }
  const wanted = name.endsWith(ending) ? name.slice(0, -ending.length) : name;
  const found = heads.find(({ name: each, title }) => each === wanted || title.toLowerCase() === wanted.toLowerCase());
  if (!found) {
    const { suggested } = suggestion(wanted, names);
    throw new UsageError(
      `there is no schema "${name}"; ${suggested ? `did you mean ${suggested}?` : '`render schema` lists all'}`,
    );
  }
  print(1, schemaText(found.name));
  return exitCodes.clean;
}

export function schemaNames(): string[] {
  return readdirSync(schemas)
    .filter(file => file.endsWith(ending))
    .map(file => file.slice(0, -ending.length))
    .sort(byBytes);
}

/** A schema as it is published. */
export function schemaText(name: string): string {
  return readFileSync(new URL(`${name}${ending}`, schemas), 'utf8');
}

const ending = '.schema.json';
/** The package holds them beside `dist`, where editors look for them too. */
const schemas = new URL('../schemas/', import.meta.url);
