import pc from 'picocolors';
import { fenced } from './fenced.ts';
import { defaultLimit } from './markdown.ts';
import { type ShownSync, syncText } from './sync.ts';

/** The same text for a comment or a job summary: a block for each BIG-IP, as far as there is room. */
export function syncMarkdown({ carry, bigips }: ShownSync): string {
  let room = defaultLimit;
  let left = 0;
  const blocks = bigips.flatMap(one => {
    const [title = '', ...lines] = syncText({ carry, bigips: [one] }, pc.createColors(false)).split('\n');
    const text = fenced(lines.join('\n'), room - Buffer.byteLength(title) - 100);
    left += text.left;
    const block = `### ${title}\n\n${text.block}`;
    room -= Buffer.byteLength(block);
    return room < 0 ? [] : [block];
  });
  const more = left === 0 ? [] : [`${left} lines are left out, since the text would be too long.\n`];
  return [...blocks, ...more].join('\n');
}
