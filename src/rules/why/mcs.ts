import type { mcsRules } from '../mcs.ts';
import type { ExplanationsOf } from './explanation.ts';

export const mcsWhy: ExplanationsOf<typeof mcsRules> = {
  'mcs-export-without-service': {
    why: `An export names no Service: it means the one of its own name and namespace. Without that one it is invalid, as its condition in the cluster
      says, and other clusters get no endpoints of it.`,
  },
  'mcs-import-unexported': {
    why: `An import collects the endpoints of all clusters that export a Service of its name and namespace. Where none does, its name resolves to
      an address behind which nobody answers.`,
  },
};
