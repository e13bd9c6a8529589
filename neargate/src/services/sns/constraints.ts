import type { ServiceConstraints } from '../service-constraints.ts';

/**
 * What the public service model of Amazon Simple Notification Service (2010-03-31) demands of the inputs of the
 * operations served here; written by `build/service-constraints.mjs`.
 */
export const constraints: ServiceConstraints = {
  inputs: {
    AddPermission: 'AddPermissionInput',
    ConfirmSubscription: 'ConfirmSubscriptionInput',
    CreateTopic: 'CreateTopicInput',
    DeleteTopic: 'DeleteTopicInput',
    GetDataProtectionPolicy: 'GetDataProtectionPolicyInput',
    GetSubscriptionAttributes: 'GetSubscriptionAttributesInput',
    GetTopicAttributes: 'GetTopicAttributesInput',
    ListSubscriptionsByTopic: 'ListSubscriptionsByTopicInput',
    ListTagsForResource: 'ListTagsForResourceRequest',
    Publish: 'PublishInput',
    PublishBatch: 'PublishBatchInput',
    PutDataProtectionPolicy: 'PutDataProtectionPolicyInput',
    RemovePermission: 'RemovePermissionInput',
    SetSubscriptionAttributes: 'SetSubscriptionAttributesInput',
    SetTopicAttributes: 'SetTopicAttributesInput',
    Subscribe: 'SubscribeInput',
    TagResource: 'TagResourceRequest',
    Unsubscribe: 'UnsubscribeInput',
    UntagResource: 'UntagResourceRequest',
  },
  shapes: {
    AddPermissionInput: { required: ['TopicArn', 'Label', 'AWSAccountId', 'ActionName'] },
    AmazonResourceName: { min: 1, max: 1011 },
    ConfirmSubscriptionInput: { required: ['TopicArn', 'Token'] },
    CreateTopicInput: { required: ['Name'], members: { Tags: 'TagList' } },
    DeleteTopicInput: { required: ['TopicArn'] },
    GetDataProtectionPolicyInput: { required: ['ResourceArn'] },
    GetSubscriptionAttributesInput: { required: ['SubscriptionArn'] },
    GetTopicAttributesInput: { required: ['TopicArn'] },
    ListSubscriptionsByTopicInput: { required: ['TopicArn'] },
    ListTagsForResourceRequest: { required: ['ResourceArn'], members: { ResourceArn: 'AmazonResourceName' } },
    PublishBatchInput: {
      required: ['TopicArn', 'PublishBatchRequestEntries'],
      members: { PublishBatchRequestEntries: 'PublishBatchRequestEntryList' },
    },
    PublishBatchRequestEntry: { required: ['Id', 'Message'] },
    PublishBatchRequestEntryList: { each: 'PublishBatchRequestEntry' },
    PublishInput: { required: ['Message'] },
    PutDataProtectionPolicyInput: { required: ['ResourceArn', 'DataProtectionPolicy'] },
    RemovePermissionInput: { required: ['TopicArn', 'Label'] },
    SetSubscriptionAttributesInput: { required: ['SubscriptionArn', 'AttributeName'] },
    SetTopicAttributesInput: { required: ['TopicArn', 'AttributeName'] },
    SubscribeInput: { required: ['TopicArn', 'Protocol'] },
    Tag: { required: ['Key', 'Value'], members: { Key: 'TagKey', Value: 'TagValue' } },
    TagKey: { min: 1, max: 128 },
    TagKeyList: { each: 'TagKey' },
    TagList: { each: 'Tag' },
    TagResourceRequest: {
      required: ['ResourceArn', 'Tags'],
      members: { ResourceArn: 'AmazonResourceName', Tags: 'TagList' },
    },
    TagValue: { max: 256 },
    UnsubscribeInput: { required: ['SubscriptionArn'] },
    UntagResourceRequest: {
      required: ['ResourceArn', 'TagKeys'],
      members: { ResourceArn: 'AmazonResourceName', TagKeys: 'TagKeyList' },
    },
  },
};
