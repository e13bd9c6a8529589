/** The candidate that a misspelt name most likely means: the first within two edits, as Terraform suggests names. */
export function nameSuggestion(given: string, candidates: Iterable<string>): string | undefined {
  for (const candidate of candidates) {
    if (editDistance(given, candidate) < 3) return candidate;
  }
  return undefined;
}

/** Levenshtein's distance: the fewest insertions, deletions and replacements that make one text the other. */
export function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const replaced = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      const removed = (previous[column] ?? 0) + 1;
      const inserted = (current[column - 1] ?? 0) + 1;
      current.push(Math.min(replaced, removed, inserted));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
