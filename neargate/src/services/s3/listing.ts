import { compareKeys } from './key-order.ts';

export interface ListingRequest {
  readonly prefix: string;
  /** Keys that have it after the prefix are rolled up into common prefixes. */
  readonly delimiter: string | undefined;
  /** Only what comes after this key or common prefix. */
  readonly after: string | undefined;
  readonly maxKeys: number;
}

export interface Listing {
  readonly keys: readonly string[];
  readonly commonPrefixes: readonly string[];
  readonly isTruncated: boolean;
  /** The last key or common prefix of the page, where the next one begins. */
  readonly last: string | undefined;
}

/**
 * One page of keys. `sortedKeys` are in S3's order. Keys and common prefixes count alike.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-prefixes.html
 */
export function listKeys(sortedKeys: readonly string[], request: ListingRequest): Listing {
  const { prefix, delimiter, after, maxKeys } = request;
  const keys: string[] = [];
  const commonPrefixes: string[] = [];
  let last: string | undefined;
  for (const key of sortedKeys) {
    if (!key.startsWith(prefix)) continue;
    const rolled = commonPrefixOf(key, prefix, delimiter);
    const item = rolled ?? key;
    if (after !== undefined && compareKeys(item, after) <= 0) continue;
    if (rolled !== undefined && rolled === commonPrefixes.at(-1)) continue;
    if (keys.length + commonPrefixes.length >= maxKeys) {
      return { keys, commonPrefixes, isTruncated: maxKeys > 0, last };
    }
    if (rolled === undefined) keys.push(key);
    else commonPrefixes.push(rolled);
    last = item;
  }
  return { keys, commonPrefixes, isTruncated: false, last };
}

/** The key up to and with the first delimiter after the prefix, or undefined when it has none there. */
export function commonPrefixOf(
  key: string,
  prefix: string,
  delimiter: string | undefined,
): string | undefined {
  if (delimiter === undefined || delimiter === '') return undefined;
  const at = key.indexOf(delimiter, prefix.length);
  return at === -1 ? undefined : key.slice(0, at + delimiter.length);
}

/** How answers write keys when the request has `encoding-type=url`, so that any character survives in XML. */
export function keyEncoder(encodingType: string | undefined): (text: string) => string {
  if (encodingType !== 'url') return (text) => text;
  return (text) =>
    encodeURIComponent(text)
      .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
      .replaceAll('%2F', '/');
}
