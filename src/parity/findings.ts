import type { Findings } from '../finding.ts';
import { objectKey } from '../model/cluster.ts';
import type { Difference } from './difference.ts';
import type { ComparedPair } from './index.ts';
import type { Pair } from './pairs.ts';

/** What one finding tells of a virtual server. */
const mostWords = 3;

/** Puts what was found about a pair into findings; what is allowed is none. */
export function reportPair({ primary, secondary }: Pair, parity: ComparedPair, findings: Findings): void {
  const clusters = { primary: primary.name, secondary: secondary.name };
  const allowedServices = new Set<string>();
  for (const difference of parity.differences) {
    if (difference.allowed === undefined) reportDifference(clusters, difference, findings);
    else if (difference.resource?.kind === 'Service') allowedServices.add(objectKey(difference.resource));
  }
  for (const side of ['primary', 'secondary'] as const) {
    const outcome = parity.outcomes[side];
    const place = { primary, secondary }[side].controller?.place;
    if (outcome === 'refuses-to-start' || outcome === 'crashes')
      findings.add('parity-view-unknown', { cluster: clusters[side], outcome }, place ? { at: place } : {});
  }
  for (const { tenant, virtual, what, primary: one, secondary: other } of parity.views) {
    const at = other ?? one;
    const where = { ...(at && { at }), ...(other && one && { other: one }) };
    const words = { what: what.slice(0, mostWords).join('; '), more: what.length - mostWords };
    if (what.length > 0) findings.add('parity-virtual-differs', { tenant, virtual, ...words }, where);
    else {
      const side = one ? { primaryValue: virtual } : { secondaryValue: virtual };
      findings.add('parity-virtual-missing', { ...clusters, tenant, virtual, ...side }, where);
    }
  }
  for (const { path, virtual, before, after, services, place } of parity.failover) {
    const lost = before && after && hasShare(before.shares) && !hasShare(after.shares);
    if (!lost || services.every(service => allowedServices.has(service))) continue;
    findings.add('parity-failover-empty', { path, virtual, primary: primary.name }, place ? { at: place } : {});
  }
}

const hasShare = (shares: Readonly<Record<string, number>>): boolean => Object.keys(shares).length > 0;

function reportDifference(
  clusters: { readonly primary: string; readonly secondary: string },
  { rule, resource, field = '', primary, secondary, consequence = '' }: Difference,
  findings: Findings,
): void {
  const sides = {
    ...clusters,
    ...(primary.value !== undefined && { primaryValue: primary.value }),
    ...(secondary.value !== undefined && { secondaryValue: secondary.value }),
  };
  // What is missing is shown where it is; else the secondary's is shown first: it is what takes over.
  const absent = rule === 'parity-object-missing' && secondary.value === undefined;
  const [at, other] = absent ? [primary.place, secondary.place] : [secondary.place, primary.place];
  const where = { ...(at && { at }), ...(other && { other }), ...(resource && { resource }) };
  const name = resource ? objectKey(resource).replace(/^\//, '') : (primary.value ?? '');
  findings.add(rule, { ...sides, kind: resource?.kind ?? '', name, field, flag: field, consequence }, where);
}
