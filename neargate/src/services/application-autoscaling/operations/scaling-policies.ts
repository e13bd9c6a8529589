import type {
  Alarm,
  DeleteScalingPolicyRequest,
  DeleteScalingPolicyResponse,
  DescribeScalingPoliciesRequest,
  DescribeScalingPoliciesResponse,
  PutScalingPolicyRequest,
  PutScalingPolicyResponse,
  ScalingPolicy,
} from '@aws-sdk/client-application-auto-scaling';
import { formatArn } from '../../../core/arn.ts';
import { cloudwatchTablesOf } from '../../cloudwatch/store.ts';
import type { OperationContext } from '../../context.ts';
import { operation } from '../../operation.ts';
import { paginate } from '../../pagination.ts';
import { toDate } from '../../timestamps.ts';
import { invalidNextToken, policyNotFound, validationException } from '../errors.ts';
import { findTarget, matchesTarget, targetFilter, targetIdOf } from '../scalable-targets.ts';
import { validateStepScaling } from '../step-scaling.ts';
import { autoscalingTablesOf, memberKey, type ScalingPolicyRow, type TargetId } from '../store.ts';
import { putTargetTrackingAlarms, removeAlarms, validateTargetTracking } from '../target-tracking.ts';

const maxPoliciesPerTarget = 50;

/** https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PutScalingPolicy.html */
export const putScalingPolicy = operation<PutScalingPolicyRequest, PutScalingPolicyResponse>({
  handle(context, input) {
    const id = targetIdOf(input);
    findTarget(context, id);
    const { policies } = autoscalingTablesOf(context);
    const policyName = input.PolicyName ?? '';
    const key = memberKey(id, policyName);
    const existing = policies.get(key);
    const policyType = input.PolicyType ?? existing?.policyType ?? 'StepScaling';
    if (existing !== undefined && existing.policyType !== policyType)
      throw validationException('The policy type of an existing scaling policy cannot be changed.');
    if (existing === undefined && policiesOf(context, id).length >= maxPoliciesPerTarget)
      throw validationException(
        `A scalable target can have at most ${maxPoliciesPerTarget} scaling policies.`,
      );
    const policyArn = existing?.policyArn ?? newPolicyArn(context, id, policyName);
    const row: ScalingPolicyRow = {
      ...id,
      policyArn,
      policyName,
      policyType,
      createdAtMs: existing?.createdAtMs ?? context.clock.now(),
      alarms: [],
      ...configurationOf(id, policyType, input),
    };
    const alarms =
      row.targetTracking === undefined
        ? []
        : putTargetTrackingAlarms(context, id, policyArn, row.targetTracking, existing?.alarms ?? []);
    policies.put(key, { ...row, alarms });
    return { PolicyARN: policyArn, Alarms: alarms };
  },
});

/** https://docs.aws.amazon.com/autoscaling/application/APIReference/API_DeleteScalingPolicy.html */
export const deleteScalingPolicy = operation<DeleteScalingPolicyRequest, DeleteScalingPolicyResponse>({
  handle(context, input) {
    const id = targetIdOf(input);
    const { policies } = autoscalingTablesOf(context);
    const key = memberKey(id, input.PolicyName ?? '');
    const row = policies.get(key);
    if (row === undefined) throw policyNotFound(id, input.PolicyName ?? '');
    removeAlarms(context, row.alarms);
    policies.delete(key);
    return {};
  },
});

/** https://docs.aws.amazon.com/autoscaling/application/APIReference/API_DescribeScalingPolicies.html */
export const describeScalingPolicies = operation<
  DescribeScalingPoliciesRequest,
  DescribeScalingPoliciesResponse
>({
  input: targetFilter,
  handle(context, { PolicyNames, MaxResults = 10, NextToken, ...filter }) {
    const rows = [...autoscalingTablesOf(context).policies.values()]
      .filter((row) => matchesTarget(row, filter))
      .filter((row) => PolicyNames === undefined || PolicyNames.includes(row.policyName));
    const page = paginate(
      rows,
      (row) => row.policyArn,
      { token: NextToken, limit: Math.min(MaxResults, 50) },
      invalidNextToken,
    );
    return {
      ScalingPolicies: page.items.map((row) => describePolicy(context, row)),
      NextToken: page.nextToken,
    };
  },
});

/** The configuration of the policy's type; another type's beside it, or none, is refused. */
function configurationOf(
  id: TargetId,
  policyType: ScalingPolicyRow['policyType'],
  input: PutScalingPolicyRequest,
): Pick<ScalingPolicyRow, 'stepScaling' | 'targetTracking' | 'predictiveScaling'> {
  const given = {
    StepScaling: input.StepScalingPolicyConfiguration,
    TargetTrackingScaling: input.TargetTrackingScalingPolicyConfiguration,
    PredictiveScaling: input.PredictiveScalingPolicyConfiguration,
  };
  for (const [type, configuration] of Object.entries(given)) {
    if ((type === policyType) !== (configuration !== undefined)) {
      throw validationException(
        `A policy of type ${policyType} must have a ${policyType}PolicyConfiguration and no other.`,
      );
    }
  }
  if (given.StepScaling !== undefined) {
    validateStepScaling(given.StepScaling);
    return { stepScaling: given.StepScaling };
  }
  if (given.TargetTrackingScaling !== undefined) {
    validateTargetTracking(id, given.TargetTrackingScaling);
    return { targetTracking: { DisableScaleIn: false, ...given.TargetTrackingScaling } };
  }
  return { predictiveScaling: given.PredictiveScaling };
}

function policiesOf(context: OperationContext, id: TargetId): ScalingPolicyRow[] {
  return [...autoscalingTablesOf(context).policies.values()].filter(
    (row) => memberKey(row, '') === memberKey(id, ''),
  );
}

function newPolicyArn({ caller, ids }: OperationContext, id: TargetId, policyName: string): string {
  const { partition, region, accountId } = caller;
  const resource = `scalingPolicy:${ids.uuid()}:resource/${id.serviceNamespace}/${id.resourceId}:policyName/${policyName}`;
  return formatArn({ partition, service: 'autoscaling', region, accountId, resource });
}

/** A step scaling policy's alarms are those of users that have it as an action. */
function describePolicy(context: OperationContext, row: ScalingPolicyRow): ScalingPolicy {
  return {
    PolicyARN: row.policyArn,
    PolicyName: row.policyName,
    ServiceNamespace: row.serviceNamespace,
    ResourceId: row.resourceId,
    ScalableDimension: row.scalableDimension,
    PolicyType: row.policyType,
    StepScalingPolicyConfiguration: row.stepScaling,
    TargetTrackingScalingPolicyConfiguration: row.targetTracking,
    PredictiveScalingPolicyConfiguration: row.predictiveScaling,
    Alarms: row.policyType === 'StepScaling' ? alarmsOn(context, row.policyArn) : [...row.alarms],
    CreationTime: toDate(row.createdAtMs),
  };
}

function alarmsOn(context: OperationContext, policyArn: string): Alarm[] {
  return [...cloudwatchTablesOf(context).alarms.values()]
    .filter((alarm) =>
      [...alarm.alarmActions, ...alarm.okActions, ...alarm.insufficientDataActions].includes(policyArn),
    )
    .map(({ alarmName, alarmArn }) => ({ AlarmName: alarmName, AlarmARN: alarmArn }));
}
