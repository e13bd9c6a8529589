import { constraints } from './constraints.ts';
import type { ServiceDefinition } from '../operation.ts';
import { filterLogEvents } from './operations/filter-log-events.ts';
import {
  deleteMetricFilter,
  deleteSubscriptionFilter,
  describeMetricFilters,
  describeSubscriptionFilters,
  putMetricFilter,
  putSubscriptionFilter,
} from './operations/filters.ts';
import { getLogEvents } from './operations/get-log-events.ts';
import {
  associateKmsKey,
  createLogGroup,
  deleteLogGroup,
  deleteRetentionPolicy,
  describeLogGroups,
  disassociateKmsKey,
  putLogGroupDeletionProtection,
  putRetentionPolicy,
} from './operations/log-groups.ts';
import { createLogStream, deleteLogStream, describeLogStreams } from './operations/log-streams.ts';
import { putLogEvents } from './operations/put-log-events.ts';
import {
  deleteResourcePolicy,
  describeResourcePolicies,
  putResourcePolicy,
} from './operations/resource-policies.ts';
import { listTagsForResource, tagResource, untagResource } from './operations/tagging.ts';

/** Amazon CloudWatch Logs. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/Welcome.html */
export const logs = {
  signingName: 'logs',
  protocol: 'json',
  targetPrefix: 'Logs_20140328',
  jsonVersion: '1.1',
  apiVersion: '2014-03-28',
  validationErrorCode: 'InvalidParameterException',
  constraints,
  operations: {
    AssociateKmsKey: associateKmsKey,
    CreateLogGroup: createLogGroup,
    CreateLogStream: createLogStream,
    DeleteLogGroup: deleteLogGroup,
    DeleteLogStream: deleteLogStream,
    DeleteMetricFilter: deleteMetricFilter,
    DeleteResourcePolicy: deleteResourcePolicy,
    DeleteRetentionPolicy: deleteRetentionPolicy,
    DeleteSubscriptionFilter: deleteSubscriptionFilter,
    DescribeLogGroups: describeLogGroups,
    DescribeLogStreams: describeLogStreams,
    DescribeMetricFilters: describeMetricFilters,
    DescribeResourcePolicies: describeResourcePolicies,
    DescribeSubscriptionFilters: describeSubscriptionFilters,
    DisassociateKmsKey: disassociateKmsKey,
    FilterLogEvents: filterLogEvents,
    GetLogEvents: getLogEvents,
    ListTagsForResource: listTagsForResource,
    PutLogEvents: putLogEvents,
    PutLogGroupDeletionProtection: putLogGroupDeletionProtection,
    PutMetricFilter: putMetricFilter,
    PutResourcePolicy: putResourcePolicy,
    PutRetentionPolicy: putRetentionPolicy,
    PutSubscriptionFilter: putSubscriptionFilter,
    TagResource: tagResource,
    UntagResource: untagResource,
  },
  stored: {
    PutMetricFilter: 'nothing publishes metrics by it',
    PutSubscriptionFilter: 'nothing delivers events by it',
    PutResourcePolicy: "nobody's access is evaluated",
    PutRetentionPolicy: 'nothing expires',
    AssociateKmsKey: 'nothing is encrypted with it',
  },
} satisfies ServiceDefinition;
