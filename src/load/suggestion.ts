import { distance } from 'fastest-levenshtein';
import type { Suggested } from '../rules/did-you-mean.ts';

/** The nearest of the known words, where one is near enough to be what was meant. Spread into a rule's values. */
export function suggestion(word: string, known: Iterable<string>): Suggested {
  let best: string | undefined;
  const limit = Math.max(2, Math.floor(word.length / 3)) + 1;
  let least = limit;
  let next = limit;
  for (const candidate of known) {
    // No fewer letters change than one of them is longer.
    if (Math.abs(candidate.length - word.length) >= least) continue;
    const away = candidate.toLowerCase() === word.toLowerCase() ? 0.5 : distance(word, candidate);
    if (away < least && away < Math.max(candidate.length, word.length)) {
      next = least;
      best = candidate;
      least = away;
    } else next = Math.min(next, away);
  }
  if (best === undefined) return {};
  return { suggested: best, certain: next > least && isSlip(word, best, least) };
}

/** The same for words that all begin alike: what they have in common makes none of them nearer. */
export function suggestionBehind(prefix: string, word: string, known: readonly string[]): Suggested {
  const behind = (text: string): string => (text.startsWith(prefix) ? text.slice(prefix.length) : text);
  const { suggested, ...rest } = suggestion(behind(word), known.map(behind));
  return suggested === undefined ? {} : { suggested: prefix + suggested, ...rest };
}

/** A slip of the pen: other case, one letter too many, too few or wrong, two swapped, or one letter in five of a long word. */
function isSlip(word: string, meant: string, away: number): boolean {
  if (away < 1) return true;
  if (meant.length < 4) return false;
  return away <= Math.max(1, Math.floor(meant.length / 5)) || isSwap(word, meant);
}

function isSwap(word: string, meant: string): boolean {
  const at = [...meant].findIndex((letter, index) => word[index] !== letter);
  return word === `${meant.slice(0, at)}${meant[at + 1]}${meant[at]}${meant.slice(at + 2)}`;
}
