import { type RuleId, rules } from './index.ts';

/** Every value of a rule is shown by its name. */
const placeholders: unknown = new Proxy({}, { get: (_, name) => `<${String(name)}>` });

/** What a rule says whatever its values are, which are shown as `<name>`. */
export function ruleWords(id: RuleId): { readonly message: string; readonly hint: string } {
  const { message, hint } = rules[id];
  const fill = (words: string | ((values: never) => string)): string =>
    typeof words === 'string' ? words : words(placeholders as never);
  return { message: fill(message), hint: fill(hint) };
}
