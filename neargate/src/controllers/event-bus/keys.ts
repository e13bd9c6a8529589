/** The key of a row of a regional table on the queue of a controller. Scopes hold no blanks. */
export function rowKey(scope: string, key: string): string {
  return `${scope} ${key}`;
}

export function splitRowKey(rowKeyText: string): readonly [scope: string, key: string] {
  const at = rowKeyText.indexOf(' ');
  return [rowKeyText.slice(0, at), rowKeyText.slice(at + 1)];
}
