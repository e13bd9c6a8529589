import type {
  CreateHostInput,
  CreateHostOutput,
  DeleteHostInput,
  DeleteHostOutput,
  GetHostInput,
  GetHostOutput,
  ListHostsInput,
  ListHostsOutput,
  UpdateHostInput,
  UpdateHostOutput,
} from '@aws-sdk/client-codestar-connections';
import { formatArn } from '../../../core/arn.ts';
import { operation } from '../../operation.ts';
import { paginate } from '../../pagination.ts';
import { hostInUse, invalidInput } from '../errors.ts';
import { findHost } from '../find.ts';
import { connectionsTablesOf, type HostRow } from '../store.ts';

const longestPage = 100;
/** Nobody sets a host up here. */
const status = 'PENDING';

/** https://docs.aws.amazon.com/codestar-connections/latest/APIReference/API_CreateHost.html */
export const createHost = (service: string) =>
  operation<CreateHostInput, CreateHostOutput>({
    input: {
      Name: { required: true, min: 1, max: 64 },
      ProviderType: { required: true },
      ProviderEndpoint: { required: true, min: 1, max: 512 },
    },
    handle(context, { Name: name = '', ProviderType, ProviderEndpoint = '', VpcConfiguration, Tags = [] }) {
      const { partition, region, accountId } = context.caller;
      const resource = `host/${name}-${context.ids.hex(8)}`;
      const row: HostRow = {
        arn: formatArn({ partition, service, region, accountId, resource }),
        name,
        providerType: ProviderType,
        providerEndpoint: ProviderEndpoint,
        vpcConfiguration: VpcConfiguration,
        tags: Tags,
      };
      connectionsTablesOf(context).hosts.put(row.arn, row);
      return { HostArn: row.arn, Tags: [...row.tags] };
    },
  });

/** https://docs.aws.amazon.com/codestar-connections/latest/APIReference/API_GetHost.html */
export const getHost = operation<GetHostInput, GetHostOutput>({
  handle(context, { HostArn }) {
    const { name, providerType, providerEndpoint, vpcConfiguration } = findHost(context, HostArn);
    return {
      Name: name,
      Status: status,
      ProviderType: providerType,
      ProviderEndpoint: providerEndpoint,
      VpcConfiguration: vpcConfiguration,
    };
  },
});

/** https://docs.aws.amazon.com/codestar-connections/latest/APIReference/API_ListHosts.html */
export const listHosts = operation<ListHostsInput, ListHostsOutput>({
  handle(context, { MaxResults, NextToken }) {
    const page = paginate(
      [...connectionsTablesOf(context).hosts.values()],
      ({ arn }) => arn,
      { token: NextToken, limit: MaxResults ?? longestPage },
      () => invalidInput('The NextToken is not valid.'),
    );
    return {
      Hosts: page.items.map(({ arn, name, providerType, providerEndpoint, vpcConfiguration }) => ({
        HostArn: arn,
        Name: name,
        Status: status,
        ProviderType: providerType,
        ProviderEndpoint: providerEndpoint,
        VpcConfiguration: vpcConfiguration,
      })),
      NextToken: page.nextToken,
    };
  },
});

/** https://docs.aws.amazon.com/codestar-connections/latest/APIReference/API_UpdateHost.html */
export const updateHost = operation<UpdateHostInput, UpdateHostOutput>({
  handle(context, { HostArn, ProviderEndpoint, VpcConfiguration }) {
    const row = findHost(context, HostArn);
    connectionsTablesOf(context).hosts.put(row.arn, {
      ...row,
      providerEndpoint: ProviderEndpoint ?? row.providerEndpoint,
      vpcConfiguration: VpcConfiguration ?? row.vpcConfiguration,
    });
    return {};
  },
});

/** Only of a host without connections. https://docs.aws.amazon.com/codestar-connections/latest/APIReference/API_DeleteHost.html */
export const deleteHost = operation<DeleteHostInput, DeleteHostOutput>({
  handle(context, { HostArn }) {
    const { arn } = findHost(context, HostArn);
    const tables = connectionsTablesOf(context);
    if ([...tables.connections.values()].some(({ hostArn }) => hostArn === arn)) throw hostInUse(arn);
    tables.hosts.delete(arn);
    return {};
  },
});
