import type { suppressionRules } from '../suppression.ts';
import type { ExplanationsOf } from './explanation.ts';

export const suppressionWhy: ExplanationsOf<typeof suppressionRules> = {
  'suppression-unknown-rule': {
    why: `A suppression names a rule by its id. One that does not exist suppresses nothing, so the finding that it was written for is
      still shown, or comes back under the right name.`,
  },
  'suppression-impossible': {
    why: `Some findings say why a build writes nothing, or that a suppression is wrong. Hidden, they would leave an exit code without a
      reason. They go when their cause goes.`,
  },
  'suppression-without-reason': {
    why: `Whoever reads the manifest in a year has to know whether the finding may still stay. Without a reason the suppression does not
      count, and the finding is shown.`,
  },
  'suppression-unused': {
    why: `The finding was mended and its suppression was forgotten. It would hide the same mistake when it is made again, and that one may be
      meant for nobody to see.`,
  },
  'baseline-unusable': {
    why: `A baseline holds the findings that were there when checking began. One that cannot be read would let all of them count again, or
      none: neither is what a pipeline was set up for, so nothing is judged by it.`,
  },
  'baseline-outdated': {
    why: `Findings of the baseline have been mended since. As long as they stand in it, the same mistakes can come back unseen. Writing it
      again makes them count.`,
  },
};
