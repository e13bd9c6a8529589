import type { Token } from './scanner.ts';
import type { TokenStream } from './token-stream.ts';

const escapePattern = /\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([\s\S]?))/gu;

const simpleEscapes: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['"', '"'],
  ['\\', '\\'],
]);

/** The text that a `text` token stands for. Backslash escapes exist only in quoted strings; `$${` and `%%{` everywhere. */
export function decodeText(stream: TokenStream, token: Token, quoted: boolean): string {
  const text = stream.text(token);
  if (text === '$${' || text === '%%{') return text.slice(1);
  if (!quoted || !text.includes('\\')) return text;
  return text.replace(escapePattern, (escape, four?: string, eight?: string, other?: string) => {
    const hex = four ?? eight;
    if (hex !== undefined) {
      const codePoint = Number.parseInt(hex, 16);
      if (codePoint > 0x10ffff || (codePoint >= 0xd800 && codePoint <= 0xdfff)) {
        stream.fail('Invalid escape sequence', `Cannot encode character U+${hex} in UTF-8.`, token);
      }
      return String.fromCodePoint(codePoint);
    }
    const simple = simpleEscapes.get(other ?? '');
    if (simple !== undefined) return simple;
    return stream.fail('Invalid escape sequence', escapeProblem(escape), token);
  });
}

function escapeProblem(escape: string): string {
  switch (escape.charAt(1)) {
    case '':
      return 'Backslash must be followed by an escape sequence selector character.';
    case 'u':
      return 'The \\u escape sequence must be followed by four hexadecimal digits.';
    case 'U':
      return 'The \\U escape sequence must be followed by eight hexadecimal digits.';
    default:
      return `The symbol ${JSON.stringify(escape.slice(1))} is not a valid escape sequence selector.`;
  }
}
