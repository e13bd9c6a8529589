/** A compiled pattern of `*` (zero or more characters) and `?` (exactly one), matched against the whole value. */
export type WildcardMatcher = (value: string) => boolean;

const star = -1;
const question = -2;

/**
 * Compiles an ALB wildcard pattern. `\*` and `\?` stand for the characters themselves. Patterns without wildcards and
 * with a single `*` at the end, the common ones, compare without a loop.
 *
 * @param ignoreCase the caller then passes values already lower-cased.
 */
export function compileWildcard(pattern: string, ignoreCase = false): WildcardMatcher {
  const codes = tokenize(ignoreCase ? pattern.toLowerCase() : pattern);
  const wildcards = codes.filter((code) => code < 0);
  if (wildcards.length === 0) {
    const exact = String.fromCharCode(...codes);
    return (value) => value === exact;
  }
  if (wildcards.length === 1 && codes[codes.length - 1] === star) {
    const prefix = String.fromCharCode(...codes.slice(0, -1));
    return (value) => value.startsWith(prefix);
  }
  return (value) => matches(codes, value);
}

function tokenize(pattern: string): number[] {
  const codes: number[] = [];
  for (let index = 0; index < pattern.length; index++) {
    const character = pattern[index];
    const next = pattern[index + 1];
    if (character === '\\' && (next === '*' || next === '?')) {
      codes.push(pattern.charCodeAt(++index));
    } else if (character === '*') codes.push(star);
    else if (character === '?') codes.push(question);
    else codes.push(pattern.charCodeAt(index));
  }
  return codes;
}

// Greedy with one point to come back to: linear in practice, value × pattern at worst, so no pattern can stall the process.
function matches(codes: readonly number[], value: string): boolean {
  let at = 0;
  let code = 0;
  let lastStar = -1;
  let retryAt = 0;
  while (at < value.length) {
    const expected = codes[code];
    if (expected === star) {
      lastStar = code++;
      retryAt = at;
    } else if (expected === question || expected === value.charCodeAt(at)) {
      code++;
      at++;
    } else if (lastStar !== -1) {
      code = lastStar + 1;
      at = ++retryAt;
    } else return false;
  }
  while (codes[code] === star) code++;
  return code === codes.length;
}
