import { invalidInput } from './errors.ts';

interface Filter {
  readonly Name: string | undefined;
  readonly Values: readonly string[] | undefined;
  readonly Condition?: 'EQ' | 'IN' | 'BETWEEN' | 'BEGINS_WITH' | undefined;
}

/**
 * Whether a row passes all filters. `valueOf` gives the row's value by the filter's name.
 * https://docs.aws.amazon.com/cloud-map/latest/api/API_NamespaceFilter.html
 */
export function matchesFilters(
  filters: readonly Filter[] | undefined,
  valueOf: (name: string) => string | undefined,
): boolean {
  return (filters ?? []).every(({ Name = '', Values = [], Condition = 'EQ' }) => {
    const value = valueOf(Name);
    const [first = '', last = ''] = Values;
    switch (Condition) {
      case 'EQ':
        if (Values.length !== 1) throw invalidInput('A filter with the condition EQ takes one value.');
        return value === first;
      case 'IN':
        return value !== undefined && Values.includes(value);
      case 'BEGINS_WITH':
        return value?.startsWith(first) === true;
      case 'BETWEEN':
        return value !== undefined && Number(value) >= Number(first) && Number(value) <= Number(last);
    }
  });
}
