/** What the rule of a URI matches: the host as written and the escaped path segments. */
export interface RuleUri {
  readonly host: string;
  /** Empty where the path has no first segment. */
  readonly segments: readonly string[];
}

const verbatim = /^(?:[A-Za-z0-9\-_.~$&+,/:;=@!'()*[\]]|%[0-9A-Fa-f]{2})*$/;
const kept = /[A-Za-z0-9\-_.~$&+,/:;=@]/;
const strayPercent = /%(?![0-9A-Fa-f]{2})/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for.
const control = /[\x00-\x1f\x7f]/;
/** ASCII characters that a host may not hold. */
const badHost = /[ "#%/<>?@\\^`{|}]/;

/**
 * Splits `host + path` as the controller does for a rule (specification 01 §5.6): one trailing slash is dropped, query and
 * fragment are cut off, and the escaped form of the path is cut into segments. Undefined for a URI that does not parse.
 */
export function parseRuleUri(uri: string): RuleUri | undefined {
  if (control.test(uri)) return undefined;
  const withoutSlash = uri.endsWith('/') ? uri.slice(0, -1) : uri;
  const withoutFragment = cut(withoutSlash, '#');
  if (strayPercent.test(withoutSlash.slice(withoutFragment.length))) return undefined;
  const text = cut(withoutFragment, '?');
  const slash = text.indexOf('/');
  const host = slash < 0 ? text : text.slice(0, slash);
  const path = slash < 0 ? '' : text.slice(slash);
  if (badHost.test(host) || !validPort(host) || strayPercent.test(path)) return undefined;
  const segments = escapePath(path).replace(/^\//, '').split('/');
  return { host, segments: segments[0] === '' ? [] : segments };
}

function cut(text: string, mark: string): string {
  const at = text.indexOf(mark);
  return at < 0 ? text : text.slice(0, at);
}

/** A colon starts a port, which has only digits; within brackets it belongs to an IPv6 address. */
function validPort(host: string): boolean {
  if (host.startsWith('[')) return /^\[[^[\]]*\](?::\d*)?$/.test(host);
  const colon = host.lastIndexOf(':');
  return colon < 0 || /^:\d*$/.test(host.slice(colon));
}

/** A path in its escaped form: as it is where that is already one, else decoded as a whole and encoded anew. */
function escapePath(path: string): string {
  if (verbatim.test(path)) return path;
  const bytes: number[] = [];
  for (let at = 0; at < path.length; ) {
    if (path[at] === '%') {
      bytes.push(Number.parseInt(path.slice(at + 1, at + 3), 16));
      at += 3;
    } else {
      const char = String.fromCodePoint(path.codePointAt(at)!);
      bytes.push(...Buffer.from(char));
      at += char.length;
    }
  }
  return bytes
    .map(byte => {
      const char = String.fromCharCode(byte);
      return kept.test(char) ? char : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');
}
