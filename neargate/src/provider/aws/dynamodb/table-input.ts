import type {
  AttributeDefinition,
  CreateTableInput,
  GlobalSecondaryIndex,
  KeySchemaElement,
  LocalSecondaryIndex,
  OnDemandThroughput,
  Projection,
  StreamSpecification,
} from '@aws-sdk/client-dynamodb';
import type { PlainObject } from '../../../terraform/provider.ts';
import { blockOf, blocksOf, boolOf, numberOf, requiredText, textOf, textsOf } from '../../arguments.ts';
import { allTags, tagList } from '../tags.ts';

/** What a table is made from. */
export function createInput(config: PlainObject): CreateTableInput {
  const localIndexes = blocksOf(config, 'local_secondary_index').map((block) => localIndexOf(config, block));
  const globalIndexes = globalIndexesOf(config);
  return {
    TableName: requiredText(config, 'name'),
    BillingMode: textOf(config, 'billing_mode') as CreateTableInput['BillingMode'],
    AttributeDefinitions: attributesOf(config),
    KeySchema: keySchema(config),
    ProvisionedThroughput: throughputOf(config, config),
    OnDemandThroughput: onDemandOf(config),
    GlobalSecondaryIndexes: globalIndexes.length === 0 ? undefined : globalIndexes,
    LocalSecondaryIndexes: localIndexes.length === 0 ? undefined : localIndexes,
    StreamSpecification: streamOf(config),
    SSESpecification: encryptionOf(config),
    TableClass: textOf(config, 'table_class') as CreateTableInput['TableClass'],
    DeletionProtectionEnabled: boolOf(config, 'deletion_protection_enabled') ?? false,
    Tags: tagList(allTags(config)),
  };
}

export function attributesOf(config: PlainObject): AttributeDefinition[] {
  return blocksOf(config, 'attribute').map((block) => ({
    AttributeName: requiredText(block, 'name'),
    AttributeType: requiredText(block, 'type') as AttributeDefinition['AttributeType'],
  }));
}

export function streamOf(config: PlainObject): StreamSpecification | undefined {
  return boolOf(config, 'stream_enabled') === true
    ? {
        StreamEnabled: true,
        StreamViewType: textOf(config, 'stream_view_type') as StreamSpecification['StreamViewType'],
      }
    : undefined;
}

export function encryptionOf(config: PlainObject): CreateTableInput['SSESpecification'] {
  const block = blockOf(config, 'server_side_encryption');
  if (block === undefined) return undefined;
  const isEnabled = boolOf(block, 'enabled') === true;
  return {
    Enabled: isEnabled,
    ...(isEnabled ? { SSEType: 'KMS', KMSMasterKeyId: textOf(block, 'kms_key_arn') } : {}),
  };
}

/** Only a table with provisioned capacity has any. */
export function throughputOf(
  table: PlainObject,
  holder: PlainObject,
): CreateTableInput['ProvisionedThroughput'] {
  if (textOf(table, 'billing_mode') === 'PAY_PER_REQUEST') return undefined;
  return {
    ReadCapacityUnits: numberOf(holder, 'read_capacity') ?? 1,
    WriteCapacityUnits: numberOf(holder, 'write_capacity') ?? 1,
  };
}

export function onDemandOf(holder: PlainObject): OnDemandThroughput | undefined {
  const block = blockOf(holder, 'on_demand_throughput');
  return (
    block && {
      MaxReadRequestUnits: numberOf(block, 'max_read_request_units'),
      MaxWriteRequestUnits: numberOf(block, 'max_write_request_units'),
    }
  );
}

export function globalIndexesOf(config: PlainObject): GlobalSecondaryIndex[] {
  return blocksOf(config, 'global_secondary_index').map((block) => ({
    IndexName: requiredText(block, 'name'),
    KeySchema: indexKeys(block),
    Projection: projectionOf(block),
    ProvisionedThroughput: throughputOf(config, block),
    OnDemandThroughput: onDemandOf(block),
  }));
}

function indexKeys(block: PlainObject): KeySchemaElement[] {
  const written = blocksOf(block, 'key_schema');
  if (written.length === 0) return keySchema(block);
  return written.map((key) => ({
    AttributeName: requiredText(key, 'attribute_name'),
    KeyType: requiredText(key, 'key_type') as KeySchemaElement['KeyType'],
  }));
}

function localIndexOf(config: PlainObject, block: PlainObject): LocalSecondaryIndex {
  return {
    IndexName: requiredText(block, 'name'),
    KeySchema: [
      { AttributeName: requiredText(config, 'hash_key'), KeyType: 'HASH' },
      { AttributeName: requiredText(block, 'range_key'), KeyType: 'RANGE' },
    ],
    Projection: projectionOf(block),
  };
}

function keySchema(holder: PlainObject): KeySchemaElement[] {
  const range = textOf(holder, 'range_key');
  return [
    { AttributeName: textOf(holder, 'hash_key'), KeyType: 'HASH' },
    ...(range === undefined ? [] : [{ AttributeName: range, KeyType: 'RANGE' as const }]),
  ];
}

function projectionOf(block: PlainObject): Projection {
  const others = textsOf(block, 'non_key_attributes');
  return {
    ProjectionType: requiredText(block, 'projection_type') as Projection['ProjectionType'],
    ...(others.length === 0 ? {} : { NonKeyAttributes: others }),
  };
}
