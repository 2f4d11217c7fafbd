import type { Answer } from './connection.ts';

export interface JsonObject {
  readonly [key: string]: unknown;
}

/** The object that an answer holds; undefined where it holds none. */
export function jsonOf({ text }: Answer): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The title of an answer that is a page: of Apache or Tomcat on the BIG-IP, or of somebody else. */
export function pageTitle({ headers, text }: Answer): string | undefined {
  if (!/^text\/html\b/i.test(headers['content-type'] ?? '') && !/^\s*<(?:!doctype|html)/i.test(text)) return undefined;
  const title = /<title[^>]*>([^<]*)/i.exec(text.slice(0, 10_000))?.[1];
  return shortened(title ?? '') || 'without a title';
}

/** Text of the BIG-IP on one line, for a message. */
export function shortened(text: string): string {
  const line = text.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim();
  return line.length > 300 ? `${line.slice(0, 299)}…` : line;
}
