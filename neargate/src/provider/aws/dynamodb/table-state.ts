import type {
  GlobalSecondaryIndexDescription,
  KeySchemaElement,
  LocalSecondaryIndexDescription,
  OnDemandThroughput,
  TableDescription,
} from '@aws-sdk/client-dynamodb';
import type { Plain, PlainObject } from '../../../terraform/provider.ts';

/** What is known of a table beside its description. */
export interface TableSettings {
  readonly timeToLive: string | undefined;
  readonly recoveryDays: number | undefined;
}

/** What only the configuration knows: where a table came from, and replicas, of which there are none here. */
const onlyConfigured = [
  'global_table_witness',
  'import_table',
  'replica',
  'restore_backup_arn',
  'restore_date_time',
  'restore_source_name',
  'restore_source_table_arn',
  'restore_to_latest_time',
  'warm_throughput',
];

export function tableState(
  found: TableDescription,
  { timeToLive, recoveryDays }: TableSettings,
  known: PlainObject,
): PlainObject {
  const { StreamSpecification: stream, SSEDescription: encryption } = found;
  return {
    ...Object.fromEntries(onlyConfigured.map((name) => [name, known[name] ?? null])),
    id: found.TableName ?? null,
    arn: found.TableArn ?? null,
    attribute: (found.AttributeDefinitions ?? []).map(({ AttributeName, AttributeType }) => ({
      name: AttributeName ?? null,
      type: AttributeType ?? null,
    })),
    billing_mode: found.BillingModeSummary?.BillingMode ?? 'PROVISIONED',
    deletion_protection_enabled: found.DeletionProtectionEnabled ?? false,
    global_secondary_index: (found.GlobalSecondaryIndexes ?? []).map((index) =>
      globalIndex(index, knownIndex(known, index.IndexName)),
    ),
    hash_key: keyOf(found.KeySchema, 'HASH'),
    local_secondary_index: (found.LocalSecondaryIndexes ?? []).map(localIndex),
    name: found.TableName ?? null,
    on_demand_throughput: onDemand(found.OnDemandThroughput),
    point_in_time_recovery: [
      { enabled: recoveryDays !== undefined, recovery_period_in_days: recoveryDays ?? 0 },
    ],
    range_key: keyOf(found.KeySchema, 'RANGE'),
    read_capacity: found.ProvisionedThroughput?.ReadCapacityUnits ?? 0,
    server_side_encryption:
      encryption === undefined ? [] : [{ enabled: true, kms_key_arn: encryption.KMSMasterKeyArn ?? '' }],
    // There is no stream: an ARN for one would look as if there were.
    stream_arn: '',
    stream_enabled: stream?.StreamEnabled ?? false,
    stream_label: '',
    stream_view_type: stream?.StreamViewType ?? '',
    table_class: found.TableClassSummary?.TableClass ?? 'STANDARD',
    ttl: [{ attribute_name: timeToLive ?? '', enabled: timeToLive !== undefined }],
    write_capacity: found.ProvisionedThroughput?.WriteCapacityUnits ?? 0,
  };
}

function knownIndex(known: PlainObject, name: string | undefined): PlainObject {
  const blocks = known['global_secondary_index'];
  const found = Array.isArray(blocks)
    ? (blocks as readonly PlainObject[]).find((block) => block['name'] === name)
    : undefined;
  return found ?? {};
}

function globalIndex(index: GlobalSecondaryIndexDescription, known: PlainObject): PlainObject {
  return {
    hash_key: keyOf(index.KeySchema, 'HASH'),
    key_schema: (index.KeySchema ?? []).map(({ AttributeName, KeyType }) => ({
      attribute_name: AttributeName ?? null,
      key_type: KeyType ?? null,
    })),
    name: index.IndexName ?? null,
    non_key_attributes: nonKeyAttributes(index),
    on_demand_throughput: onDemand(index.OnDemandThroughput),
    projection_type: index.Projection?.ProjectionType ?? null,
    range_key: keyOf(index.KeySchema, 'RANGE') ?? '',
    read_capacity: index.ProvisionedThroughput?.ReadCapacityUnits ?? 0,
    warm_throughput: known['warm_throughput'] ?? [],
    write_capacity: index.ProvisionedThroughput?.WriteCapacityUnits ?? 0,
  };
}

function localIndex(index: LocalSecondaryIndexDescription): PlainObject {
  return {
    name: index.IndexName ?? null,
    non_key_attributes: nonKeyAttributes(index),
    projection_type: index.Projection?.ProjectionType ?? null,
    range_key: keyOf(index.KeySchema, 'RANGE'),
  };
}

function nonKeyAttributes({ Projection }: LocalSecondaryIndexDescription): Plain {
  return Projection?.NonKeyAttributes ?? null;
}

function keyOf(schema: readonly KeySchemaElement[] | undefined, type: 'HASH' | 'RANGE'): string | null {
  return schema?.find(({ KeyType }) => KeyType === type)?.AttributeName ?? null;
}

function onDemand(given: OnDemandThroughput | undefined): readonly Plain[] {
  return given === undefined
    ? []
    : [
        {
          max_read_request_units: given.MaxReadRequestUnits ?? -1,
          max_write_request_units: given.MaxWriteRequestUnits ?? -1,
        },
      ];
}
