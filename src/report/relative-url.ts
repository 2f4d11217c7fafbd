/** A path with `/` as a relative reference of RFC 3986, also between the parentheses of a Markdown link. */
export function relativeUrl(path: string): string {
  return path
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .split('/')
    .map(part => encodeURIComponent(part).replace(/[!'()*]/g, found => `%${found.charCodeAt(0).toString(16)}`))
    .join('/');
}
