import type {
  GlobalSecondaryIndex,
  GlobalSecondaryIndexUpdate,
  TableStatus,
  UpdateTableInput,
} from '@aws-sdk/client-dynamodb';
import type { OperationEnvironment, PlainObject, ResourceType } from '../../../terraform/provider.ts';
import { blockOf, boolOf, hasChanged, numberOf, requiredText, textOf } from '../../arguments.ts';
import { orAbsent } from '../absent.ts';
import type { AwsClient } from '../client.ts';
import { existing } from '../not-found.ts';
import { allTags, tagChanges, tagList, tagMap } from '../tags.ts';
import { waitFor } from '../waiting.ts';
import {
  attributesOf,
  createInput,
  encryptionOf,
  globalIndexesOf,
  onDemandOf,
  streamOf,
  throughputOf,
} from './table-input.ts';
import { createFrom, originOf } from './table-origin.ts';
import { tableSchema } from './table-schema.ts';
import { tableState } from './table-state.ts';

/** Kept: no table holds items. */
export const table: ResourceType<AwsClient> = {
  schema: tableSchema,
  behaviour: 'stored',
  async create(config, environment) {
    const { client } = environment;
    const TableName = requiredText(config, 'name');
    const origin = originOf(config);
    const announce = () => environment.created?.({ id: TableName, name: TableName });
    if (origin === 'new') {
      await client.call('dynamodb', 'CreateTable', createInput(config));
      announce();
    } else {
      await createFrom(origin, config, client, announce, environment);
    }
    await untilActive(TableName, environment);
    if (origin !== 'new') await completeTable(config, environment);
    await putSettings(config, undefined, client);
    return existing(await stateOf(TableName, config, client));
  },
  async read(state, { client }) {
    const found = await stateOf(requiredText(state, 'id'), state, client);
    if (found === undefined) return undefined;
    const { Tags } = await client.call('dynamodb', 'ListTagsOfResource', {
      ResourceArn: requiredText(found, 'arn'),
    });
    return { ...found, tags_all: tagMap(Tags) };
  },
  async update(config, prior, environment) {
    const { client } = environment;
    const TableName = requiredText(prior, 'id');
    for (const input of updates(config, prior)) {
      await client.call('dynamodb', 'UpdateTable', { TableName, ...input });
      await untilActive(TableName, environment);
    }
    await putSettings(config, prior, client);
    const ResourceArn = requiredText(prior, 'arn');
    const { set, removed } = tagChanges(allTags(prior), allTags(config));
    if (removed.length > 0) await client.call('dynamodb', 'UntagResource', { ResourceArn, TagKeys: removed });
    if (Object.keys(set).length > 0)
      await client.call('dynamodb', 'TagResource', { ResourceArn, Tags: tagList(set) });
    return existing(await stateOf(TableName, config, client));
  },
  async delete(state, environment) {
    const { client, signal } = environment;
    const TableName = requiredText(state, 'id');
    const deleted = await orAbsent(
      client.call('dynamodb', 'DeleteTable', { TableName }),
      'ResourceNotFoundException',
    );
    if (deleted === undefined) return;
    await waitFor(client.clock, signal, async () => {
      const status = await statusOf(TableName, client);
      if (status === undefined) return true;
      environment.progress(`table ${TableName} is ${status}`);
      return undefined;
    });
  },
};

/** What neither an import nor a restored table takes over from its configuration. */
async function completeTable(
  config: PlainObject,
  environment: OperationEnvironment<AwsClient>,
): Promise<void> {
  const { client } = environment;
  const TableName = requiredText(config, 'name');
  const { StreamSpecification, TableClass, DeletionProtectionEnabled, Tags } = createInput(config);
  const changes = [
    ...(StreamSpecification === undefined ? [] : [{ StreamSpecification }]),
    ...(TableClass === undefined || TableClass === 'STANDARD' ? [] : [{ TableClass }]),
    ...(DeletionProtectionEnabled === true ? [{ DeletionProtectionEnabled }] : []),
  ];
  for (const input of changes) {
    await client.call('dynamodb', 'UpdateTable', { TableName, ...input });
    await untilActive(TableName, environment);
  }
  if (Tags === undefined || Tags.length === 0) return;
  const { Table } = await client.call('dynamodb', 'DescribeTable', { TableName });
  await client.call('dynamodb', 'TagResource', { ResourceArn: Table?.TableArn, Tags });
}

async function untilActive(TableName: string, environment: OperationEnvironment<AwsClient>): Promise<void> {
  const { client, signal } = environment;
  await waitFor(client.clock, signal, async () => {
    const status = await statusOf(TableName, client);
    if (status === 'ACTIVE') return true;
    environment.progress(`table ${TableName} is ${status ?? 'not there'}`);
    return undefined;
  });
}

async function statusOf(TableName: string, client: AwsClient): Promise<TableStatus | undefined> {
  const found = await orAbsent(
    client.call('dynamodb', 'DescribeTable', { TableName }),
    'ResourceNotFoundException',
  );
  return found?.Table?.TableStatus;
}

/** What UpdateTable is called with, one thing at a time. */
function updates(config: PlainObject, prior: PlainObject): readonly Omit<UpdateTableInput, 'TableName'>[] {
  const changes: Omit<UpdateTableInput, 'TableName'>[] = [];
  if (hasChanged(config, prior, 'deletion_protection_enabled'))
    changes.push({ DeletionProtectionEnabled: boolOf(config, 'deletion_protection_enabled') ?? false });
  if (hasChanged(config, prior, 'table_class'))
    changes.push({ TableClass: textOf(config, 'table_class') as UpdateTableInput['TableClass'] });
  if (hasChanged(config, prior, 'billing_mode', 'read_capacity', 'write_capacity'))
    changes.push({
      BillingMode: textOf(config, 'billing_mode') as UpdateTableInput['BillingMode'],
      ProvisionedThroughput: throughputOf(config, config),
    });
  if (hasChanged(config, prior, 'on_demand_throughput'))
    changes.push({ OnDemandThroughput: onDemandOf(config) });
  if (hasChanged(config, prior, 'stream_enabled', 'stream_view_type'))
    changes.push({ StreamSpecification: streamOf(config) ?? { StreamEnabled: false } });
  if (hasChanged(config, prior, 'server_side_encryption'))
    changes.push({ SSESpecification: encryptionOf(config) ?? { Enabled: false } });
  const indexes = indexUpdates(globalIndexesOf(prior), globalIndexesOf(config));
  if (indexes.length > 0 || hasChanged(config, prior, 'attribute'))
    changes.push({
      AttributeDefinitions: attributesOf(config),
      ...(indexes.length === 0 ? {} : { GlobalSecondaryIndexUpdates: indexes }),
    });
  return changes;
}

/** An index whose keys or projection change is another one. */
function indexUpdates(
  before: readonly GlobalSecondaryIndex[],
  after: readonly GlobalSecondaryIndex[],
): GlobalSecondaryIndexUpdate[] {
  const shapeOf = ({ KeySchema, Projection }: GlobalSecondaryIndex) =>
    JSON.stringify([KeySchema, Projection]);
  const capacityOf = ({ ProvisionedThroughput, OnDemandThroughput }: GlobalSecondaryIndex) =>
    JSON.stringify([ProvisionedThroughput ?? null, OnDemandThroughput ?? null]);
  const sameIn = (list: readonly GlobalSecondaryIndex[], index: GlobalSecondaryIndex) =>
    list.find((other) => other.IndexName === index.IndexName && shapeOf(other) === shapeOf(index));
  return [
    ...before
      .filter((index) => sameIn(after, index) === undefined)
      .map(({ IndexName }) => ({ Delete: { IndexName } })),
    ...after.flatMap((index): GlobalSecondaryIndexUpdate[] => {
      const known = sameIn(before, index);
      if (known === undefined) return [{ Create: index }];
      const { IndexName, ProvisionedThroughput, OnDemandThroughput } = index;
      return capacityOf(known) === capacityOf(index)
        ? []
        : [{ Update: { IndexName, ProvisionedThroughput, OnDemandThroughput } }];
    }),
  ];
}

async function putSettings(
  config: PlainObject,
  prior: PlainObject | undefined,
  client: AwsClient,
): Promise<void> {
  const TableName = requiredText(config, 'name');
  const [ttl, known] = [blockOf(config, 'ttl'), prior && blockOf(prior, 'ttl')];
  const attribute = enabled(ttl) ? textOf(ttl ?? {}, 'attribute_name') : undefined;
  const before = enabled(known) ? textOf(known ?? {}, 'attribute_name') : undefined;
  if (before !== undefined && before !== attribute)
    await client.call('dynamodb', 'UpdateTimeToLive', {
      TableName,
      TimeToLiveSpecification: { Enabled: false, AttributeName: before },
    });
  if (attribute !== undefined && before !== attribute)
    await client.call('dynamodb', 'UpdateTimeToLive', {
      TableName,
      TimeToLiveSpecification: { Enabled: true, AttributeName: attribute },
    });
  const recovery = blockOf(config, 'point_in_time_recovery');
  if (recovery === undefined || (prior === undefined && !enabled(recovery))) return;
  if (prior !== undefined && !hasChanged(config, prior, 'point_in_time_recovery')) return;
  const days = numberOf(recovery, 'recovery_period_in_days');
  await client.call('dynamodb', 'UpdateContinuousBackups', {
    TableName,
    PointInTimeRecoverySpecification: {
      PointInTimeRecoveryEnabled: enabled(recovery),
      RecoveryPeriodInDays: days === undefined || days === 0 ? undefined : days,
    },
  });
}

function enabled(block: PlainObject | undefined): boolean {
  return block !== undefined && boolOf(block, 'enabled') === true;
}

async function stateOf(
  TableName: string,
  known: PlainObject,
  client: AwsClient,
): Promise<PlainObject | undefined> {
  const found = await orAbsent(
    client.call('dynamodb', 'DescribeTable', { TableName }),
    'ResourceNotFoundException',
  );
  if (found?.Table === undefined) return undefined;
  const { TimeToLiveDescription } = await client.call('dynamodb', 'DescribeTimeToLive', { TableName });
  const { ContinuousBackupsDescription } = await client.call('dynamodb', 'DescribeContinuousBackups', {
    TableName,
  });
  const settings = {
    timeToLive: TimeToLiveDescription?.AttributeName,
    recoveryDays: ContinuousBackupsDescription?.PointInTimeRecoveryDescription?.RecoveryPeriodInDays,
  };
  return tableState(found.Table, settings, known);
}
