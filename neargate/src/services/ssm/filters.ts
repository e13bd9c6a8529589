import type { ParameterStringFilter } from '@aws-sdk/client-ssm';
import type { OperationContext } from '../context.ts';
import { invalidFilterKey, invalidFilterOption } from './errors.ts';
import { isBelow } from './hierarchy.ts';
import { latestVersion } from './parameters.ts';
import { type ParameterRow, ssmTablesOf, versionsOf } from './store.ts';

type RowTest = (row: ParameterRow) => boolean;

/**
 * Every filter must match; of a filter's values one is enough.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_ParameterStringFilter.html
 * @throws InvalidFilterKey, InvalidFilterOption
 */
export function filterTest(context: OperationContext, filters: readonly ParameterStringFilter[]): RowTest {
  const tests = filters.map((filter) => testOf(context, filter));
  return (row) => tests.every((test) => test(row));
}

function testOf(context: OperationContext, filter: ParameterStringFilter): RowTest {
  const { Key: key = '', Option: option, Values: values = [] } = filter;
  if (key === 'Path') {
    const recursive = recursiveOf(option);
    return (row) => values.some((path) => isBelow(row.name, path, recursive));
  }
  const textsOf = attribute(context, key);
  // A tag's filter without values asks for the tag alone.
  if (values.length === 0) return (row) => textsOf(row).length > 0;
  const matches = matcher(option ?? 'Equals');
  return (row) => textsOf(row).some((text) => values.some((value) => matches(text, value)));
}

function attribute(context: OperationContext, key: string): (row: ParameterRow) => string[] {
  if (key.startsWith('tag:')) {
    const tag = key.slice('tag:'.length);
    return ({ tags }) => tags.filter(({ Key }) => Key === tag).map(({ Value }) => Value ?? '');
  }
  switch (key) {
    case 'Name':
      return ({ name }) => [name];
    case 'Type':
      return (row) => [latestVersion(context, row).type];
    case 'KeyId':
      return (row) => {
        const { keyId } = latestVersion(context, row);
        return keyId === undefined ? [] : [keyId];
      };
    case 'Tier':
      return (row) => [latestVersion(context, row).tier];
    case 'DataType':
      return (row) => [latestVersion(context, row).dataType];
    case 'Label':
      return ({ name }) => versionsOf(ssmTablesOf(context), name).flatMap(({ labels }) => labels);
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
