import { type ActionTable, arnIn, byMember, type Input, isArn, type Place, text } from '../access.ts';

/** By the URL, which ends in the owner's account and the name. */
const queue = (url: string, place: Place) => {
  const [name = '', accountId = ''] = url.split('/').toReversed();
  return arnIn(/^\d{12}$/.test(accountId) ? { ...place, accountId } : place, 'sqs', name);
};
const topic = (name: string, place: Place) => arnIn(place, 'sns', name);
/** A subscription is judged as its topic. */
const topicOfSubscription = (action: string) => (input: Input) => {
  const arn = text(input, 'SubscriptionArn');
  return [{ action, resource: isArn(arn) ? arn.slice(0, arn.lastIndexOf(':')) : '*' }];
};

/** Batches are judged as what they are batches of. */
const sqsBatches = {
  ChangeMessageVisibilityBatch: 'ChangeMessageVisibility',
  DeleteMessageBatch: 'DeleteMessage',
  SendMessageBatch: 'SendMessage',
};

const sqsByName = byMember('sqs', queue, {
  QueueUrl: [
    'AddPermission',
    'ChangeMessageVisibility',
    'DeleteMessage',
    'DeleteQueue',
    'GetQueueAttributes',
    'ListDeadLetterSourceQueues',
    'ListQueueTags',
    'PurgeQueue',
    'ReceiveMessage',
    'RemovePermission',
    'SendMessage',
    'SetQueueAttributes',
    'TagQueue',
    'UntagQueue',
  ],
  QueueName: ['CreateQueue', 'GetQueueUrl'],
  SourceArn: ['ListMessageMoveTasks', 'StartMessageMoveTask'],
});

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsqs.html */
export const sqsActions: ActionTable = {
  ...sqsByName,
  ...Object.fromEntries(
    Object.entries(sqsBatches).flatMap(([batch, single]) => {
      const rule = sqsByName[single];
      return rule === undefined ? [] : [[batch, rule]];
    }),
  ),
};

const snsByTopic = byMember('sns', topic, {
  TopicArn: [
    'AddPermission',
    'ConfirmSubscription',
    'DeleteTopic',
    'GetTopicAttributes',
    'ListSubscriptionsByTopic',
    'RemovePermission',
    'SetTopicAttributes',
  ],
  Name: ['CreateTopic'],
  PlatformApplicationArn: [
    'CreatePlatformEndpoint',
    'DeletePlatformApplication',
    'GetPlatformApplicationAttributes',
    'ListEndpointsByPlatformApplication',
    'SetPlatformApplicationAttributes',
  ],
  EndpointArn: ['DeleteEndpoint', 'GetEndpointAttributes', 'SetEndpointAttributes'],
  ResourceArn: ['ListTagsForResource', 'TagResource', 'UntagResource'],
});

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsns.html */
export const snsActions: ActionTable = {
  ...snsByTopic,
  Publish: (input) => [
    { action: 'sns:Publish', resource: text(input, 'TopicArn') || text(input, 'TargetArn') || '*' },
  ],
  PublishBatch: (input) => [{ action: 'sns:Publish', resource: text(input, 'TopicArn') || '*' }],
  Subscribe: (input) => [
    {
      action: 'sns:Subscribe',
      resource: text(input, 'TopicArn') || '*',
      keys: { 'sns:Protocol': text(input, 'Protocol'), 'sns:Endpoint': text(input, 'Endpoint') },
    },
  ],
  GetSubscriptionAttributes: topicOfSubscription('sns:GetSubscriptionAttributes'),
  SetSubscriptionAttributes: topicOfSubscription('sns:SetSubscriptionAttributes'),
  // Who holds the URL may unsubscribe, signed or not.
  Unsubscribe: topicOfSubscription('sns:Unsubscribe'),
};
