/** A text in quotes as Go's `%q` writes it. */
export function quoteText(text: string): string {
  return JSON.stringify(text)
    .replaceAll('\\u000b', '\\v')
    .replaceAll('\\u0007', '\\a')
    .replaceAll(/\\u00([01][0-9a-f])/g, '\\x$1')
    .replaceAll('\u007f', '\\x7f')
    .replaceAll(/[\u0080-\u00a0\u00ad\u2028\u2029\ufeff]/g, (character) => {
      return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
    });
}
