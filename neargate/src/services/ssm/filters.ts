import type { ParameterStringFilter } from '@aws-sdk/client-ssm';
import type { OperationContext } from '../context.ts';
import { invalidFilterKey, invalidFilterOption } from './errors.ts';
import { isBelow } from './hierarchy.ts';
import { latestVersion } from './parameters.ts';
import { type ParameterRow, ssmTablesOf, versionsOf } from './store.ts';

/** Every filter must match; of a filter's values one is enough. https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_ParameterStringFilter.html */
export function matchesFilters(
  context: OperationContext,
  row: ParameterRow,
  filters: readonly ParameterStringFilter[],
): boolean {
  return filters.every(({ Key: key = '', Option: option, Values: values = [] }) => {
    if (key === 'Path') return values.some((path) => isBelow(row.name, path, recursiveOf(option)));
    const texts = textsOf(context, row, key);
    // A tag's filter without values asks for the tag alone.
    if (values.length === 0) return texts.length > 0;
    const matches = matcher(option ?? 'Equals');
    return texts.some((text) => values.some((value) => matches(text, value)));
  });
}

function textsOf(context: OperationContext, row: ParameterRow, key: string): string[] {
  if (key.startsWith('tag:')) {
    return row.tags.filter(({ Key }) => Key === key.slice('tag:'.length)).map(({ Value }) => Value ?? '');
  }
  if (key === 'Name') return [row.name];
  const version = latestVersion(context, row);
  switch (key) {
    case 'Type':
      return [version.type];
    case 'KeyId':
      return version.keyId === undefined ? [] : [version.keyId];
    case 'Tier':
      return [version.tier];
    case 'DataType':
      return [version.dataType];
    case 'Label':
      return versionsOf(ssmTablesOf(context), row.name).flatMap(({ labels }) => labels);
    default:
      throw invalidFilterKey(key);
  }
}

function matcher(option: string): (text: string, value: string) => boolean {
  switch (option) {
    case 'Equals':
      return (text, value) => text === value;
    case 'BeginsWith':
      return (text, value) => text.startsWith(value);
    case 'Contains':
      return (text, value) => text.includes(value);
    default:
      throw invalidFilterOption(option);
  }
}

function recursiveOf(option = 'OneLevel'): boolean {
  if (option !== 'OneLevel' && option !== 'Recursive') throw invalidFilterOption(option);
  return option === 'Recursive';
}
