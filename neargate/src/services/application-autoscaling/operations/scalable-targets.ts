import type {
  DeregisterScalableTargetRequest,
  DeregisterScalableTargetResponse,
  DescribeScalableTargetsRequest,
  DescribeScalableTargetsResponse,
  RegisterScalableTargetRequest,
  RegisterScalableTargetResponse,
  ScalableTarget,
  SuspendedState,
} from '@aws-sdk/client-application-auto-scaling';
import { formatArn } from '../../../core/arn.ts';
import type { OperationContext } from '../../context.ts';
import { operation } from '../../operation.ts';
import { paginate } from '../../pagination.ts';
import { toDate } from '../../timestamps.ts';
import { invalidNextToken, validationException } from '../errors.ts';
import {
  findTarget,
  matchesTarget,
  requireResource,
  scalingRoleArn,
  targetFilter,
  targetIdOf,
} from '../scalable-targets.ts';
import { autoscalingTablesOf, memberKey, type ScalableTargetRow, targetKey } from '../store.ts';
import { removeAlarms } from '../target-tracking.ts';

const maxTags = 50;

/** https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html */
export const registerScalableTarget = operation<
  RegisterScalableTargetRequest,
  RegisterScalableTargetResponse
>({
  handle(context, input) {
    const id = targetIdOf(input);
    requireResource(context, id);
    const { targets } = autoscalingTablesOf(context);
    const existing = targets.get(targetKey(id));
    const minCapacity = input.MinCapacity ?? existing?.minCapacity;
    const maxCapacity = input.MaxCapacity ?? existing?.maxCapacity;
    if (minCapacity === undefined || maxCapacity === undefined) {
      throw validationException(
        'Both MinCapacity and MaxCapacity must be specified when registering a new scalable target.',
      );
    }
    if (minCapacity < 0 || maxCapacity < 0)
      throw validationException('Minimum and maximum capacity must not be negative');
    if (minCapacity > maxCapacity)
      throw validationException('Maximum capacity cannot be less than minimum capacity');
    if (Object.keys(input.Tags ?? {}).length > maxTags)
      throw validationException('A scalable target can have at most 50 tags.');
    const row: ScalableTargetRow = {
      ...id,
      scalableTargetArn: existing?.scalableTargetArn ?? newTargetArn(context),
      minCapacity,
      maxCapacity,
      roleArn: scalingRoleArn(context, id.serviceNamespace, input.RoleARN ?? existing?.roleArn),
      createdAtMs: existing?.createdAtMs ?? context.clock.now(),
      suspendedState: suspendedState(input.SuspendedState, existing?.suspendedState),
      tags: existing?.tags ?? input.Tags ?? {},
    };
    targets.put(targetKey(id), row);
    return { ScalableTargetARN: row.scalableTargetArn };
  },
});

/** https://docs.aws.amazon.com/autoscaling/application/APIReference/API_DeregisterScalableTarget.html */
export const deregisterScalableTarget = operation<
  DeregisterScalableTargetRequest,
  DeregisterScalableTargetResponse
>({
  handle(context, input) {
    const id = targetIdOf(input);
    findTarget(context, id);
    const tables = autoscalingTablesOf(context);
    for (const policy of tables.policies.values()) {
      if (targetKey(policy) !== targetKey(id)) continue;
      removeAlarms(context, policy.alarms);
      tables.policies.delete(memberKey(id, policy.policyName));
    }
    for (const action of tables.scheduledActions.values()) {
      if (targetKey(action) === targetKey(id))
        tables.scheduledActions.delete(memberKey(id, action.scheduledActionName));
    }
    tables.memories.delete(targetKey(id));
    tables.targets.delete(targetKey(id));
    return {};
  },
});

/** https://docs.aws.amazon.com/autoscaling/application/APIReference/API_DescribeScalableTargets.html */
export const describeScalableTargets = operation<
  DescribeScalableTargetsRequest,
  DescribeScalableTargetsResponse
>({
  input: targetFilter,
  handle(context, { ServiceNamespace, ScalableDimension, ResourceIds, MaxResults = 50, NextToken }) {
    if (ScalableDimension !== undefined && ResourceIds === undefined)
      throw validationException('If you specify a scalable dimension, you must also specify a resource ID.');
    const rows = [...autoscalingTablesOf(context).targets.values()]
      .filter((row) => matchesTarget(row, { ServiceNamespace, ScalableDimension }))
      .filter((row) => ResourceIds === undefined || ResourceIds.includes(row.resourceId));
    const page = paginate(
      rows,
      targetKey,
      { token: NextToken, limit: Math.min(MaxResults, 50) },
      invalidNextToken,
    );
    return { ScalableTargets: page.items.map(describeTarget), NextToken: page.nextToken };
  },
});

function newTargetArn({ caller, ids }: OperationContext): string {
  const { partition, region, accountId } = caller;
  return formatArn({
    partition,
    service: 'application-autoscaling',
    region,
    accountId,
    resource: `scalable-target/${ids.hex(36)}`,
  });
}

function suspendedState(
  given: SuspendedState | undefined,
  before: ScalableTargetRow['suspendedState'] | undefined,
): ScalableTargetRow['suspendedState'] {
  return {
    dynamicScalingInSuspended: given?.DynamicScalingInSuspended ?? before?.dynamicScalingInSuspended ?? false,
    dynamicScalingOutSuspended:
      given?.DynamicScalingOutSuspended ?? before?.dynamicScalingOutSuspended ?? false,
    scheduledScalingSuspended: given?.ScheduledScalingSuspended ?? before?.scheduledScalingSuspended ?? false,
  };
}

function describeTarget(row: ScalableTargetRow): ScalableTarget {
  return {
    ServiceNamespace: row.serviceNamespace,
    ResourceId: row.resourceId,
    ScalableDimension: row.scalableDimension,
    MinCapacity: row.minCapacity,
    MaxCapacity: row.maxCapacity,
    RoleARN: row.roleArn,
    CreationTime: toDate(row.createdAtMs),
    SuspendedState: {
      DynamicScalingInSuspended: row.suspendedState.dynamicScalingInSuspended,
      DynamicScalingOutSuspended: row.suspendedState.dynamicScalingOutSuspended,
      ScheduledScalingSuspended: row.suspendedState.scheduledScalingSuspended,
    },
    ScalableTargetARN: row.scalableTargetArn,
  };
}
