import pc from 'picocolors';
import { type ShownSync, syncText } from './sync.ts';

/** Fits into a comment on GitHub, with room for what others add. */
const limit = 60_000;

/** The same text for a comment or a job summary: a block for each BIG-IP, as far as there is room. */
export function syncMarkdown({ carry, bigips }: ShownSync): string {
  let room = limit;
  let left = 0;
  const blocks = bigips.flatMap(one => {
    const [title = '', ...lines] = syncText({ carry, bigips: [one] }, pc.createColors(false)).split('\n');
    const shown = fitting(lines, room - title.length - 200);
    left += lines.length - shown.length;
    const fence = '`'.repeat(Math.max(3, ...lines.map(line => /`+/.exec(line)?.[0].length ?? 0)) + 1);
    const block = `### ${title}\n\n${fence}text\n${shown.join('\n').trimEnd()}\n${fence}\n`;
    room -= block.length;
    return room < 0 ? [] : [block];
  });
  const more = left === 0 ? [] : [`${left} lines are left out, since the text would be too long.\n`];
  return [...blocks, ...more].join('\n');
}

function fitting(lines: readonly string[], room: number): readonly string[] {
  let used = 0;
  const end = lines.findIndex(line => {
    used += Buffer.byteLength(line) + 1;
    return used > room;
  });
  return end < 0 ? lines : lines.slice(0, end);
}
