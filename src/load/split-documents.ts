/** A document's text within a file: from `start` to before `end`, in UTF-16 units. */
export interface DocumentRange {
  readonly start: number;
  readonly end: number;
}

/** The rest of a separating line, and a byte order mark behind it: kubectl passes over one where a document begins. */
const markBehind = /[ \t]*\r?\n\ufeff/y;
const onlyComments = /^(?:[ \t]*(?:#.*)?(?:\r?\n|$)|%.*(?:\r?\n|$))*$/;

/**
 * Cuts a stream at lines that begin with `---`, as kubectl does, so that one broken document does not take its neighbours
 * along. In YAML such a line ends a document wherever it stands, also within a block scalar or a quoted string.
 */
export function splitDocuments(text: string): DocumentRange[] {
  const ranges: DocumentRange[] = [];
  let start = 0;
  const push = (end: number): void => {
    if (end > start && !onlyCommentsIn(text, start, end)) ranges.push({ start, end });
  };
  let at = text.startsWith('---') ? 0 : text.indexOf('\n---') + 1;
  while (at === 0 ? text.startsWith('---') : at > 0) {
    const after = text.charCodeAt(at + 3);
    if (Number.isNaN(after) || after === 32 || after === 10 || after === 13 || after === 9) {
      push(at);
      start = at + 3;
      markBehind.lastIndex = start;
      if (markBehind.test(text)) start = markBehind.lastIndex;
    }
    const next = text.indexOf('\n---', at + 3);
    if (next < 0) break;
    at = next + 1;
  }
  push(text.length);
  return ranges;
}

/** True for text without a value. Most documents start with a letter: the pattern runs on the others alone. */
function onlyCommentsIn(text: string, start: number, end: number): boolean {
  let at = start;
  while (at < end && text.charCodeAt(at) <= 32) at++;
  if (at === end) return true;
  const first = text[at];
  return (first === '#' || first === '%') && onlyComments.test(text.slice(at, end));
}
