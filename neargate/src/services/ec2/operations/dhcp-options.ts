import type {
  AssociateDhcpOptionsRequest,
  CreateDhcpOptionsRequest,
  CreateDhcpOptionsResult,
  DeleteDhcpOptionsRequest,
  DescribeDhcpOptionsRequest,
  DescribeDhcpOptionsResult,
  DhcpOptions,
} from '@aws-sdk/client-ec2';
import type { OperationContext } from '../../context.ts';
import { operation } from '../../operation.ts';
import { accountOf, ec2WithDefaults } from '../default-network.ts';
import { dependencyViolation, notFound, required } from '../errors.ts';
import { applyFilters } from '../filters.ts';
import { page, selectById } from '../paging.ts';
import type { DhcpOptionsRow, Ec2Tables } from '../store.ts';
import { describeTags, tagOnCreate } from '../tags.ts';

/** Stored, not enforced: tasks resolve names through Neargate whatever the options say. */
export const createDhcpOptions = operation<CreateDhcpOptionsRequest, CreateDhcpOptionsResult>({
  handle(context, input) {
    const tables = ec2WithDefaults(context);
    const row: DhcpOptionsRow = {
      dhcpOptionsId: `dopt-${context.ids.hex(17)}`,
      configurations: required(input.DhcpConfigurations, 'dhcpConfiguration').map(({ Key, Values }) => ({
        key: Key ?? '',
        values: Values ?? [],
      })),
    };
    tables.dhcpOptions.put(row.dhcpOptionsId, row);
    tagOnCreate(tables, input.TagSpecifications, 'dhcp-options', row.dhcpOptionsId);
    return { DhcpOptions: describe(context, tables, row) };
  },
});

export const describeDhcpOptions = operation<DescribeDhcpOptionsRequest, DescribeDhcpOptionsResult>({
  handle(context, input) {
    const tables = ec2WithDefaults(context);
    const asked = selectById(tables.dhcpOptions, input.DhcpOptionsIds, (id) => notFound('dhcp-options', id));
    const found = applyFilters(
      asked,
      input.Filters,
      {
        'dhcp-options-id': (row) => row.dhcpOptionsId,
        key: (row) => row.configurations.map((each) => each.key),
        'owner-id': () => context.caller.accountId,
        value: (row) => row.configurations.flatMap((each) => each.values),
      },
      { tables, idOf: (row) => row.dhcpOptionsId },
    );
    const { items, nextToken } = page(found, (row) => row.dhcpOptionsId, input);
    return { DhcpOptions: items.map((row) => describe(context, tables, row)), NextToken: nextToken };
  },
});

/** `default` stands for the region's own options. */
export const associateDhcpOptions = operation<AssociateDhcpOptionsRequest, Record<string, never>>({
  handle(context, input) {
    const tables = ec2WithDefaults(context);
    const vpcId = required(input.VpcId, 'vpcId');
    const vpc = tables.vpcs.get(vpcId);
    if (vpc === undefined) throw notFound('vpc', vpcId);
    const asked = required(input.DhcpOptionsId, 'dhcpOptionsId');
    const dhcpOptionsId = asked === 'default' ? accountOf(tables).defaultDhcpOptionsId : asked;
    if (!tables.dhcpOptions.has(dhcpOptionsId)) throw notFound('dhcp-options', dhcpOptionsId);
    tables.vpcs.put(vpcId, { ...vpc, dhcpOptionsId });
    return {};
  },
});

export const deleteDhcpOptions = operation<DeleteDhcpOptionsRequest, Record<string, never>>({
  handle(context, input) {
    const tables = ec2WithDefaults(context);
    const dhcpOptionsId = required(input.DhcpOptionsId, 'dhcpOptionsId');
    if (!tables.dhcpOptions.has(dhcpOptionsId)) throw notFound('dhcp-options', dhcpOptionsId);
    if ([...tables.vpcs.values()].some((vpc) => vpc.dhcpOptionsId === dhcpOptionsId)) {
      throw dependencyViolation(`The dhcpOptions '${dhcpOptionsId}' has dependencies and cannot be deleted.`);
    }
    tables.dhcpOptions.delete(dhcpOptionsId);
    tables.tags.delete(dhcpOptionsId);
    return {};
  },
});

function describe(context: OperationContext, tables: Ec2Tables, row: DhcpOptionsRow): DhcpOptions {
  return {
    DhcpOptionsId: row.dhcpOptionsId,
    OwnerId: context.caller.accountId,
    DhcpConfigurations: row.configurations.map(({ key, values }) => ({
      Key: key,
      Values: values.map((value) => ({ Value: value })),
    })),
    Tags: describeTags(tables, row.dhcpOptionsId),
  };
}
