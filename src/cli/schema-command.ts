import { readdirSync, readFileSync } from 'node:fs';
import { suggestion } from '../load/suggestion.ts';
import { byBytes } from '../order.ts';
import { type SchemaHead, schemaList } from '../report/schema-list.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { colorsFor, columnsOf, print } from './streams.ts';
import { UsageError } from './usage-error.ts';

/** `render schema NAME`: a JSON Schema as it is published; without a name, which there are and what for. */
export function schemaCommand(name: string | undefined, { color }: { readonly color: boolean }): ExitCode {
  const ending = '.schema.json';
  const names = readdirSync(schemas)
    .filter(file => file.endsWith(ending))
    .map(file => file.slice(0, -ending.length))
    .sort(byBytes);
  const textOf = (schema: string): string => readFileSync(new URL(`${schema}${ending}`, schemas), 'utf8');
  if (name === undefined) {
    const heads = names.map((each): SchemaHead => ({ ...JSON.parse(textOf(each)), name: each }));
    print(1, schemaList(heads, colorsFor(1, color), columnsOf(1)));
    return exitCodes.clean;
  }
  const wanted = name.endsWith(ending) ? name.slice(0, -ending.length) : name;
  if (!names.includes(wanted)) {
    const { suggested } = suggestion(wanted, names);
    throw new UsageError(
      `there is no schema "${name}"; ${suggested ? `did you mean ${suggested}?` : '`render schema` lists all'}`,
    );
  }
  print(1, textOf(wanted));
  return exitCodes.clean;
}

/** The package holds them beside `dist`, where editors look for them too. */
const schemas = new URL('../schemas/', import.meta.url);
