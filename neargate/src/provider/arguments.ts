import type { Plain, PlainObject } from '../terraform/provider.ts';

/** The text of an argument; undefined when it is not set, for which providers also take the empty text. */
export function textOf(object: PlainObject, name: string): string | undefined {
  const value = object[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The text of an argument that the schema requires, or of a computed attribute that is always there. */
export function requiredText(object: PlainObject, name: string): string {
  const value = object[name];
  if (typeof value === 'string') return value;
  throw new TypeError(`${name} is not set`);
}

export function numberOf(object: PlainObject, name: string): number | undefined {
  const value = object[name];
  return typeof value === 'number' ? value : undefined;
}

export function boolOf(object: PlainObject, name: string): boolean | undefined {
  const value = object[name];
  return typeof value === 'boolean' ? value : undefined;
}

/** The texts of a list or set; none when it is not set. */
export function textsOf(object: PlainObject, name: string): string[] {
  const value = object[name];
  return isList(value) ? value.filter((entry): entry is string => typeof entry === 'string') : [];
}

/** The texts of a map; none when it is not set. */
export function textMapOf(object: PlainObject, name: string): Record<string, string> {
  const value = object[name];
  if (!isObject(value)) return {};
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, entry]) => (typeof entry === 'string' ? [[key, entry]] : [])),
  );
}

/** The blocks of a list or set of blocks. */
export function blocksOf(object: PlainObject, name: string): PlainObject[] {
  const value = object[name];
  if (isObject(value)) return [value];
  return isList(value) ? value.filter(isObject) : [];
}

/** The one block of a kind that may stand once. */
export function blockOf(object: PlainObject, name: string): PlainObject | undefined {
  return blocksOf(object, name)[0];
}

/** Whether any of the arguments differs; sets count as equal in any order. */
export function hasChanged(next: PlainObject, prior: PlainObject, ...names: readonly string[]): boolean {
  return names.some((name) => canonical(next[name]) !== canonical(prior[name]));
}

/** What to add and what to remove to get from one set of texts to another. */
export function setChanges(
  prior: readonly string[],
  next: readonly string[],
): { readonly added: string[]; readonly removed: string[] } {
  return {
    added: next.filter((entry) => !prior.includes(entry)),
    removed: prior.filter((entry) => !next.includes(entry)),
  };
}

function canonical(value: Plain | undefined): string {
  if (value === undefined || value === null) return 'null';
  if (isList(value)) return `[${value.map(canonical).toSorted().join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, entry]) => entry !== null);
  return `{${entries
    .map(([key, entry]) => `${key}:${canonical(entry)}`)
    .toSorted()
    .join(',')}}`;
}

export function isObject(value: Plain | undefined): value is PlainObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isList(value: Plain | undefined): value is readonly Plain[] {
  return Array.isArray(value);
}
