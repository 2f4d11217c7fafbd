/** `.gitattributes` that calls rendered files generated, so that code hosts fold them in a review. Lines that are there stay. */
export function withGeneratedAttribute(before: string | undefined, output: string): string {
  const line = `${output}/** linguist-generated=true`;
  const text = before ?? '';
  if (text.split(/\r?\n/).some(each => each.trim().startsWith(`${output}/**`))) return text;
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  return `${text}${text === '' || text.endsWith('\n') ? '' : end}${line}${end}`;
}
