/** A text as a block of code, cut at the end of a line to so many bytes of UTF-8, and how many lines are left out. */
export function fenced(text: string, room: number): { readonly block: string; readonly left: number } {
  const lines = text.trimEnd().split('\n');
  const fence = '`'.repeat(Math.max(3, ...lines.map(longestRun)) + 1);
  let used = 2 * fence.length + 'text\n\n'.length;
  const end = lines.findIndex(line => {
    used += Buffer.byteLength(line) + 1;
    return used > room;
  });
  const shown = end < 0 ? lines : lines.slice(0, end);
  return { block: `${fence}text\n${shown.join('\n')}\n${fence}\n`, left: lines.length - shown.length };
}

function longestRun(line: string): number {
  return Math.max(0, ...(line.match(/`+/g) ?? []).map(({ length }) => length));
}

/** A heading with a text below it, no longer than so many bytes. */
export function fencedSection(heading: string, text: string, limit: number): string {
  const { block, left } = fenced(text, limit - Buffer.byteLength(heading) - 100);
  const more = left === 0 ? '' : `\n${left} lines are left out, since the text would be too long.\n`;
  return `### ${heading}\n\n${block}${more}`;
}
