import type { discoveryRules } from '../discovery.ts';
import type { ExplanationsOf } from './explanation.ts';

export const discoveryWhy: ExplanationsOf<typeof discoveryRules> = {
  'discovery-outdone-by-split': {
    why: `In the modes ratio and default, and with alternate backends, an iRule chooses a pool by the shares that were configured, as long as a
      member of it is up. Members of another cluster would get a share that is not theirs, and a priority group would let a pool live on
      members that were meant for the worst case. So the split of the controller stays as it is, and nothing of the other system gets into
      the pool.`,
  },
  'discovery-without-monitor': {
    why: `A BIG-IP uses a lower priority group as soon as fewer than \`minimumMembersActive\` members of the higher one are up. Without a monitor
      it knows of none that is down. So the members of the other cluster or zone, which are in the pool for the worst case, get nothing when it
      comes: not before the members that failed are gone from the declaration.`,
  },
};
