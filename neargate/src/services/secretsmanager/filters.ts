import type { Filter } from '@aws-sdk/client-secrets-manager';
import { invalidParameter } from './errors.ts';
import type { SecretRow } from './store.ts';

/** What a filter looks at, and how: https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_Filter.html */
const attributes: Readonly<Record<string, (row: SecretRow) => readonly (string | undefined)[]>> = {
  name: ({ name }) => [name],
  description: ({ description }) => [description],
  'tag-key': ({ tags }) => tags.map(({ Key }) => Key),
  'tag-value': ({ tags }) => tags.map(({ Value }) => Value),
  'primary-region': ({ arn, replicas }) => (replicas.length === 0 ? [] : [arn.split(':')[3]]),
  'owning-service': ({ owningService }) => [owningService],
};

/** Every filter must match; of a filter's values one is enough. A value that begins with `!` must not match. */
export function matchesFilters(row: SecretRow, filters: readonly Filter[]): boolean {
  return filters.every(({ Key: key = '', Values: values = [] }) => {
    const matches = (value: string) => (key === 'all' ? mentions(row, value) : begins(row, key, value));
    return values.some((value) => (value.startsWith('!') ? !matches(value.slice(1)) : matches(value)));
  });
}

function begins(row: SecretRow, key: string, prefix: string): boolean {
  const attribute = attributes[key];
  if (attribute === undefined) throw invalidParameter(`Invalid filter key: ${key}`);
  if (key !== 'description') return attribute(row).some((text) => text?.startsWith(prefix) === true);
  return attribute(row).some((text) => text?.toLowerCase().startsWith(prefix.toLowerCase()) === true);
}

/** The filter `all`: every word is somewhere in the secret's attributes. */
function mentions(row: SecretRow, words: string): boolean {
  const texts = Object.values(attributes)
    .flatMap((attribute) => attribute(row))
    .map((text) => text?.toLowerCase() ?? '');
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => texts.some((text) => text.includes(word)));
}
