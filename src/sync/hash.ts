import { createHash } from 'node:crypto';
import { canonicalText } from '../diff/values.ts';
import type { As3Object } from '../emit/as3.ts';

/** Of bytes as they are. */
export function hashOfText(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

/** Of a value, whatever the order of its keys. AS3's own bookkeeping of a tenant does not count. */
export function hashOfValue(tenant: As3Object): string {
  const { optimisticLockKey: _, ...rest } = tenant;
  return hashOfText(canonicalText(rest));
}
