/**
 * Case-insensitive matching spelled out in a pattern, as flags of JavaScript's patterns hold for the whole of them and
 * RE2's only for a part.
 */

/** Characters that others are the same as but for their case, beyond the two cases of most letters. */
const furtherCases: readonly string[] = ['kK\u212a', 's\u017fS', '\u00e5\u00c5\u212b', '\u00b5\u03bc\u039c'];

/** A character in all its cases, as a class when there are several. */
export function foldedLiteral(character: string): string {
  const cases = casesOf(character);
  return cases.length === 1 ? codeEscape(character) : `[${cases.map(codeEscape).join('')}]`;
}

/** A range of a class with all cases of its members, to stand inside the class. */
export function foldedRange(low: number, high: number): string {
  const range = `${codeEscape(String.fromCodePoint(low))}-${codeEscape(String.fromCodePoint(high))}`;
  const added = new Set<string>();
  // Beyond the Basic Multilingual Plane few letters have cases; their ranges are taken as they are.
  for (let code = low; code <= Math.min(high, 0xffff); code++) {
    for (const other of casesOf(String.fromCodePoint(code))) {
      const otherCode = other.codePointAt(0) ?? 0;
      if (otherCode < low || otherCode > high) added.add(codeEscape(other));
    }
  }
  return range + [...added].join('');
}

function casesOf(character: string): string[] {
  const further = furtherCases.find((each) => each.includes(character)) ?? '';
  const cases = [character, character.toLowerCase(), character.toUpperCase(), ...Array.from(further)];
  return [...new Set(cases.filter((each) => Array.from(each).length === 1))];
}

function codeEscape(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
