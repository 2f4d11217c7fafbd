import { defineRule } from './define-rule.ts';

/** The two clusters of a pair, and what each has: absent where it has nothing. */
export interface Sides {
  readonly primary: string;
  readonly secondary: string;
  readonly primaryValue?: string;
  readonly secondaryValue?: string;
}

const values = ({ primary, secondary, primaryValue, secondaryValue }: Sides): string => {
  const said = (value: string | undefined): string => (value === undefined ? 'not set' : value);
  return `${said(primaryValue)} in ${primary} (primary), ${said(secondaryValue)} in ${secondary} (secondary)`;
};

const only = ({ primary, secondary, primaryValue }: Sides): string =>
  primaryValue === undefined
    ? `only in ${secondary} (secondary), not in ${primary} (primary)`
    : `only in ${primary} (primary), not in ${secondary} (secondary)`;

const allow = 'Where it is meant, allow it in render.yaml under parity.allow, with a reason.';

/** About what a primary and its secondary do not have in common: only `render parity` looks for it. */
export const parityRules = {
  'parity-object-missing': defineRule<Sides & { kind: string; name: string }>({
    severity: 'error',
    section: '01 §4.3',
    message: sides => `${sides.kind} ${sides.name} is ${only(sides)}`,
    hint: `Each controller reads its own cluster: put the same manifest into both. ${allow}`,
  }),
  'parity-field-differs': defineRule<Sides & { kind: string; name: string; field: string }>({
    severity: 'error',
    section: '01 §4.3',
    message: sides => `${sides.kind} ${sides.name}: ${sides.field} is ${values(sides)}`,
    hint: `Each controller reads its own cluster: make the manifests the same. ${allow}`,
  }),
  'parity-field-unshared': defineRule<Sides & { kind: string; name: string; field: string }>({
    severity: 'info',
    section: '01 §4.3',
    message: sides => `${sides.kind} ${sides.name}: ${sides.field} is ${values(sides)}; only one of the two reads it`,
    hint: 'The primary never probes, and each controller needs the Secret of the other cluster alone.',
  }),
  'parity-argument-differs': defineRule<Sides & { flag: string; consequence: string }>({
    severity: 'error',
    section: '01 §1',
    message: sides => `--${sides.flag} is ${values(sides)}: after a failover ${sides.consequence}`,
    hint: `Give both controllers the same argument. ${allow}`,
  }),
  'parity-argument-aside': defineRule<Sides & { flag: string }>({
    severity: 'info',
    section: '01 §1',
    message: sides => `--${sides.flag} is ${values(sides)}; it changes nothing in what is posted`,
    hint: 'It is told for completeness.',
  }),
  'parity-cluster-name-shared': defineRule<Sides & { name: string }>({
    severity: 'error',
    section: '01 §4.2',
    message: ({ primary, secondary, name }) =>
      `the controllers of ${primary} (primary) and ${secondary} (secondary) both have --local-cluster-name=${name}`,
    hint: 'Give each the clusterName that the extended ConfigMap gives to its cluster.',
  }),
  'parity-view-unknown': defineRule<{ cluster: string; outcome: string }>({
    severity: 'error',
    section: 'design',
    message: ({ cluster, outcome }) =>
      `the controller of ${cluster} ${outcome === 'crashes' ? 'would crash' : 'would not start'}, so its view cannot be compared`,
    hint: '`render validate` says why.',
  }),
  'parity-virtual-missing': defineRule<Sides & { virtual: string; tenant: string }>({
    severity: 'error',
    section: '01 §4.3',
    message: sides => `virtual server ${sides.virtual} of tenant ${sides.tenant} is ${only(sides)}`,
    hint: 'It follows from differences in manifests or arguments: it goes when these do.',
  }),
  'parity-virtual-differs': defineRule<{ virtual: string; tenant: string; what: string; more: number }>({
    severity: 'error',
    section: '01 §4.3',
    message: ({ virtual, tenant, what, more }) =>
      `virtual server ${virtual} of tenant ${tenant} would differ after a failover: ${what}${more > 0 ? `; and ${more} more` : ''}`,
    hint: 'It follows from differences in manifests or arguments: it goes when these do.',
  }),
  'parity-failover-empty': defineRule<{ path: string; virtual: string; primary: string }>({
    severity: 'warning',
    section: '01 §4.3',
    message: ({ path, virtual, primary }) => `${path} (${virtual}) has no active member left when ${primary} is down`,
    hint: 'Requests for it fail until the primary is back: have its Service in another cluster that is enabled and gets a share.',
  }),
  'parity-allowance-unused': defineRule<{ what: string }>({
    severity: 'warning',
    section: 'design',
    message: ({ what }) => `no difference of ${what} is there to be allowed`,
    hint: 'Take the entry out, so that it does not allow a difference that comes later.',
  }),
};
