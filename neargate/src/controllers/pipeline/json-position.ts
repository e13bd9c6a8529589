/** Where a text stops being JSON. */
class NotJson extends Error {
  readonly offset: number;

  constructor(offset: number) {
    super(`not JSON at ${offset}`);
    this.offset = offset;
  }
}

const space = /[ \t\n\r]*/y;
// oxlint-disable-next-line no-control-regex
const string = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
// oxlint-disable-next-line no-control-regex
const stringStart = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*/y;
const scalar = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

/**
 * The line and column, from 1, of the first character that cannot stand where it does; of the end where something is missing.
 * JSON.parse does not always say. https://www.rfc-editor.org/rfc/rfc8259
 */
export function jsonErrorPosition(text: string): { readonly line: number; readonly column: number } {
  const before = text.slice(0, errorOffset(text)).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

function errorOffset(text: string): number {
  try {
    return afterSpace(text, afterValue(text, 0));
  } catch (error) {
    if (error instanceof NotJson) return error.offset;
    throw error;
  }
}

function afterValue(text: string, from: number): number {
  const at = afterSpace(text, from);
  if (text[at] === '[') return afterMembers(text, at, ']', afterValue);
  if (text[at] === '{') return afterMembers(text, at, '}', afterProperty);
  return text[at] === '"' ? afterString(text, at) : (match(scalar, text, at) ?? notJson(at));
}

function afterProperty(text: string, from: number): number {
  const colon = afterSpace(text, afterString(text, afterSpace(text, from)));
  return afterValue(text, text[colon] === ':' ? colon + 1 : notJson(colon));
}

function afterMembers(text: string, from: number, end: string, afterMember: typeof afterValue): number {
  let at = afterSpace(text, from + 1);
  if (text[at] === end) return at + 1;
  for (;;) {
    at = afterSpace(text, afterMember(text, at));
    if (text[at] === end) return at + 1;
    if (text[at] !== ',') notJson(at);
    at++;
  }
}

/** A string that does not end properly is wrong where its last good character is. */
function afterString(text: string, at: number): number {
  return match(string, text, at) ?? notJson(match(stringStart, text, at) ?? at);
}

function afterSpace(text: string, at: number): number {
  return match(space, text, at) ?? at;
}

function match(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

function notJson(offset: number): never {
  throw new NotJson(offset);
}
