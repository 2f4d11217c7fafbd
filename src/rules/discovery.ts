import { defineRule } from './define-rule.ts';

/** About what `discovery` in render.yaml adds to pools, whichever system it comes from. */
export const discoveryRules = {
  'discovery-outdone-by-split': defineRule<{
    pool: string;
    owner: string;
    system: string;
    split: 'clusters' | 'services';
  }>({
    severity: 'warning',
    section: 'design',
    message: ({ pool, owner, system, split }) =>
      split === 'clusters'
        ? `pool ${pool} of ${owner}: what ${system} says counts for nothing, since the mode of the controller gives each cluster its share`
        : `pool ${pool} of ${owner}: what ${system} says counts for nothing, since it is a matter of priorities and traffic is split between several Services`,
    hint: ({ split }) =>
      split === 'clusters'
        ? 'Choose one of them: another `mode` in the extended ConfigMap, or no `discovery` of this system.'
        : 'Choose one of them: a single Service, or no preference.',
  }),
};
