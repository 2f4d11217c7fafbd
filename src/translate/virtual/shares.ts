/** A share of the traffic of an A/B distribution: a pool and its weight. */
export interface Share {
  readonly pool: string;
  readonly weight: number;
}

/**
 * Three decimals of a number from 0 to 1, rounded half to even on the exact binary value, as Go prints it: 0.0625 gives
 * `0.062`, where `toFixed` gives `0.063` (specification 01 §4.7). Only multiples of 1/16 can tie, and those are exact.
 */
export function threeDecimals(value: number): string {
  const thousandths = value * 1000;
  const tie = thousandths % 1 === 0.5 && (value * 16) % 1 === 0;
  if (!tie) return value.toFixed(3);
  const down = Math.floor(thousandths);
  return ((down % 2 === 0 ? down : down + 1) / 1000).toFixed(3);
}

/** Value of an `ab_deployment_dg` record: running sums of the shares, those without weight left out (01 §4.7). */
export function distribution(shares: readonly Share[]): string {
  let total = 0;
  for (const { weight } of shares) total += weight;
  if (total === 0) return '';
  let sum = 0;
  const parts: string[] = [];
  for (const { pool, weight } of shares) {
    if (weight === 0) continue;
    sum += weight;
    parts.push(`${pool},${threeDecimals(sum / total)}`);
  }
  return parts.join(';');
}
