import type { Colors } from 'picocolors/types.js';

/** What a schema says of itself. */
export interface SchemaHead {
  readonly name: string;
  /** The kind of the custom resource, where it is of one. */
  readonly title: string;
  readonly description: string;
}

/** Schemas by name, with the first sentence of what each is for; cut to so many columns, where given. */
export function schemaList(schemas: readonly SchemaHead[], colors: Colors, columns = Number.POSITIVE_INFINITY): string {
  const width = Math.max(...schemas.map(({ name }) => name.length));
  const lines = schemas.map(({ name, description }) => {
    const [sentence = ''] = description.split(/(?<=\.)\s/);
    const room = Math.max(20, columns - width - 2);
    return `${colors.bold(name.padEnd(width))}  ${sentence.length > room ? `${sentence.slice(0, room - 1)}…` : sentence}`;
  });
  return `${lines.join('\n')}\n`;
}
