import type { Filter } from '@aws-sdk/client-ec2';
import { invalidParameterValue } from './errors.ts';
import type { Ec2Tables } from './store.ts';

/** What a filter of that name looks at in a row. Values are compared as text; a row with no value never matches. */
export type FilterTable<Row> = Readonly<
  Record<string, (row: Row) => string | undefined | readonly (string | undefined)[]>
>;

/**
 * The rows that pass all filters; the values of one filter are alternatives, with `*` and `?` as wildcards. `tag:KEY` and
 * `tag-key` are understood for every resource. A filter the resource does not have is an error, as on AWS.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Filtering.html
 */
export function applyFilters<Row>(
  rows: Iterable<Row>,
  filters: readonly Filter[] | undefined,
  table: FilterTable<Row>,
  tagging: { tables: Ec2Tables; idOf: (row: Row) => string },
): Row[] {
  const tests = (filters ?? []).map((filter) => rowTest(filter, table, tagging));
  return [...rows].filter((row) => tests.every((test) => test(row)));
}

function rowTest<Row>(
  filter: Filter,
  table: FilterTable<Row>,
  tagging: { tables: Ec2Tables; idOf: (row: Row) => string },
): (row: Row) => boolean {
  const name = filter.Name ?? '';
  const patterns = (filter.Values ?? []).map(wildcardPattern);
  const matches = (value: string | undefined) =>
    value !== undefined && patterns.some((pattern) => pattern.test(value));
  const tagsOf = (row: Row) => tagging.tables.tags.get(tagging.idOf(row))?.tags ?? [];
  if (name.startsWith('tag:')) {
    const key = name.slice('tag:'.length);
    return (row) => tagsOf(row).some((tag) => tag.key === key && matches(tag.value));
  }
  if (name === 'tag-key') return (row) => tagsOf(row).some((tag) => matches(tag.key));
  const valuesOf = Object.hasOwn(table, name) ? table[name] : undefined;
  if (valuesOf === undefined) throw invalidParameterValue(`The filter '${name}' is invalid`);
  return (row) => {
    const value = valuesOf(row);
    return typeof value === 'object' ? value.some(matches) : matches(value);
  };
}

/** `*` is any run of characters, `?` any single one, and a backslash takes away their meaning. */
function wildcardPattern(value: string): RegExp {
  const source = value.replaceAll(
    /\\([*?\\])|([*?])|([.+^${}()|[\]\\])/g,
    (_, escaped, wildcard, special) => {
      if (wildcard === '*') return '.*';
      if (wildcard === '?') return '.';
      return `\\${escaped ?? special}`;
    },
  );
  return new RegExp(`^${source}$`, 's');
}
