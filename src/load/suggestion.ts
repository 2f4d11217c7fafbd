import { distance } from 'fastest-levenshtein';

/** The nearest of the known words, where one is near enough to be what was meant. Spread into a rule's values. */
export function suggestion(word: string, known: Iterable<string>): { readonly suggested?: string } {
  let best: string | undefined;
  let least = Math.max(2, Math.floor(word.length / 3)) + 1;
  for (const candidate of known) {
    // No fewer letters change than one of them is longer.
    if (Math.abs(candidate.length - word.length) >= least) continue;
    const away = candidate.toLowerCase() === word.toLowerCase() ? 0.5 : distance(word, candidate);
    if (away < least && away < Math.max(candidate.length, word.length)) {
      best = candidate;
      least = away;
    }
  }
  return best === undefined ? {} : { suggested: best };
}
