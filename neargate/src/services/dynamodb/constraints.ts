import type { ServiceConstraints } from '../service-constraints.ts';

/**
 * What the public service model of Amazon DynamoDB (2012-08-10) demands of the inputs of the
 * operations served here; written by `build/service-constraints.mjs`.
 */
export const constraints: ServiceConstraints = {
  inputs: {
    CreateTable: 'CreateTableInput',
    DeleteTable: 'DeleteTableInput',
    DescribeContinuousBackups: 'DescribeContinuousBackupsInput',
    DescribeTable: 'DescribeTableInput',
    DescribeTimeToLive: 'DescribeTimeToLiveInput',
    ListTables: 'ListTablesInput',
    ListTagsOfResource: 'ListTagsOfResourceInput',
    TagResource: 'TagResourceInput',
    UntagResource: 'UntagResourceInput',
    UpdateContinuousBackups: 'UpdateContinuousBackupsInput',
    UpdateTable: 'UpdateTableInput',
    UpdateTimeToLive: 'UpdateTimeToLiveInput',
  },
  shapes: {
    AttributeDefinition: {
      required: ['AttributeName', 'AttributeType'],
      members: { AttributeName: 'KeySchemaAttributeName', AttributeType: 'ScalarAttributeType' },
    },
    AttributeDefinitions: { each: 'AttributeDefinition' },
    BillingMode: { enum: ['PROVISIONED', 'PAY_PER_REQUEST'] },
    CreateGlobalSecondaryIndexAction: {
      required: ['IndexName', 'KeySchema', 'Projection'],
      members: {
        IndexName: 'IndexName',
        KeySchema: 'KeySchema',
        Projection: 'Projection',
        ProvisionedThroughput: 'ProvisionedThroughput',
      },
    },
    CreateGlobalTableWitnessGroupMemberAction: { required: ['RegionName'] },
    CreateReplicationGroupMemberAction: {
      required: ['RegionName'],
      members: {
        ProvisionedThroughputOverride: 'ProvisionedThroughputOverride',
        GlobalSecondaryIndexes: 'ReplicaGlobalSecondaryIndexList',
        TableClassOverride: 'TableClass',
      },
    },
    CreateTableInput: {
      required: ['TableName'],
      members: {
        AttributeDefinitions: 'AttributeDefinitions',
        TableName: 'TableArn',
        KeySchema: 'KeySchema',
        LocalSecondaryIndexes: 'LocalSecondaryIndexList',
        GlobalSecondaryIndexes: 'GlobalSecondaryIndexList',
        BillingMode: 'BillingMode',
        ProvisionedThroughput: 'ProvisionedThroughput',
        StreamSpecification: 'StreamSpecification',
        SSESpecification: 'SSESpecification',
        Tags: 'TagList',
        TableClass: 'TableClass',
        GlobalTableSourceArn: 'TableArn',
        GlobalTableSettingsReplicationMode: 'GlobalTableSettingsReplicationMode',
      },
    },
    DeleteGlobalSecondaryIndexAction: { required: ['IndexName'], members: { IndexName: 'IndexName' } },
    DeleteGlobalTableWitnessGroupMemberAction: { required: ['RegionName'] },
    DeleteReplicationGroupMemberAction: { required: ['RegionName'] },
    DeleteTableInput: { required: ['TableName'], members: { TableName: 'TableArn' } },
    DescribeContinuousBackupsInput: { required: ['TableName'], members: { TableName: 'TableArn' } },
    DescribeTableInput: { required: ['TableName'], members: { TableName: 'TableArn' } },
    DescribeTimeToLiveInput: { required: ['TableName'], members: { TableName: 'TableArn' } },
    GlobalSecondaryIndex: {
      required: ['IndexName', 'KeySchema', 'Projection'],
      members: {
        IndexName: 'IndexName',
        KeySchema: 'KeySchema',
        Projection: 'Projection',
        ProvisionedThroughput: 'ProvisionedThroughput',
      },
    },
    GlobalSecondaryIndexList: { each: 'GlobalSecondaryIndex' },
    GlobalSecondaryIndexUpdate: {
      members: {
        Update: 'UpdateGlobalSecondaryIndexAction',
        Create: 'CreateGlobalSecondaryIndexAction',
        Delete: 'DeleteGlobalSecondaryIndexAction',
      },
    },
    GlobalSecondaryIndexUpdateList: { each: 'GlobalSecondaryIndexUpdate' },
    GlobalTableSettingsReplicationMode: { enum: ['ENABLED', 'DISABLED', 'ENABLED_WITH_OVERRIDES'] },
    GlobalTableWitnessGroupUpdate: {
      members: {
        Create: 'CreateGlobalTableWitnessGroupMemberAction',
        Delete: 'DeleteGlobalTableWitnessGroupMemberAction',
      },
    },
    GlobalTableWitnessGroupUpdateList: { min: 1, max: 1, each: 'GlobalTableWitnessGroupUpdate' },
    IndexName: { pattern: '[a-zA-Z0-9_.-]+', min: 3, max: 255 },
    KeySchema: { min: 1, each: 'KeySchemaElement' },
    KeySchemaAttributeName: { min: 1, max: 255 },
    KeySchemaElement: {
      required: ['AttributeName', 'KeyType'],
      members: { AttributeName: 'KeySchemaAttributeName', KeyType: 'KeyType' },
    },
    KeyType: { enum: ['HASH', 'RANGE'] },
    ListTablesInput: { members: { ExclusiveStartTableName: 'TableName', Limit: 'ListTablesInputLimit' } },
    ListTablesInputLimit: { min: 1, max: 100 },
    ListTagsOfResourceInput: { required: ['ResourceArn'], members: { ResourceArn: 'ResourceArnString' } },
    LocalSecondaryIndex: {
      required: ['IndexName', 'KeySchema', 'Projection'],
      members: { IndexName: 'IndexName', KeySchema: 'KeySchema', Projection: 'Projection' },
    },
    LocalSecondaryIndexList: { each: 'LocalSecondaryIndex' },
    MultiRegionConsistency: { enum: ['EVENTUAL', 'STRONG'] },
    NonKeyAttributeName: { min: 1, max: 255 },
    NonKeyAttributeNameList: { min: 1, max: 20, each: 'NonKeyAttributeName' },
    PointInTimeRecoverySpecification: {
      required: ['PointInTimeRecoveryEnabled'],
      members: { RecoveryPeriodInDays: 'RecoveryPeriodInDays' },
    },
    PositiveLongObject: { min: 1 },
    Projection: {
      members: { ProjectionType: 'ProjectionType', NonKeyAttributes: 'NonKeyAttributeNameList' },
    },
    ProjectionType: { enum: ['ALL', 'KEYS_ONLY', 'INCLUDE'] },
    ProvisionedThroughput: {
      required: ['ReadCapacityUnits', 'WriteCapacityUnits'],
      members: { ReadCapacityUnits: 'PositiveLongObject', WriteCapacityUnits: 'PositiveLongObject' },
    },
    ProvisionedThroughputOverride: { members: { ReadCapacityUnits: 'PositiveLongObject' } },
    RecoveryPeriodInDays: { min: 1, max: 35 },
    ReplicaGlobalSecondaryIndex: {
      required: ['IndexName'],
      members: { IndexName: 'IndexName', ProvisionedThroughputOverride: 'ProvisionedThroughputOverride' },
    },
    ReplicaGlobalSecondaryIndexList: { min: 1, each: 'ReplicaGlobalSecondaryIndex' },
    ReplicationGroupUpdate: {
      members: {
        Create: 'CreateReplicationGroupMemberAction',
        Update: 'UpdateReplicationGroupMemberAction',
        Delete: 'DeleteReplicationGroupMemberAction',
      },
    },
    ReplicationGroupUpdateList: { min: 1, each: 'ReplicationGroupUpdate' },
    ResourceArnString: { min: 1, max: 1283 },
    SSESpecification: { members: { SSEType: 'SSEType' } },
    SSEType: { enum: ['AES256', 'KMS'] },
    ScalarAttributeType: { enum: ['S', 'N', 'B'] },
    StreamSpecification: { required: ['StreamEnabled'], members: { StreamViewType: 'StreamViewType' } },
    StreamViewType: { enum: ['NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES', 'KEYS_ONLY'] },
    TableArn: { min: 1, max: 1024 },
    TableClass: { enum: ['STANDARD', 'STANDARD_INFREQUENT_ACCESS'] },
    TableName: { pattern: '[a-zA-Z0-9_.-]+', min: 3, max: 255 },
    Tag: { required: ['Key', 'Value'], members: { Key: 'TagKeyString', Value: 'TagValueString' } },
    TagKeyList: { each: 'TagKeyString' },
    TagKeyString: { min: 1, max: 128 },
    TagList: { each: 'Tag' },
    TagResourceInput: {
      required: ['ResourceArn', 'Tags'],
      members: { ResourceArn: 'ResourceArnString', Tags: 'TagList' },
    },
    TagValueString: { max: 256 },
    TimeToLiveAttributeName: { min: 1, max: 255 },
    TimeToLiveSpecification: {
      required: ['Enabled', 'AttributeName'],
      members: { AttributeName: 'TimeToLiveAttributeName' },
    },
    UntagResourceInput: {
      required: ['ResourceArn', 'TagKeys'],
      members: { ResourceArn: 'ResourceArnString', TagKeys: 'TagKeyList' },
    },
    UpdateContinuousBackupsInput: {
      required: ['TableName', 'PointInTimeRecoverySpecification'],
      members: {
        TableName: 'TableArn',
        PointInTimeRecoverySpecification: 'PointInTimeRecoverySpecification',
      },
    },
    UpdateGlobalSecondaryIndexAction: {
      required: ['IndexName'],
      members: { IndexName: 'IndexName', ProvisionedThroughput: 'ProvisionedThroughput' },
    },
    UpdateReplicationGroupMemberAction: {
      required: ['RegionName'],
      members: {
        ProvisionedThroughputOverride: 'ProvisionedThroughputOverride',
        GlobalSecondaryIndexes: 'ReplicaGlobalSecondaryIndexList',
        TableClassOverride: 'TableClass',
      },
    },
    UpdateTableInput: {
      required: ['TableName'],
      members: {
        AttributeDefinitions: 'AttributeDefinitions',
        TableName: 'TableArn',
        BillingMode: 'BillingMode',
        ProvisionedThroughput: 'ProvisionedThroughput',
        GlobalSecondaryIndexUpdates: 'GlobalSecondaryIndexUpdateList',
        StreamSpecification: 'StreamSpecification',
        SSESpecification: 'SSESpecification',
        ReplicaUpdates: 'ReplicationGroupUpdateList',
        TableClass: 'TableClass',
        MultiRegionConsistency: 'MultiRegionConsistency',
        GlobalTableWitnessUpdates: 'GlobalTableWitnessGroupUpdateList',
        GlobalTableSettingsReplicationMode: 'GlobalTableSettingsReplicationMode',
      },
    },
    UpdateTimeToLiveInput: {
      required: ['TableName', 'TimeToLiveSpecification'],
      members: { TableName: 'TableArn', TimeToLiveSpecification: 'TimeToLiveSpecification' },
    },
  },
};
