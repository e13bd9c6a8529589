/** A text to compare with, taken apart: one character each, or a wildcard. */
export type Pattern = readonly (string | typeof anyText | typeof anyCharacter)[];

/** `*`, which stands for any text, colons and slashes included. */
export const anyText = Symbol('*');
/** `?`, which stands for one character. */
export const anyCharacter = Symbol('?');

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html#reference_policies_elements_resource_wildcards */
export function patternOf(text: string): Pattern {
  return Array.from(text, (character) =>
    character === '*' ? anyText : character === '?' ? anyCharacter : character,
  );
}

/** The pattern in which `*` and `?` stand for themselves. */
export function literal(text: string): Pattern {
  return Array.from(text);
}

/** In steps that grow with the product of both lengths at worst, whatever a policy says. */
export function matches(pattern: Pattern, text: string): boolean {
  const characters = Array.from(text);
  let position = 0;
  let index = 0;
  let starAt = -1;
  let resumeAt = 0;
  while (position < characters.length) {
    const part = pattern[index];
    if (part === anyText) {
      starAt = index++;
      resumeAt = position;
    } else if (part !== undefined && (part === anyCharacter || part === characters[position])) {
      index++;
      position++;
    } else if (starAt >= 0) {
      index = starAt + 1;
      position = ++resumeAt;
    } else {
      return false;
    }
  }
  while (pattern[index] === anyText) index++;
  return index === pattern.length;
}

/** As actions are compared: without regard to case. */
export function matchesIgnoringCase(pattern: string, text: string): boolean {
  return pattern === '*' || matches(patternOf(pattern.toLowerCase()), text.toLowerCase());
}
