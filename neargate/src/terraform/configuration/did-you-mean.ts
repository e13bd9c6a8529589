import { nameSuggestion } from '../../hcl/suggestions.ts';

/** ` Did you mean "x"?` with its leading space when a known name is close to the given one, else nothing. */
export function didYouMean(given: string, known: Iterable<string>): string {
  const suggestion = nameSuggestion(given, known);
  return suggestion === undefined ? '' : ` Did you mean "${suggestion}"?`;
}
