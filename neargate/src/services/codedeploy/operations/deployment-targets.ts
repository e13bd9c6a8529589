import type {
  BatchGetDeploymentTargetsInput,
  BatchGetDeploymentTargetsOutput,
  DeploymentTarget,
  GetDeploymentTargetInput,
  GetDeploymentTargetOutput,
  ListDeploymentTargetsInput,
  ListDeploymentTargetsOutput,
} from '@aws-sdk/client-codedeploy';
import type { OperationContext } from '../../context.ts';
import { operation } from '../../operation.ts';
import { targetStatusOf } from '../describe-deployment.ts';
import { describeTarget, targetIdOf } from '../describe-target.ts';
import { error, targetIdRequired, targetNotFound } from '../errors.ts';
import { findDeployment } from '../find.ts';
import type { DeploymentRow } from '../store.ts';

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_ListDeploymentTargets.html */
export const listDeploymentTargets = operation<ListDeploymentTargetsInput, ListDeploymentTargetsOutput>({
  handle(context, { deploymentId, targetFilters }) {
    const row = findDeployment(context, deploymentId);
    const statuses = targetFilters?.TargetStatus ?? [];
    const isWanted = statuses.length === 0 || statuses.includes(targetStatusOf(row));
    return { targetIds: isWanted ? [targetIdOf(row)] : [] };
  },
});

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_GetDeploymentTarget.html */
export const getDeploymentTarget = operation<GetDeploymentTargetInput, GetDeploymentTargetOutput>({
  handle: (context, { deploymentId, targetId }) => ({
    deploymentTarget: targetOf(context, findDeployment(context, deploymentId), targetId),
  }),
});

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_BatchGetDeploymentTargets.html */
export const batchGetDeploymentTargets = operation<
  BatchGetDeploymentTargetsInput,
  BatchGetDeploymentTargetsOutput
>({
  handle(context, { deploymentId, targetIds = [] }) {
    const row = findDeployment(context, deploymentId);
    if (targetIds.length > 1) {
      throw error(
        'DeploymentTargetListSizeExceeded',
        'The maximum number of targets that can be associated with an Amazon ECS or Lambda deployment was exceeded.',
      );
    }
    return { deploymentTargets: targetIds.map((targetId) => targetOf(context, row, targetId)) };
  },
});

function targetOf(
  context: OperationContext,
  row: DeploymentRow,
  targetId: string | undefined,
): DeploymentTarget {
  if (targetId === undefined || targetId === '') {
    throw targetIdRequired();
  }
  if (targetId !== targetIdOf(row)) throw targetNotFound(targetId, row.deploymentId);
  return describeTarget(context, row);
}
