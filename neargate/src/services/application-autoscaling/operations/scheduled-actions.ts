import type {
  DeleteScheduledActionRequest,
  DeleteScheduledActionResponse,
  DescribeScheduledActionsRequest,
  DescribeScheduledActionsResponse,
  PutScheduledActionRequest,
  PutScheduledActionResponse,
  ScalableTargetAction,
  ScheduledAction,
} from '@aws-sdk/client-application-auto-scaling';
import { formatArn } from '../../../core/arn.ts';
import type { OperationContext } from '../../context.ts';
import { parseSchedule } from '../../events/schedule-expression.ts';
import { operation } from '../../operation.ts';
import { paginate } from '../../pagination.ts';
import { toDate } from '../../timestamps.ts';
import { invalidNextToken, scheduledActionNotFound, validationException } from '../errors.ts';
import { findTarget, matchesTarget, targetFilter, targetIdOf } from '../scalable-targets.ts';
import { autoscalingTablesOf, memberKey, type ScheduledActionRow, type TargetId } from '../store.ts';

/** https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PutScheduledAction.html */
export const putScheduledAction = operation<PutScheduledActionRequest, PutScheduledActionResponse>({
  handle(context, input) {
    const id = targetIdOf(input);
    findTarget(context, id);
    const { scheduledActions } = autoscalingTablesOf(context);
    const scheduledActionName = input.ScheduledActionName ?? '';
    const key = memberKey(id, scheduledActionName);
    const existing = scheduledActions.get(key);
    const schedule = input.Schedule ?? existing?.schedule;
    if (schedule === undefined) throw validationException('A schedule must be specified.');
    if (parseSchedule(schedule) === undefined)
      throw validationException(`Schedule expression '${schedule}' is not valid.`);
    requireTimeZone(input.Timezone);
    requireCapacities(input.ScalableTargetAction ?? existing?.scalableTargetAction);
    const startAtMs = input.StartTime?.getTime();
    const endAtMs = input.EndTime?.getTime();
    if (startAtMs !== undefined && endAtMs !== undefined && endAtMs <= startAtMs)
      throw validationException('The end time must be after the start time.');
    scheduledActions.put(key, {
      ...id,
      scheduledActionArn: existing?.scheduledActionArn ?? newActionArn(context, id, scheduledActionName),
      scheduledActionName,
      schedule,
      timezone: input.Timezone ?? existing?.timezone,
      startAtMs,
      endAtMs,
      scalableTargetAction: input.ScalableTargetAction ?? existing?.scalableTargetAction,
      createdAtMs: existing?.createdAtMs ?? context.clock.now(),
    });
    return {};
  },
});

/** https://docs.aws.amazon.com/autoscaling/application/APIReference/API_DeleteScheduledAction.html */
export const deleteScheduledAction = operation<DeleteScheduledActionRequest, DeleteScheduledActionResponse>({
  handle(context, input) {
    const id = targetIdOf(input);
    const { scheduledActions } = autoscalingTablesOf(context);
    if (!scheduledActions.delete(memberKey(id, input.ScheduledActionName ?? '')))
      throw scheduledActionNotFound(id, input.ScheduledActionName ?? '');
    return {};
  },
});

/** https://docs.aws.amazon.com/autoscaling/application/APIReference/API_DescribeScheduledActions.html */
export const describeScheduledActions = operation<
  DescribeScheduledActionsRequest,
  DescribeScheduledActionsResponse
>({
  input: targetFilter,
  handle(context, { ScheduledActionNames, MaxResults = 50, NextToken, ...filter }) {
    const rows = [...autoscalingTablesOf(context).scheduledActions.values()]
      .filter((row) => matchesTarget(row, filter))
      .filter(
        (row) => ScheduledActionNames === undefined || ScheduledActionNames.includes(row.scheduledActionName),
      );
    const page = paginate(
      rows,
      (row) => row.scheduledActionArn,
      { token: NextToken, limit: Math.min(MaxResults, 50) },
      invalidNextToken,
    );
    return { ScheduledActions: page.items.map(describeAction), NextToken: page.nextToken };
  },
});

function requireTimeZone(timezone: string | undefined): void {
  if (timezone === undefined) return;
  try {
    new Intl.DateTimeFormat('en', { timeZone: timezone });
  } catch {
    throw validationException(`Time zone '${timezone}' is not valid.`);
  }
}

function requireCapacities(action: ScalableTargetAction | undefined): void {
  const { MinCapacity: min, MaxCapacity: max } = action ?? {};
  if (min === undefined && max === undefined)
    throw validationException('At least one of MinCapacity and MaxCapacity must be specified.');
  if ((min ?? 0) < 0 || (max ?? 0) < 0)
    throw validationException('Minimum and maximum capacity must not be negative');
  if (min !== undefined && max !== undefined && min > max)
    throw validationException('Maximum capacity cannot be less than minimum capacity');
}

function newActionArn({ caller, ids }: OperationContext, id: TargetId, name: string): string {
  const { partition, region, accountId } = caller;
  const resource = `scheduledAction:${ids.uuid()}:resource/${id.serviceNamespace}/${id.resourceId}:scheduledActionName/${name}`;
  return formatArn({ partition, service: 'autoscaling', region, accountId, resource });
}

function describeAction(row: ScheduledActionRow): ScheduledAction {
  return {
    ScheduledActionName: row.scheduledActionName,
    ScheduledActionARN: row.scheduledActionArn,
    ServiceNamespace: row.serviceNamespace,
    Schedule: row.schedule,
    Timezone: row.timezone,
    ResourceId: row.resourceId,
    ScalableDimension: row.scalableDimension,
    StartTime: toDate(row.startAtMs),
    EndTime: toDate(row.endAtMs),
    ScalableTargetAction: row.scalableTargetAction,
    CreationTime: toDate(row.createdAtMs),
  };
}
