import { stringify } from 'yaml';

/** YAML of what is added: lines stay whole, and what kubectl would take for a boolean or a number of YAML 1.1 is quoted. */
export function yamlText(value: unknown): string {
  return stringify(value, { lineWidth: 0, blockQuote: 'literal', compat: 'yaml-1.1' });
}
