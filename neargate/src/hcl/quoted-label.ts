import { decodeText } from './string-escapes.ts';
import type { TokenStream } from './token-stream.ts';
import { stringValue } from './values.ts';

/** Parses a quoted string that may not contain sequences, such as a block label. The stream is at its opening quote. */
export function parseQuotedLabel(stream: TokenStream): string {
  const open = stream.next();
  let label = '';
  for (;;) {
    const token = stream.next();
    switch (token.kind) {
      case 'close-quote':
        return stringValue(label).string;
      case 'text':
        label += decodeText(stream, token, true);
        break;
      case 'interpolation':
      case 'directive': {
        const sign = token.kind === 'interpolation' ? '$' : '%';
        return stream.fail(
          'Invalid string literal',
          `Template sequences are not allowed in this string. To include a literal "${sign}", double it (as "${sign}${sign}") to escape it.`,
          token,
        );
      }
      default:
        return stream.fail(
          'Unterminated string literal',
          'Unable to find the closing quote mark before the end of the file.',
          token.kind === 'end-of-file' ? open : token,
        );
    }
  }
}
