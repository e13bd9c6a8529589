import type {
  DescribeManagedPrefixListsRequest,
  DescribeManagedPrefixListsResult,
  DescribePrefixListsRequest,
  DescribePrefixListsResult,
  GetManagedPrefixListEntriesRequest,
  GetManagedPrefixListEntriesResult,
} from '@aws-sdk/client-ec2';
import type { OperationContext } from '../../context.ts';
import { operation } from '../../operation.ts';
import { ec2WithDefaults } from '../default-network.ts';
import { notFound, required } from '../errors.ts';
import { applyFilters } from '../filters.ts';
import { page } from '../paging.ts';
import { type AwsPrefixList, prefixListsOf } from '../prefix-lists.ts';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribePrefixLists.html */
export const describePrefixLists = operation<DescribePrefixListsRequest, DescribePrefixListsResult>({
  handle(context, input) {
    const { items, nextToken } = page(select(context, input), (list) => list.prefixListId, input);
    return {
      PrefixLists: items.map((list) => ({
        PrefixListId: list.prefixListId,
        PrefixListName: list.prefixListName,
        Cidrs: [...list.cidrBlocks],
      })),
      NextToken: nextToken,
    };
  },
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeManagedPrefixLists.html */
export const describeManagedPrefixLists = operation<
  DescribeManagedPrefixListsRequest,
  DescribeManagedPrefixListsResult
>({
  handle(context, input) {
    const { items, nextToken } = page(select(context, input), (list) => list.prefixListId, input);
    return {
      PrefixLists: items.map((list) => ({
        PrefixListId: list.prefixListId,
        PrefixListName: list.prefixListName,
        PrefixListArn: `arn:aws:ec2:${context.caller.region}:aws:prefix-list/${list.prefixListId}`,
        AddressFamily: 'IPv4',
        OwnerId: 'AWS',
        State: 'create-complete',
        Tags: [],
      })),
      NextToken: nextToken,
    };
  },
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetManagedPrefixListEntries.html */
export const getManagedPrefixListEntries = operation<
  GetManagedPrefixListEntriesRequest,
  GetManagedPrefixListEntriesResult
>({
  handle(context, input) {
    const id = required(input.PrefixListId, 'PrefixListId');
    const list = prefixListsOf(context.caller.region).find((each) => each.prefixListId === id);
    if (list === undefined) throw notFound('prefix-list', id);
    const { items, nextToken } = page(list.cidrBlocks, (cidrBlock) => cidrBlock, input);
    return { Entries: items.map((Cidr) => ({ Cidr })), NextToken: nextToken };
  },
});

function select(context: OperationContext, input: DescribePrefixListsRequest): AwsPrefixList[] {
  const tables = ec2WithDefaults(context);
  const lists = prefixListsOf(context.caller.region);
  for (const id of input.PrefixListIds ?? []) {
    if (!lists.some((list) => list.prefixListId === id)) throw notFound('prefix-list', id);
  }
  const asked = lists.filter((list) => input.PrefixListIds?.includes(list.prefixListId) ?? true);
  return applyFilters(
    asked,
    input.Filters,
    {
      'owner-id': () => 'AWS',
      'prefix-list-id': (list) => list.prefixListId,
      'prefix-list-name': (list) => list.prefixListName,
    },
    { tables, idOf: (list) => list.prefixListId },
  );
}
