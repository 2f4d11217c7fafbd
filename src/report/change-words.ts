import type { CertificateFacts, Change, PropertyChange, Share, ShareChange, TrafficChange } from '../diff/index.ts';

/** Longest value, in UTF-16 units. */
const longest = 60;
/** What of a change is told one by one. */
const mostParts = 8;

/** A change as a person would say it, in one line; text of manifests is in it as it is. */
export function changeWords(change: Change): string {
  const { verb, properties = [] } = change as Change & { readonly properties?: readonly PropertyChange[] };
  const details = properties.map(propertyWords);
  switch (change.kind) {
    case 'tenant':
      return said(`tenant ${change.tenant}`, verb, change.holds ? [holdingWords(change.holds)] : details);
    case 'virtual-server': {
      const listens = verb === 'changed' ? '' : bracketed(change.listens);
      return said(`virtual server ${change.object}`, verb, details, listens);
    }
    case 'pool': {
      const members = change.members ? ` with ${countOf(change.members.length, 'member')}` : '';
      return said(`pool ${change.object}`, verb, details, members);
    }
    case 'member': {
      const cluster = change.cluster === undefined ? '' : ` (${change.cluster})`;
      return said(`pool ${change.object}: member ${change.member}`, verb, verb === 'changed' ? details : [], cluster);
    }
    case 'data-group':
      return said(`data group ${change.object}`, verb, details, withCount(change.records, 'record'));
    case 'record': {
      const { before, after } = change;
      const value =
        before !== undefined && after !== undefined ? `${cut(before)} → ${cut(after)}` : cut(after ?? before ?? '');
      return said(`data group ${change.object}: ${change.key}`, verb, value === '' ? [] : [value]);
    }
    case 'share':
      return `${change.path}${shareSteps(change)}`;
    case 'policy':
      return said(`policy ${change.object}`, verb, details, withCount(change.rules, 'rule'));
    case 'rule': {
      const pool = change.pool === undefined || verb === 'changed' ? '' : ` → pool ${change.pool}`;
      const paths = bracketed(change.paths.slice(0, mostParts).map(path => `${path}${pool}`));
      return said(`policy ${change.object}: rule ${change.rule}`, verb, details, paths);
    }
    case 'irule': {
      const { added, removed } = change.lines;
      if (verb !== 'changed') return said(`iRule ${change.object}`, verb, [], withCount(added + removed, 'line'));
      return said(`iRule ${change.object}`, verb, [
        ...(details.length > 0 && added + removed === 0 ? [] : [lineWords(change.lines)]),
        ...details,
      ]);
    }
    case 'certificate': {
      const parts = [
        ...change.gone.map(facts => `${certificateWords(facts)} goes`),
        ...change.come.map(facts => `${certificateWords(facts)} comes`),
        ...(change.privateKeyChanged ? ['private key changed'] : []),
        ...details,
      ];
      const name = change.class === 'CA_Bundle' ? 'CA bundle' : 'certificate';
      return said(
        `${name} ${change.object}`,
        verb,
        verb === 'changed' && parts.length === 0 ? ['its text differs'] : parts,
      );
    }
    default:
      return said(`${names[change.class] ?? change.class} ${change.object}`, verb, details);
  }
}

const names: Readonly<Record<string, string>> = {
  TLS_Server: 'TLS profile for clients',
  TLS_Client: 'TLS profile for servers',
  Monitor: 'monitor',
  GSLB_Monitor: 'GSLB monitor',
  Service_Address: 'service address',
  GSLB_Domain: 'GSLB domain',
  GSLB_Pool: 'GSLB pool',
};

function said(what: string, verb: Change['verb'], details: readonly string[], remark = ''): string {
  const shown = details.slice(0, mostParts);
  const more = details.length > shown.length ? [`… and ${details.length - shown.length} more`] : [];
  const list = [...shown, ...more].join('; ');
  const word = verb === 'changed' ? '' : ` ${verb}`;
  return `${what}${word}${remark}${list === '' ? '' : `: ${list}`}`;
}

function bracketed(words: readonly string[]): string {
  return words.length === 0 ? '' : ` (${words.join(', ')})`;
}

function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function withCount(count: number | undefined, noun: string): string {
  return count === undefined ? '' : ` with ${countOf(count, noun)}`;
}

function holdingWords({
  virtualServers,
  pools,
  members,
}: NonNullable<Extract<Change, { kind: 'tenant' }>['holds']>): string {
  const shown = virtualServers.slice(0, mostParts);
  const more = virtualServers.length > shown.length ? [`… and ${virtualServers.length - shown.length} more`] : [];
  const servers = `${countOf(virtualServers.length, 'virtual server')}${bracketed([...shown, ...more])}`;
  return `${servers}, ${countOf(pools, 'pool')} with ${countOf(members, 'member')}`;
}

function propertyWords({ property, before, after, item }: PropertyChange): string {
  if (before === undefined)
    return item ? `${property}: ${valueText(after)} added` : `${property} ${valueText(after)} added`;
  if (after === undefined)
    return item ? `${property}: ${valueText(before)} removed` : `${property} ${valueText(before)} removed`;
  return `${property} ${valueText(before)} → ${valueText(after)}`;
}

/** A value in short: a reference is the path that it leads to. */
function valueText(value: unknown): string {
  if (typeof value === 'string') return value === '' ? '""' : cut(value);
  if (Array.isArray(value) && value.length > 0) return cut(value.map(valueText).join(', '));
  if (typeof value === 'object' && value !== null) {
    const held = Object.entries(value);
    const [only] = held;
    if (held.length === 1 && only && ['bigip', 'use'].includes(only[0])) return valueText(only[1]);
    if (held.length > 0) return cut(held.map(([key, part]) => `${key} ${valueText(part)}`).join(', '));
  }
  return cut(JSON.stringify(value) ?? '');
}

function cut(text: string): string {
  const [first = '', ...lines] = text.split('\n');
  const line = lines.length > 0 ? `${first} … (${lines.length + 1} lines)` : first;
  return line.length > longest ? `${line.slice(0, longest - 1).replace(/\p{Surrogate}$/u, '')}…` : line;
}

function lineWords({ added, removed }: { readonly added: number; readonly removed: number }): string {
  const words = [
    ...(added > 0 ? [`${countOf(added, 'line')} added`] : []),
    ...(removed > 0 ? [`${countOf(removed, 'line')} removed`] : []),
  ];
  return words.length === 0 ? 'lines change places' : words.join(', ');
}

function certificateWords({ subject, fingerprint, validTo }: CertificateFacts): string {
  return `${subject || 'no subject'} until ${validTo} (sha256 ${fingerprint.slice(0, 16)})`;
}

/** What becomes of the pools of a path: ` added: web_1 67 %, web_2 33 %`, or `: web_1 67 % → 50 %`. */
function shareSteps({ verb, before = [], after = [] }: Pick<ShareChange, 'verb' | 'before' | 'after'>): string {
  const parts = (shares: readonly Share[]): string =>
    shares.map(({ pool, share }) => `${pool} ${percent(share)}`).join(', ');
  if (verb === 'added') return ` added: ${parts(after)}`;
  if (verb === 'removed') return ` removed: ${parts(before)}`;
  const record = (shares: readonly Share[]): Record<string, number> =>
    Object.fromEntries(shares.map(({ pool, share }) => [pool, share]));
  return `: ${steps(record(before), record(after)) || 'its pools in another order'}`;
}

/** Where the requests of a path go before and after: `shop.example.com/cart: cluster2 33 % → 0 %`. */
export function trafficWords({ path, before, after }: Pick<TrafficChange, 'path' | 'before' | 'after'>): string {
  return `${path}: ${steps(before, after)}`;
}

function steps(before: Readonly<Record<string, number>>, after: Readonly<Record<string, number>>): string {
  const all = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return all
    .map(name => [name, before[name] ?? 0, after[name] ?? 0] as const)
    .filter(([, one, other]) => Math.abs(one - other) >= 0.0005)
    .map(([name, one, other]) => `${name} ${percents(one, other)}`)
    .join(', ');
}

const percent = (share: number, digits = 0): string => `${(share * 100).toFixed(digits)} %`;

/** With a decimal where it would read as no difference. */
function percents(before: number, after: number): string {
  const digits = Math.round(before * 100) === Math.round(after * 100) ? 1 : 0;
  return [before, after].map(share => percent(share, digits)).join(' → ');
}
