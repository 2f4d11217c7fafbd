/** The longest text of one finding that is shown, in UTF-16 units. One must not take the place of all others. */
const longest = 1_000;

/** A text that is too long, cut short. */
export function shortened(text: string): string {
  return text.length > longest ? `${text.slice(0, longest).replace(/\p{Surrogate}$/u, '')}…` : text;
}

/** What moves the cursor, colours, hides or turns text round in a terminal, or begins a line of its own in a log. */
const unprintable = /[\p{Cc}\p{Zl}\p{Zp}\p{Surrogate}\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu;

/** Text of manifests for a terminal or a log, on one line: what would not show as it is shows as an escape. */
export function printable(text: string): string {
  return text.replace(unprintable, found => {
    const short = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }[found];
    return short ?? `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

/** The same for a line of a file that a caret stands under: every character keeps its column, and tabs stay. */
export function printableLine(text: string): string {
  return text.replace(unprintable, found => (found === '\t' ? found : '\ufffd'));
}
