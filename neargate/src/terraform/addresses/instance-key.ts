/** What tells the instances of one block apart: nothing, the index that `count` gives, or the key that `for_each` gives. */
export type InstanceKey = undefined | number | string;

/** The key as an address shows it: nothing, `[0]` or `["name"]`. */
export function instanceKeyText(key: InstanceKey): string {
  if (key === undefined) return '';
  return typeof key === 'number' ? `[${key}]` : `["${escapeQuoted(key)}"]`;
}

/** Orders instances as Terraform lists them: the one without a key, then by index, then by name. */
export function compareInstanceKeys(a: InstanceKey, b: InstanceKey): number {
  const rank = (key: InstanceKey) => (key === undefined ? 0 : typeof key === 'number' ? 1 : 2);
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : Number(a > b);
  return rank(a) - rank(b);
}

/** The inside of a quoted string as the language writes it, so that no template begins in it. */
export function escapeQuoted(text: string): string {
  if (/^[\w ./:@-]*$/.test(text)) return text;
  return text
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
    .replaceAll(/([$%])\{/g, '$1$1{');
}
