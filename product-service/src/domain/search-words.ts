const maxWordLength = 64;

/**
 * The different words of a text as the search compares them: runs of letters and digits, in lower case, compatibility forms unified (NFKC).
 * Long ones are cut, since PostgreSQL limits a word to 2 KiB.
 */
export function searchWords(text: string): string[] {
  const runs =
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  return [...new Set(runs.map((run) => Array.from(run).slice(0, maxWordLength).join('')))];
}

/** A tsquery for texts in which each word begins some word. The words hold only letters and digits, so quoting them is safe. */
export function prefixQuery(words: readonly string[]): string {
  return words.map((word) => `'${word}':*`).join(' & ');
}
