import { constraints } from './constraints.ts';
import type { ServiceDefinition } from '../operation.ts';
import {
  createEventBus,
  deleteEventBus,
  describeEventBus,
  listEventBuses,
  updateEventBus,
} from './operations/buses.ts';
import { putPermission, removePermission } from './operations/permissions.ts';
import { putEvents, testEventPattern } from './operations/put-events.ts';
import { deleteRule, describeRule, disableRule, enableRule, listRules, putRule } from './operations/rules.ts';
import { listTagsForResource, tagResource, untagResource } from './operations/tagging.ts';
import { listRuleNamesByTarget, listTargetsByRule, putTargets, removeTargets } from './operations/targets.ts';

/** Amazon EventBridge. https://docs.aws.amazon.com/eventbridge/latest/APIReference/Welcome.html */
export const events = {
  signingName: 'events',
  protocol: 'json',
  targetPrefix: 'AWSEvents',
  jsonVersion: '1.1',
  apiVersion: '2015-10-07',
  validationErrorCode: 'ValidationException',
  constraints,
  operations: {
    CreateEventBus: createEventBus,
    DeleteEventBus: deleteEventBus,
    DeleteRule: deleteRule,
    DescribeEventBus: describeEventBus,
    DescribeRule: describeRule,
    DisableRule: disableRule,
    EnableRule: enableRule,
    ListEventBuses: listEventBuses,
    ListRuleNamesByTarget: listRuleNamesByTarget,
    ListRules: listRules,
    ListTagsForResource: listTagsForResource,
    ListTargetsByRule: listTargetsByRule,
    PutEvents: putEvents,
    PutPermission: putPermission,
    PutRule: putRule,
    PutTargets: putTargets,
    RemovePermission: removePermission,
    RemoveTargets: removeTargets,
    TagResource: tagResource,
    TestEventPattern: testEventPattern,
    UntagResource: untagResource,
    UpdateEventBus: updateEventBus,
  },
  stored: {
    PutPermission: 'nothing enforces the policy of a bus',
  },
} satisfies ServiceDefinition;
