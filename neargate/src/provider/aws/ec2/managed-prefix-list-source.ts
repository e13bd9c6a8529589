import type { DataSource } from '../../../terraform/provider.ts';
import { textOf } from '../../arguments.ts';
import type { AwsClient } from '../client.ts';
import { filterBlocks, filtersOf, onlyOne } from './filters.ts';

const computed = { type: 'string', computed: true } as const;

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/ec2_managed_prefix_list */
export const managedPrefixListSource: DataSource<AwsClient> = {
  schema: {
    attributes: {
      address_family: computed,
      arn: computed,
      entries: { type: 'set(object({cidr=string, description=string}))', computed: true },
      max_entries: { type: 'number', computed: true },
      name: { type: 'string', optional: true, computed: true },
      owner_id: computed,
      tags: { type: 'map(string)', computed: true },
      version: { type: 'number', computed: true },
    },
    blocks: { filter: filterBlocks },
  },
  async read(config, { client }) {
    const id = textOf(config, 'id');
    const { PrefixLists } = await client.call('ec2', 'DescribeManagedPrefixLists', {
      PrefixListIds: id === undefined ? undefined : [id],
      Filters: filtersOf(config, { name: 'prefix-list-name' }),
    });
    const list = onlyOne(PrefixLists, 'EC2 Managed Prefix List');
    const { PrefixListId } = list;
    const { Entries } = await client.call('ec2', 'GetManagedPrefixListEntries', { PrefixListId });
    return {
      ...config,
      id: PrefixListId ?? null,
      address_family: list.AddressFamily ?? null,
      arn: list.PrefixListArn ?? null,
      entries: (Entries ?? []).map(({ Cidr, Description }) => ({
        cidr: Cidr ?? null,
        description: Description ?? '',
      })),
      max_entries: list.MaxEntries ?? null,
      name: list.PrefixListName ?? null,
      owner_id: list.OwnerId ?? null,
      tags: {},
      version: list.Version ?? null,
    };
  },
};
