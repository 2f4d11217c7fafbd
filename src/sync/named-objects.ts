import { isObject } from '../diff/values.ts';
import type { As3Object } from '../emit/as3.ts';

/**
 * Objects of a tenant that an answer of AS3 names, in the order in which it does: as a pointer into the declaration
 * (`/shop/Shared/web_80/virtualPort: should be integer`), or as a path on the BIG-IP (`The Virtual Address /shop/10.1.2.3 ...`,
 * `Pool (/shop/Shared/web_8080_shop)`).
 */
export function objectsNamed(tenant: string, texts: readonly string[], declared: As3Object): readonly string[] {
  const found = new Set<string>();
  for (const text of texts) {
    for (const [, application, object] of text.matchAll(pathOf(tenant))) {
      const held = declared[application!];
      if (isObject(held) && Object.hasOwn(held, object!)) found.add(object!);
    }
  }
  return [...found];
}

function pathOf(tenant: string): RegExp {
  const escaped = tenant.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`/${escaped}/([^/\\s"'():,]+)/([^/\\s"'():,]+)`, 'g');
}
