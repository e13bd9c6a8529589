import { invalidInput } from './errors.ts';

interface Filter {
  readonly Name: string | undefined;
  readonly Values: readonly string[] | undefined;
  readonly Condition?: 'EQ' | 'IN' | 'BETWEEN' | 'BEGINS_WITH' | undefined;
}

/**
 * Whether a row passes all filters. `valueOf` gives the row's value by the filter's name.
 * https://docs.aws.amazon.com/cloud-map/latest/api/API_NamespaceFilter.html
 * @throws InvalidInput for the condition EQ with other than one value
 */
export function filterTest<Row>(
  filters: readonly Filter[] = [],
  valueOf: (row: Row, name: string) => string | undefined,
): (row: Row) => boolean {
  const tests = filters.map((filter) => {
    const matches = matcher(filter);
    return (row: Row) => matches(valueOf(row, filter.Name ?? ''));
  });
  return (row) => tests.every((test) => test(row));
}

function matcher({ Values = [], Condition = 'EQ' }: Filter): (value: string | undefined) => boolean {
  const [first = '', last = ''] = Values;
  switch (Condition) {
    case 'EQ':
      if (Values.length !== 1) throw invalidInput('A filter with the condition EQ takes one value.');
      return (value) => value === first;
    case 'IN':
      return (value) => value !== undefined && Values.includes(value);
    case 'BEGINS_WITH':
      return (value) => value?.startsWith(first) === true;
    case 'BETWEEN':
      return (value) =>
        value !== undefined && Number(value) >= Number(first) && Number(value) <= Number(last);
  }
}
