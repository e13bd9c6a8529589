import type {
  Connection,
  CreateConnectionInput,
  CreateConnectionOutput,
  DeleteConnectionInput,
  DeleteConnectionOutput,
  GetConnectionInput,
  GetConnectionOutput,
  ListConnectionsInput,
  ListConnectionsOutput,
} from '@aws-sdk/client-codestar-connections';
import { formatArn, parseArn } from '../../../core/arn.ts';
import { operation } from '../../operation.ts';
import { paginate } from '../../pagination.ts';
import { invalidInput, resourceNotFound } from '../errors.ts';
import { findConnection, findHost } from '../find.ts';
import { type ConnectionRow, connectionsTablesOf } from '../store.ts';

const longestPage = 100;

/**
 * A connection is PENDING until somebody completes the handshake. Here that is the configuration that lets local git directories stand
 * for repositories. https://docs.aws.amazon.com/codestar-connections/latest/APIReference/API_CreateConnection.html
 * @param service the name that ARNs have
 */
export const createConnection = (service: string) =>
  operation<CreateConnectionInput, CreateConnectionOutput>({
    input: { ConnectionName: { required: true, min: 1, max: 32 } },
    handle(context, { ConnectionName: name = '', ProviderType, HostArn, Tags = [] }) {
      if (ProviderType === undefined && HostArn === undefined)
        throw invalidInput('A connection needs a ProviderType or a HostArn.');
      const host = HostArn === undefined ? undefined : findHost(context, HostArn);
      const { partition, region, accountId } = context.caller;
      const resource = `connection/${context.ids.uuid()}`;
      const row: ConnectionRow = {
        arn: formatArn({ partition, service, region, accountId, resource }),
        name,
        providerType: ProviderType ?? host?.providerType,
        hostArn: HostArn,
        tags: Tags,
        observed: { status: 'PENDING' },
      };
      connectionsTablesOf(context).connections.put(row.arn, row);
      return { ConnectionArn: row.arn, Tags: [...row.tags] };
    },
  });

/** https://docs.aws.amazon.com/codestar-connections/latest/APIReference/API_GetConnection.html */
export const getConnection = operation<GetConnectionInput, GetConnectionOutput>({
  handle: (context, { ConnectionArn }) => ({ Connection: describe(findConnection(context, ConnectionArn)) }),
});

/** https://docs.aws.amazon.com/codestar-connections/latest/APIReference/API_ListConnections.html */
export const listConnections = operation<ListConnectionsInput, ListConnectionsOutput>({
  handle(context, { ProviderTypeFilter, HostArnFilter, MaxResults, NextToken }) {
    const rows = [...connectionsTablesOf(context).connections.values()].filter(
      ({ providerType, hostArn }) =>
        (ProviderTypeFilter === undefined || providerType === ProviderTypeFilter) &&
        (HostArnFilter === undefined || hostArn === HostArnFilter),
    );
    const page = paginate(
      rows,
      ({ arn }) => arn,
      { token: NextToken, limit: MaxResults ?? longestPage },
      () => invalidInput('The NextToken is not valid.'),
    );
    return { Connections: page.items.map(describe), NextToken: page.nextToken };
  },
});

/** https://docs.aws.amazon.com/codestar-connections/latest/APIReference/API_DeleteConnection.html */
export const deleteConnection = operation<DeleteConnectionInput, DeleteConnectionOutput>({
  handle(context, { ConnectionArn = '' }) {
    const { connections } = connectionsTablesOf(context);
    if (!connections.has(ConnectionArn)) throw resourceNotFound('Connection', ConnectionArn);
    connections.delete(ConnectionArn);
    return {};
  },
});

function describe({ arn, name, providerType, hostArn, observed }: ConnectionRow): Connection {
  return {
    ConnectionArn: arn,
    ConnectionName: name,
    ConnectionStatus: observed.status,
    OwnerAccountId: parseArn(arn)?.accountId,
    ProviderType: providerType,
    HostArn: hostArn,
  };
}
