import { constraints } from './constraints.ts';
import type { ServiceDefinition } from '../operation.ts';
import {
  deregisterScalableTarget,
  describeScalableTargets,
  registerScalableTarget,
} from './operations/scalable-targets.ts';
import { describeScalingActivities } from './operations/scaling-activities.ts';
import {
  deleteScalingPolicy,
  describeScalingPolicies,
  putScalingPolicy,
} from './operations/scaling-policies.ts';
import {
  deleteScheduledAction,
  describeScheduledActions,
  putScheduledAction,
} from './operations/scheduled-actions.ts';
import { listTagsForResource, tagResource, untagResource } from './operations/tagging.ts';

/** Application Auto Scaling. https://docs.aws.amazon.com/autoscaling/application/APIReference/Welcome.html */
export const applicationAutoscaling = {
  signingName: 'application-autoscaling',
  protocol: 'json',
  targetPrefix: 'AnyScaleFrontendService',
  jsonVersion: '1.1',
  apiVersion: '2016-02-06',
  validationErrorCode: 'ValidationException',
  constraints,
  operations: {
    DeleteScalingPolicy: deleteScalingPolicy,
    DeleteScheduledAction: deleteScheduledAction,
    DeregisterScalableTarget: deregisterScalableTarget,
    DescribeScalableTargets: describeScalableTargets,
    DescribeScalingActivities: describeScalingActivities,
    DescribeScalingPolicies: describeScalingPolicies,
    DescribeScheduledActions: describeScheduledActions,
    ListTagsForResource: listTagsForResource,
    PutScalingPolicy: putScalingPolicy,
    PutScheduledAction: putScheduledAction,
    RegisterScalableTarget: registerScalableTarget,
    TagResource: tagResource,
    UntagResource: untagResource,
  },
} satisfies ServiceDefinition;
