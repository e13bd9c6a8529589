import type { Filter } from '@aws-sdk/client-ec2';
import type { BlockSchema, PlainObject } from '../../../terraform/provider.ts';
import { blocksOf, requiredText, textMapOf, textsOf } from '../../arguments.ts';

/** The `filter` blocks of EC2's data sources. */
export const filterBlocks: BlockSchema = {
  nesting: 'set',
  attributes: {
    name: { type: 'string', required: true },
    values: { type: 'set(string)', required: true },
  },
};

/** The filters of a data source: its `filter` blocks, its `tags`, and arguments that are filters by another name. */
export function filtersOf(
  config: PlainObject,
  byArgument: Readonly<Record<string, string>> = {},
): Filter[] | undefined {
  const filters: Filter[] = blocksOf(config, 'filter').map((block) => ({
    Name: requiredText(block, 'name'),
    Values: textsOf(block, 'values'),
  }));
  for (const [name, value] of Object.entries(textMapOf(config, 'tags'))) {
    filters.push({ Name: `tag:${name}`, Values: [value] });
  }
  for (const [argument, Name] of Object.entries(byArgument)) {
    const value = config[argument];
    if (value === null || value === undefined || value === '' || typeof value === 'object') continue;
    filters.push({ Name, Values: [String(value)] });
  }
  return filters.length === 0 ? undefined : filters;
}

/** The one thing that was found. Throws the provider's texts when there is none or more than one. */
export function onlyOne<Item>(items: readonly Item[] | undefined, what: string): Item {
  const [first, ...others] = items ?? [];
  if (first === undefined) throw new Error(`no matching ${what} found`);
  if (others.length > 0) {
    throw new Error(
      `multiple ${what}s matched; use additional constraints to reduce matches to a single ${what}`,
    );
  }
  return first;
}
