/**
 * A domain name as Route 53 keeps it: in lower case, with its last dot, and every byte but letters, digits, `-` and `_` as an
 * octal escape (`*` is `\052`). https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DomainNameFormat.html
 */
export function canonicalName(given: string): string {
  const plain = unescaped(given).toLowerCase().replace(/\.$/, '');
  const escaped = Array.from(Buffer.from(plain, 'utf8'), (byte) => {
    const character = String.fromCharCode(byte);
    return /[a-z0-9._-]/.test(character) ? character : `\\${byte.toString(8).padStart(3, '0')}`;
  });
  return `${escaped.join('')}.`;
}

/** The name that a program looks up: without escapes and the last dot. */
export function plainName(canonical: string): string {
  return unescaped(canonical).replace(/\.$/, '');
}

function unescaped(name: string): string {
  const bytes: Buffer[] = [];
  for (const part of name.split(/(\\[0-3][0-7]{2})/)) {
    bytes.push(
      /^\\[0-3][0-7]{2}$/.test(part)
        ? Buffer.from([Number.parseInt(part.slice(1), 8)])
        : Buffer.from(part, 'utf8'),
    );
  }
  return Buffer.concat(bytes).toString('utf8');
}

/** Whether a canonical name is a zone's own or below it. */
export function isWithin(name: string, zoneName: string): boolean {
  return name === zoneName || name.endsWith(`.${zoneName}`);
}

/**
 * Route 53 sorts names by their labels from the last to the first, with a dot at the end, so that `a-b.com.` comes before `a.com.`.
 * https://docs.aws.amazon.com/Route53/latest/APIReference/API_ListResourceRecordSets.html
 */
export function reversedLabels(name: string): string {
  return `${name.replace(/\.$/, '').split('.').toReversed().join('.')}.`;
}

/** Labels of at most 63 characters, 255 in all. */
export function isDomainName(given: string): boolean {
  const plain = unescaped(given).replace(/\.$/, '');
  return (
    plain !== '' &&
    plain.length <= 255 &&
    plain.split('.').every((label) => label.length >= 1 && label.length <= 63)
  );
}
