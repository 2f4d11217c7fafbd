import type { PathChange } from '../parity/failover.ts';

/** What a failover does to the requests of one path. */
export function changeWords({ before, after, kept, gained, lost }: Omit<PathChange, 'place'>): string {
  if (!before) return `published by the secondary alone, with ${members(count(after?.members ?? {}))}`;
  const had = count(before.members);
  if (kept)
    return `the secondary does not post its tenant: the BIG-IP keeps it as the primary left it, with ${members(had)}`;
  if (!after) return `taken off the BIG-IP, since the secondary does not publish it; ${members(had)} lost`;
  const remain = had - lost.length;
  const come = gained.length > 0 ? [`${gained.length} ${gained.length === 1 ? 'comes' : 'come'}`] : [];
  const stay =
    had === 0
      ? 'had no members'
      : `${remain === 0 ? 'none' : remain} of ${members(had)} ${remain > 1 ? 'remain' : 'remains'}`;
  const clusters = [...new Set([...Object.keys(before.shares), ...Object.keys(after.shares)])];
  const shares = clusters.map(name => `${name} ${percent(before.shares[name])} → ${percent(after.shares[name])}`);
  const served = Object.keys(after.shares).length > 0 ? [] : ['nothing serves it'];
  return [[stay, ...come].join(', '), ...served, shares.join(', ')].filter(Boolean).join('; ');
}

const count = (values: Readonly<Record<string, number>>): number => Object.values(values).reduce((a, b) => a + b, 0);
const members = (number: number): string => `${number} ${number === 1 ? 'member' : 'members'}`;
const percent = (share = 0): string => `${Math.round(share * 100)} %`;
