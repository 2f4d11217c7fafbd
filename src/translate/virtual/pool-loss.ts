import type { Pool } from '../adc.ts';

/**
 * What the pool that is kept has instead of what one of the same name asks for: another Service, or other members of it; undefined
 * where both lead to the same. Objects of one name are one (specification 01 §7.2). `local` is what the local cluster is called.
 */
export function poolLoss(lost: Pool, kept: Pool, local: string): string | undefined {
  const [from, to] = [lost, kept].map(({ service, namespace, cluster }) => {
    const where = cluster === '' || cluster === local ? '' : ` in cluster ${cluster}`;
    return `Service ${namespace}/${service}${where}`;
  });
  if (from !== to) return `${to} and not to ${from}`;
  if (lost.origin === kept.origin || lost.origin.kind === 'Route') return undefined;
  const there = new Set(kept.members().map(title));
  const missing = lost
    .members()
    .map(title)
    .find(member => !there.has(member));
  return missing === undefined ? undefined : `${to} without member ${missing}`;
}

const title = ({ address, port }: { readonly address: string; readonly port: number }): string =>
  address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
