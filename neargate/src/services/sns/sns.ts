import { policyEffect } from '../iam/authorization/policy-effect.ts';
import type { ServiceDefinition } from '../operation.ts';
import { constraints } from './constraints.ts';
import { addPermission, removePermission } from './operations/permissions.ts';
import { publish, publishBatch } from './operations/publish.ts';
import * as platformApplications from './operations/platform-applications.ts';
import * as platformEndpoints from './operations/platform-endpoints.ts';
import * as subscriptions from './operations/subscriptions.ts';
import { listTagsForResource, tagResource, untagResource } from './operations/tagging.ts';
import * as topics from './operations/topics.ts';

/** Amazon Simple Notification Service. Delivers to SQS and HTTP; nothing is encrypted. */
export const sns = {
  signingName: 'sns',
  protocol: 'query',
  apiVersion: '2010-03-31',
  xmlNamespace: 'http://sns.amazonaws.com/doc/2010-03-31/',
  validationErrorCode: 'ValidationError',
  constraints,
  operations: {
    AddPermission: addPermission,
    ConfirmSubscription: subscriptions.confirmSubscription,
    CreatePlatformApplication: platformApplications.createPlatformApplication,
    CreatePlatformEndpoint: platformEndpoints.createPlatformEndpoint,
    CreateTopic: topics.createTopic,
    DeleteEndpoint: platformEndpoints.deleteEndpoint,
    DeletePlatformApplication: platformApplications.deletePlatformApplication,
    DeleteTopic: topics.deleteTopic,
    GetDataProtectionPolicy: topics.getDataProtectionPolicy,
    GetEndpointAttributes: platformEndpoints.getEndpointAttributes,
    GetPlatformApplicationAttributes: platformApplications.getPlatformApplicationAttributes,
    GetSubscriptionAttributes: subscriptions.getSubscriptionAttributes,
    GetTopicAttributes: topics.getTopicAttributes,
    ListEndpointsByPlatformApplication: platformEndpoints.listEndpointsByPlatformApplication,
    ListPlatformApplications: platformApplications.listPlatformApplications,
    ListSubscriptions: subscriptions.listSubscriptions,
    ListSubscriptionsByTopic: subscriptions.listSubscriptionsByTopic,
    ListTagsForResource: listTagsForResource,
    ListTopics: topics.listTopics,
    Publish: publish,
    PublishBatch: publishBatch,
    PutDataProtectionPolicy: topics.putDataProtectionPolicy,
    RemovePermission: removePermission,
    SetEndpointAttributes: platformEndpoints.setEndpointAttributes,
    SetPlatformApplicationAttributes: platformApplications.setPlatformApplicationAttributes,
    SetSubscriptionAttributes: subscriptions.setSubscriptionAttributes,
    SetTopicAttributes: topics.setTopicAttributes,
    Subscribe: subscriptions.subscribe,
    TagResource: tagResource,
    Unsubscribe: subscriptions.unsubscribe,
    UntagResource: untagResource,
  },
  stored: {
    AddPermission: policyEffect,
    CreatePlatformApplication: 'no credentials are asked for their worth, and nothing is pushed',
    CreatePlatformEndpoint: 'nothing is pushed to devices',
    SetEndpointAttributes: 'as CreatePlatformEndpoint',
    SetPlatformApplicationAttributes: 'as CreatePlatformApplication',
    PutDataProtectionPolicy: 'Nothing is looked for in messages.',
  },
} satisfies ServiceDefinition;
