import type { RuleId } from './index.ts';

/** Page of a rule, by its path in the repository: `docs/checks/<id>.md`. */
export function docsPage(rule: RuleId): string {
  return `docs/checks/${rule}.md`;
}
