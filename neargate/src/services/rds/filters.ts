import type { Filter } from '@aws-sdk/client-rds';
import { invalidParameterValue } from './errors.ts';

/** What a filter's values are compared with, by the filter's name. */
export type FilterValues<Row> = Readonly<Record<string, (row: Row) => readonly string[]>>;

/**
 * The rows that every filter lets through: that have one of its values.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_Filter.html
 * @throws InvalidParameterValue for a filter that the operation does not have
 */
export function filtered<Row>(
  rows: readonly Row[],
  filters: readonly Partial<Filter>[],
  valuesOf: FilterValues<Row>,
): Row[] {
  const conditions = filters.map(({ Name: name = '', Values: values = [] }) => {
    const of = valuesOf[name];
    if (of === undefined) throw invalidParameterValue(`Unrecognized filter name: ${name}`);
    return (row: Row) => of(row).some((value) => values.includes(value));
  });
  return rows.filter((row) => conditions.every((holds) => holds(row)));
}

/** A parameter that says the same as a filter. */
export function asFilter(name: string, value: string | undefined): Filter[] {
  return value === undefined ? [] : [{ Name: name, Values: [value] }];
}
