import { Findings } from '../finding.ts';
import { suggestion } from '../load/suggestion.ts';
import type { Place } from '../place.ts';
import { flagKinds, flagsWithoutEffect } from './controller-flags.ts';
import { type LabelSelector, parseLabelSelector } from './label-selector.ts';

/** The arguments of a controller as they are written, each with its place where that is known. */
export interface ControllerArguments {
  readonly values: ReadonlyArray<{ readonly text: string; readonly place?: Place }>;
  readonly place?: Place;
}

/** `<namespace>/<name>`. */
export interface ObjectName {
  readonly namespace: string;
  readonly name: string;
}

export type ControllerMode = 'customresource' | 'kubernetes' | 'openshift';
export type MultiClusterMode = '' | 'standalone' | 'primary' | 'secondary';
export type PoolMemberType = 'nodeport' | 'cluster' | 'nodeportlocal' | 'auto';

/** One controller's settings after defaults (specification 01 §1). */
export interface Controller {
  readonly mode: ControllerMode;
  readonly multiClusterMode: MultiClusterMode;
  /** `--local-cluster-name`, empty where it is not given. */
  readonly localClusterName: string;
  /** The global extended ConfigMap. */
  readonly extendedSpec?: ObjectName;
  /** First `--bigip-partition`: tenant of everything that names none, and label of every tenant. */
  readonly partition: string;
  readonly poolMemberType: PoolMemberType;
  readonly shareNodes: boolean;
  /** Watched namespaces; undefined = all, or those of `namespaceLabel`. */
  readonly namespaces?: ReadonlySet<string>;
  /** `--namespace-label`, as text and as selector. */
  readonly namespaceLabel?: { readonly text: string; readonly selects: LabelSelector };
  /** `--route-label` as given. */
  readonly routeLabel: string;
  readonly selectsRoute: LabelSelector;
  /** `--custom-resource-label`, or its default. */
  readonly customResourceLabel: string;
  readonly selectsCustomResource: LabelSelector;
  /** True where `--custom-resource-label` is given: then IngressLinks need the label too (02 §1.1). */
  readonly ownCustomResourceLabel: boolean;
  /** `--node-label-selector`, or empty. */
  readonly nodeLabel: string;
  readonly selectsNode: LabelSelector;
  readonly nodeAddressType: 'InternalIP' | 'ExternalIP';
  readonly defaultRouteDomain: number;
  readonly sharedDefaultRouteDomain: boolean;
  readonly loadBalancerClass: string;
  readonly manageLoadBalancerClassOnly: boolean;
  /** True with `--cccl-gtm-agent=false`: the controller posts GSLB objects too, in a tenant of their own. */
  readonly postsGslb: boolean;
  /** True with `--ipam`: an address may come from an IPAM controller. */
  readonly ipam: boolean;
  /** `--ipam-cluster-label`, or empty. */
  readonly ipamClusterLabel: string;
  /** Partitions that VirtualServers may name, the default one among them; undefined = any. */
  readonly allowedPartitions?: ReadonlySet<string>;
  /** Partitions that VirtualServers may not name. */
  readonly deniedPartitions: ReadonlySet<string>;
  /** Host, and port where it is given, of `--bigip-url`; empty without it. */
  readonly bigipHost: string;
  /** The same of `--gtm-bigip-url`. */
  readonly gslbHost: string;
  /** True where `--gtm-bigip-url` names another BIG-IP: GSLB objects are posted there. */
  readonly gslbElsewhere: boolean;
  /** Where that, or that GSLB objects are posted at all, is said. */
  readonly gslbPlace?: Place;
}

/** A flag as it is given: one value of it, and where. */
export interface GivenFlag {
  readonly value: string;
  readonly place?: Place;
}

const words: Record<string, boolean> = {
  '1': true,
  t: true,
  T: true,
  true: true,
  TRUE: true,
  True: true,
  '0': false,
  f: false,
  F: false,
  false: false,
  FALSE: false,
  False: false,
};

/** Default of `--custom-resource-label`. */
const customResourceLabel = 'f5cr in (true)';

/** Go's `strconv.ParseBool`: undefined for any other text, `yes` included. */
export function parseBool(text: string): boolean | undefined {
  return Object.hasOwn(words, text) ? words[text] : undefined;
}

/** `<namespace>/<name>` with exactly one slash, or undefined. */
export function parseObjectName(text: string): ObjectName | undefined {
  const parts = text.split('/');
  const [namespace, name] = parts;
  return parts.length === 2 && namespace && name ? { namespace, name } : undefined;
}

/**
 * Reads a controller's arguments. Undefined, with an error finding, where the controller would exit; the legacy controller,
 * which none of this describes, is refused too.
 */
export function readController(given: ControllerArguments, findings: Findings): Controller | undefined {
  let exits = false;
  const whole = given.place ? { at: given.place } : {};
  const exit = (problem: string, place?: Place): void => {
    exits = true;
    findings.add('controller-refuses-arguments', { problem }, place ? { at: place } : whole);
  };
  const flags = splitFlags(given, findings, exit);
  const last = (name: string): GivenFlag | undefined => flags.get(name)?.at(-1);
  const text = (name: string, fallback = ''): string => last(name)?.value ?? fallback;
  const bool = (name: string, fallback: boolean): boolean => {
    const flag = last(name);
    const value = flag && parseBool(flag.value);
    if (flag && value === undefined) exit(`--${name} must be true or false, not "${flag.value}"`, flag.place);
    return value ?? fallback;
  };
  const integer = (name: string): number => {
    const flag = last(name);
    if (flag && !/^[-+]?\d+$/.test(flag.value))
      exit(`--${name} must be a whole number, not "${flag.value}"`, flag.place);
    return flag ? Number(flag.value) || 0 : 0;
  };
  const selector = (name: string, fallback: string): LabelSelector => {
    const selects = parseLabelSelector(text(name, fallback));
    if (!selects) exit(`--${name} is not a label selector: "${text(name)}"`, last(name)?.place);
    return selects ?? (() => false);
  };
  const oneOf = <T extends string>(name: string, allowed: readonly T[], fallback: T): T => {
    const flag = last(name);
    if (!flag || (allowed as readonly string[]).includes(flag.value)) return (flag?.value as T | undefined) ?? fallback;
    const { suggested } = suggestion(flag.value, allowed);
    const known = `${allowed.filter(Boolean).join(', ')}${suggested ? ` (did you mean "${suggested}"?)` : ''}`;
    exit(`--${name} "${flag.value}" is not one of ${known}`, flag.place);
    return fallback;
  };

  for (const [name, kind] of Object.entries(flagKinds)) {
    if (!flags.has(name)) continue;
    if (kind === 'boolean') bool(name, false);
    if (kind === 'integer') integer(name);
    if (flagsWithoutEffect.has(name))
      findings.add('controller-flag-without-effect', { flag: name }, placed(last(name), whole));
  }
  const customResourceMode = bool('custom-resource-mode', false);
  const mode = oneOf<ControllerMode | ''>('controller-mode', ['customresource', 'kubernetes', 'openshift', ''], '');
  if (mode === '' && !customResourceMode && !exits) {
    findings.add('controller-legacy', {}, whole);
    exits = true;
  }
  const multiClusterMode = oneOf<MultiClusterMode>(
    'multi-cluster-mode',
    ['', 'standalone', 'primary', 'secondary'],
    '',
  );
  const localClusterName = text('local-cluster-name');
  if (multiClusterMode !== '' && localClusterName === '') {
    exit(
      `--local-cluster-name is needed with --multi-cluster-mode=${multiClusterMode}`,
      last('multi-cluster-mode')?.place,
    );
  }
  if (multiClusterMode === '' && localClusterName !== '') {
    findings.add(
      'controller-cluster-name-alone',
      { name: localClusterName },
      placed(last('local-cluster-name'), whole),
    );
  }
  const partition = flags.get('bigip-partition')?.[0];
  if (!partition || partition.value === '') exit('--bigip-partition is needed', partition?.place);
  for (const flag of flags.get('bigip-partition') ?? []) {
    if (flag.value === 'Common') exit('--bigip-partition must not be Common', flag.place);
  }
  const extraPartitions = flags.get('bigip-partition')?.slice(1) ?? [];
  if (extraPartitions.length > 0) {
    const first = partition?.value ?? '';
    findings.add('controller-extra-partition', { first }, placed(extraPartitions[0], whole));
  }
  const namespaces = flags.get('namespace');
  const namespaceLabel = text('namespace-label');
  if (namespaces && namespaceLabel !== '') {
    exit('--namespace and --namespace-label exclude each other', last('namespace-label')?.place);
  }
  const selectsNamespace = selector('namespace-label', '');
  const configMap = last('extended-spec-configmap')?.value
    ? last('extended-spec-configmap')
    : last('route-spec-configmap');
  if (last('extended-spec-configmap')?.value && last('route-spec-configmap')?.value) {
    findings.add('controller-two-configmaps', {}, placed(last('route-spec-configmap'), whole));
  }
  const extendedSpec = configMap?.value ? parseObjectName(configMap.value) : undefined;
  if (configMap?.value && !extendedSpec) {
    exit(`the extended ConfigMap must be given as namespace/name, not "${configMap.value}"`, configMap.place);
  } else if (!configMap?.value && (mode === 'openshift' || multiClusterMode !== '')) {
    const reason = mode === 'openshift' ? '--controller-mode=openshift' : `--multi-cluster-mode=${multiClusterMode}`;
    exit(`--extended-spec-configmap is needed with ${reason}`);
  }
  const poolMemberType = oneOf<PoolMemberType>(
    'pool-member-type',
    ['nodeport', 'cluster', 'nodeportlocal', 'auto'],
    'nodeport',
  );
  const routeLabel = text('route-label');
  const selectsRoute = parseLabelSelector(routeLabel === '' ? '' : `f5type in (${routeLabel})`);
  if (!selectsRoute) exit(`--route-label "${routeLabel}" does not make a label selector`, last('route-label')?.place);
  const list = (name: string): readonly GivenFlag[] => (flags.get(name) ?? []).filter(({ value }) => value !== '');
  for (const { value, place } of list('allowed-partitions')) {
    if (value === 'Common') exit('--allowed-partitions must not hold Common', place);
  }
  for (const { value, place } of list('denied-partitions')) {
    if (value === partition?.value) exit('--denied-partitions must not hold the default partition', place);
  }
  const gslb = last('gtm-bigip-url') ?? last('cccl-gtm-agent');
  const denied = new Set(list('denied-partitions').map(({ value }) => value));
  const allowed = list('allowed-partitions').map(({ value }) => value);
  const controller: Controller = {
    mode: mode === '' ? 'customresource' : mode,
    multiClusterMode,
    localClusterName,
    ...(extendedSpec && { extendedSpec }),
    partition: partition?.value ?? '',
    poolMemberType,
    shareNodes: bool('share-nodes', false) || poolMemberType === 'nodeport' || poolMemberType === 'nodeportlocal',
    ...(namespaces && { namespaces: new Set(namespaces.map(flag => flag.value)) }),
    ...(namespaceLabel !== '' && { namespaceLabel: { text: namespaceLabel, selects: selectsNamespace } }),
    routeLabel,
    selectsRoute: selectsRoute ?? (() => false),
    customResourceLabel: text('custom-resource-label', customResourceLabel),
    selectsCustomResource: selector('custom-resource-label', customResourceLabel),
    ownCustomResourceLabel: text('custom-resource-label', customResourceLabel) !== customResourceLabel,
    nodeLabel: text('node-label-selector'),
    selectsNode: selector('node-label-selector', ''),
    nodeAddressType: bool('use-node-internal', true) ? 'InternalIP' : 'ExternalIP',
    defaultRouteDomain: integer('default-route-domain'),
    sharedDefaultRouteDomain: bool('shared-default-route-domain', true),
    loadBalancerClass: text('load-balancer-class'),
    manageLoadBalancerClassOnly: bool('manage-load-balancer-class-only', false),
    postsGslb: !bool('cccl-gtm-agent', true),
    ipam: bool('ipam', false),
    ipamClusterLabel: text('ipam-cluster-label'),
    // A list of denied partitions makes the other one void (02 §0.2).
    ...(allowed.length > 0 &&
      denied.size === 0 && { allowedPartitions: new Set([...allowed, partition?.value ?? '']) }),
    deniedPartitions: denied,
    bigipHost: hostOf(text('bigip-url')),
    gslbHost: hostOf(text('gtm-bigip-url')),
    gslbElsewhere: text('gtm-bigip-url') !== '' && hostOf(text('gtm-bigip-url')) !== hostOf(text('bigip-url')),
    ...(gslb?.place && { gslbPlace: gslb.place }),
  };
  return exits ? undefined : controller;
}

/** Host and port of a URL, whose scheme may be missing. */
function hostOf(url: string): string {
  return url.replace(/^[a-z]+:\/\//i, '').replace(/\/.*$/s, '');
}

function placed(flag: GivenFlag | undefined, otherwise: { at?: Place }): { at?: Place } {
  return flag?.place ? { at: flag.place } : otherwise;
}

/** The flags that are given, by name, whether the controller would start with them or not. Unknown ones are left out. */
export function givenFlags(given: ControllerArguments): ReadonlyMap<string, readonly GivenFlag[]> {
  return splitFlags(given, new Findings(), () => {});
}

/** Flags by name, in the order given. `--flag=value` or `--flag value`; a boolean needs no value. */
function splitFlags(
  given: ControllerArguments,
  findings: Findings,
  exit: (problem: string, place?: Place) => void,
): Map<string, GivenFlag[]> {
  const flags = new Map<string, GivenFlag[]>();
  const { values } = given;
  for (let index = 0; index < values.length; index++) {
    const { text, place } = values[index]!;
    const match = /^--([A-Za-z0-9][-A-Za-z0-9]*)(?:=([\s\S]*))?$/.exec(text);
    if (!match) {
      if (text.startsWith('-')) exit(`"${text}" is not a flag`, place);
      continue;
    }
    const name = match[1]!;
    const kind = Object.hasOwn(flagKinds, name) ? flagKinds[name] : undefined;
    if (kind === undefined) {
      const { suggested } = suggestion(name, Object.keys(flagKinds));
      if (suggested) exit(`--${name} is no flag of the controller: did you mean --${suggested}?`, place);
      else findings.add('controller-unknown-flag', { flag: name }, place ? { at: place } : {});
      // What follows an unknown flag may be its value.
      if (match[2] === undefined && values[index + 1] && !values[index + 1]!.text.startsWith('-')) index++;
      continue;
    }
    let value = match[2];
    if (value === undefined) {
      if (kind === 'boolean') value = 'true';
      else if (index + 1 < values.length) value = values[++index]!.text;
      else {
        exit(`--${name} needs a value`, place);
        continue;
      }
    }
    const list = flags.get(name) ?? [];
    const items = kind === 'list' ? value.split(',') : [value];
    for (const item of items) list.push({ value: item, ...(place && { place }) });
    flags.set(name, list);
  }
  return flags;
}
