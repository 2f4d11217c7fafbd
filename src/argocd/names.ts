import { createHash } from 'node:crypto';

/** Longest name of an object whose Pods get its name as a label, with room for what is put behind it. */
const longest = 52;

/**
 * A name that Kubernetes takes, made of parts, and always the same for them. What had to be changed for it gets a hash, so that `Shop` and
 * `shop` do not meet.
 */
export function objectName(...parts: readonly string[]): string {
  const wanted = parts.join('-');
  const name = wanted
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  if (name !== '' && name === wanted && name.length <= longest) return name;
  const hash = createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, 8);
  return `${name.slice(0, longest - hash.length - 1).replace(/-+$/, '')}-${hash}`.replace(/^-/, '');
}
