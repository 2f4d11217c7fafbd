import type { As3Object } from '../emit/as3.ts';
import { distributed, pathOf } from '../translate/traffic.ts';
import { certificateProperties, certificatesOf } from './certificates.ts';
import type { Change, DiffOptions, PropertyChange, Share, Verb } from './change.ts';
import { recordsOf } from './data-groups.ts';
import { classDefaults, defaultsOf, memberDefaults } from './defaults.ts';
import { membersOf } from './members.ts';
import { type Home, normalForm } from './normal-form.ts';
import { forwardingOf, rulesOf } from './policy-rules.ts';
import { propertyChanges } from './properties.ts';
import { withEncryptedAs } from './secrets.ts';
import { bothNames, canonicalText, isObject, same } from './values.ts';
import { listensOf } from './virtual-server.ts';

/** An object of a tenant. */
export interface At extends Home {
  /** As it is called in a change. */
  readonly object: string;
}

type Kind = Exclude<Change['kind'], 'tenant' | 'member' | 'record' | 'share' | 'rule'>;

const kinds: Readonly<Record<string, Kind>> = {
  Pool: 'pool',
  Data_Group: 'data-group',
  Endpoint_Policy: 'policy',
  iRule: 'irule',
  Certificate: 'certificate',
  CA_Bundle: 'certificate',
  TLS_Server: 'tls',
  TLS_Client: 'tls',
  Monitor: 'monitor',
  GSLB_Monitor: 'monitor',
  Service_Address: 'service-address',
};

function kindOf({ class: name }: As3Object): Kind {
  const known = String(name);
  if (Object.hasOwn(kinds, known)) return kinds[known]!;
  return known.startsWith('Service_') ? 'virtual-server' : 'other';
}

/** An object that one side alone has. */
export function oneSided({ tenant, object }: At, verb: Exclude<Verb, 'changed'>, value: As3Object): Change {
  const common = { verb, tenant, object, properties: [] };
  const name = String(value.class);
  const kind = kindOf(value);
  switch (kind) {
    case 'virtual-server':
      return { ...common, kind, listens: listensOf(value) };
    case 'pool':
      return { ...common, kind, members: [...membersOf(value).keys()] };
    case 'data-group':
      return { ...common, kind, records: recordsOf(value).size };
    case 'policy':
      return { ...common, kind, rules: rulesOf(value).size };
    case 'irule': {
      const lines = linesOf(value).length;
      return {
        ...common,
        kind,
        lines: { added: verb === 'added' ? lines : 0, removed: verb === 'removed' ? lines : 0 },
      };
    }
    case 'certificate': {
      const facts = [...certificatesOf(value).values()];
      const [gone, come] = verb === 'added' ? [[], facts] : [facts, []];
      return { ...common, kind, class: name, gone, come, privateKeyChanged: false };
    }
    default:
      return { ...common, kind, class: name };
  }
}

/** What differs between two objects of one name. Objects of two kinds are two objects. */
export function compareObjects(at: At, before: As3Object, after: As3Object, options: DiffOptions): Change[] {
  if (kindOf(before) !== kindOf(after)) return [oneSided(at, 'removed', before), oneSided(at, 'added', after)];
  const { tenant, object } = at;
  const likened = withEncryptedAs(before, after, property => options.cannotCompare?.({ tenant, object, property }));
  const [one, other] = [normalForm(before, at), normalForm(likened, at)];
  if (same(one, other)) return [];
  const common = { verb: 'changed', tenant, object } as const;
  const properties = (): PropertyChange[] => propertyChanges(one, other, defaultsOf(before), defaultsOf(after));
  const kind = kindOf(before);
  switch (kind) {
    case 'virtual-server':
      return [{ ...common, kind, listens: listensOf(after), properties: properties() }];
    case 'pool':
      return comparePools(at, one, other, options);
    case 'data-group':
      return compareDataGroups(at, one, other);
    case 'policy':
      return comparePolicies(at, one, other);
    case 'irule': {
      const lines = lineCounts(linesOf(one), linesOf(other));
      return [{ ...common, kind, lines, properties: propertyChanges(without(one, 'iRule'), without(other, 'iRule')) }];
    }
    case 'certificate':
      return [{ ...common, kind, ...certificateChanges(one, other) }];
    default:
      return [{ ...common, kind, class: String(other.class), properties: properties() }];
  }
}

function without(object: As3Object, ...keys: readonly string[]): As3Object {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
}

function comparePools(
  { tenant, object }: At,
  before: As3Object,
  after: As3Object,
  { clusterOf }: DiffOptions,
): Change[] {
  const properties = propertyChanges(without(before, 'members'), without(after, 'members'), classDefaults.Pool);
  const changes: Change[] =
    properties.length > 0 ? [{ kind: 'pool', verb: 'changed', tenant, object, properties }] : [];
  const [members, others] = [membersOf(before), membersOf(after)];
  for (const member of bothNames(members.keys(), others.keys())) {
    const [one, other] = [members.get(member), others.get(member)];
    if (same(one, other)) continue;
    const cluster = clusterOf?.({ tenant, pool: object, member });
    changes.push({
      kind: 'member',
      verb: verbOf(one, other),
      tenant,
      object,
      member,
      ...(cluster !== undefined && { cluster }),
      properties: propertyChanges(one ?? {}, other ?? {}, one && other ? memberDefaults : {}),
    });
  }
  return changes;
}

function verbOf(before: unknown, after: unknown): Verb {
  return before === undefined ? 'added' : after === undefined ? 'removed' : 'changed';
}

function compareDataGroups({ tenant, object }: At, before: As3Object, after: As3Object): Change[] {
  const properties = propertyChanges(without(before, 'records'), without(after, 'records'));
  const changes: Change[] =
    properties.length > 0 ? [{ kind: 'data-group', verb: 'changed', tenant, object, properties }] : [];
  const [records, others] = [recordsOf(before), recordsOf(after)];
  for (const key of bothNames(records.keys(), others.keys())) {
    const [one, other] = [records.get(key), others.get(key)];
    if (one === other) continue;
    const common = { verb: verbOf(one, other), tenant, object, key };
    const both = { ...(one !== undefined && { before: one }), ...(other !== undefined && { after: other }) };
    const shares = {
      ...(one !== undefined && { before: sharesOf(one) }),
      ...(other !== undefined && { after: sharesOf(other) }),
    };
    // What somebody has written there by hand need not be shares.
    const legible = Object.values(shares).every(list => list.every(({ share }) => Number.isFinite(share)));
    if (object.endsWith('_ab_deployment_dg') && legible)
      changes.push({ kind: 'share', ...common, path: pathOf(key), ...shares });
    else changes.push({ kind: 'record', ...common, ...both });
  }
  return changes;
}

function sharesOf(value: string): Share[] {
  return distributed(value)
    .map(({ pool, share }) => ({ pool, share: Math.round(share * 1000) / 1000 }))
    .sort((a, b) => (a.pool < b.pool ? -1 : 1));
}

function comparePolicies({ tenant, object }: At, before: As3Object, after: As3Object): Change[] {
  const [rules, others] = [rulesOf(before), rulesOf(after)];
  const order = (one: ReadonlyMap<string, As3Object>, other: ReadonlyMap<string, As3Object>): string[] =>
    [...one.keys()].filter(name => other.has(name));
  const properties = [
    ...propertyChanges(without(before, 'rules'), without(after, 'rules')),
    // The first rule that matches wins.
    ...propertyChanges({ 'order of rules': order(rules, others) }, { 'order of rules': order(others, rules) }),
  ];
  const changes: Change[] =
    properties.length > 0 ? [{ kind: 'policy', verb: 'changed', tenant, object, properties }] : [];
  for (const rule of bothNames(rules.keys(), others.keys())) {
    const [one, other] = [rules.get(rule), others.get(rule)];
    if (same(one, other)) continue;
    const verb = verbOf(one, other);
    const changed = verb === 'changed' ? propertyChanges(one!, other!) : [];
    changes.push({ kind: 'rule', verb, tenant, object, rule, ...forwardingOf((other ?? one)!), properties: changed });
  }
  return changes;
}

function linesOf({ iRule }: As3Object): string[] {
  const text = typeof iRule === 'string' ? iRule : iRule === undefined ? '' : canonicalText(iRule);
  return text === '' ? [] : text.split('\n');
}

/** How many lines come and go; nothing is said of where. */
function lineCounts(
  before: readonly string[],
  after: readonly string[],
): { readonly added: number; readonly removed: number } {
  const left = new Map<string, number>();
  for (const line of before) left.set(line, (left.get(line) ?? 0) + 1);
  let added = 0;
  for (const line of after) {
    const count = left.get(line) ?? 0;
    if (count === 0) added++;
    else left.set(line, count - 1);
  }
  return { added, removed: before.length - (after.length - added) };
}

function certificateChanges(before: As3Object, after: As3Object) {
  const [one, other] = [certificatesOf(before), certificatesOf(after)];
  const only = (these: typeof one, those: typeof one) =>
    [...these.values()].filter(({ fingerprint }) => !those.has(fingerprint));
  const rest = [...certificateProperties, 'privateKey', 'passphrase'];
  // What is referred to by a name can be shown, texts of certificates cannot.
  const references = (object: As3Object): As3Object =>
    Object.fromEntries(certificateProperties.map(key => [key, isObject(object[key]) ? object[key] : undefined]));
  return {
    class: String(after.class),
    gone: only(one, other),
    come: only(other, one),
    privateKeyChanged: !same(before.privateKey, after.privateKey) || !same(before.passphrase, after.passphrase),
    properties: propertyChanges(
      { ...without(before, ...rest), ...references(before) },
      { ...without(after, ...rest), ...references(after) },
    ),
  };
}
