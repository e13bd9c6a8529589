import type {
  BatchGetDeploymentsInput,
  BatchGetDeploymentsOutput,
  ContinueDeploymentInput,
  CreateDeploymentInput,
  CreateDeploymentOutput,
  GetDeploymentInput,
  GetDeploymentOutput,
  ListDeploymentsInput,
  ListDeploymentsOutput,
  PutLifecycleEventHookExecutionStatusInput,
  PutLifecycleEventHookExecutionStatusOutput,
  StopDeploymentInput,
  StopDeploymentOutput,
} from '@aws-sdk/client-codedeploy';
import { operation } from '../../operation.ts';
import { paginate } from '../../pagination.ts';
import { createDeployment as create } from '../create-deployment.ts';
import { describeDeployment } from '../describe-deployment.ts';
import {
  batchLimit,
  deploymentCompleted,
  error,
  invalidHookStatus,
  invalidNextToken,
  invalidWaitType,
} from '../errors.ts';
import { findApplication, findDeployment, findGroup } from '../find.ts';
import { answerHookExecution } from '../hook-answers.ts';
import { codedeployTablesOf, isActive } from '../store.ts';

type Empty = Record<string, never>;

const pageSize = 100;

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_CreateDeployment.html */
export const createDeployment = operation<CreateDeploymentInput, CreateDeploymentOutput>({
  handle: (context, input) => ({ deploymentId: create(context, input, 'user').deploymentId }),
});

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_GetDeployment.html */
export const getDeployment = operation<GetDeploymentInput, GetDeploymentOutput>({
  handle: (context, { deploymentId }) => ({
    deploymentInfo: describeDeployment(findDeployment(context, deploymentId)),
  }),
});

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_BatchGetDeployments.html */
export const batchGetDeployments = operation<BatchGetDeploymentsInput, BatchGetDeploymentsOutput>({
  handle(context, { deploymentIds = [] }) {
    if (deploymentIds.length > 25) throw batchLimit(25);
    return { deploymentsInfo: deploymentIds.map((id) => describeDeployment(findDeployment(context, id))) };
  },
});

/** Newest first. https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_ListDeployments.html */
export const listDeployments = operation<ListDeploymentsInput, ListDeploymentsOutput>({
  handle(context, input) {
    const { applicationName, deploymentGroupName, includeOnlyStatuses = [], createTimeRange } = input;
    if (applicationName === undefined && deploymentGroupName !== undefined)
      findApplication(context, applicationName);
    if (applicationName !== undefined) findApplication(context, applicationName);
    if (deploymentGroupName !== undefined) findGroup(context, applicationName, deploymentGroupName);
    const { start, end } = createTimeRange ?? {};
    const ids = [...codedeployTablesOf(context).deployments.values()]
      .filter(
        (row) =>
          (applicationName === undefined || row.applicationName === applicationName) &&
          (deploymentGroupName === undefined || row.deploymentGroupName === deploymentGroupName) &&
          (includeOnlyStatuses.length === 0 || includeOnlyStatuses.includes(row.observed.status)) &&
          (start === undefined || row.createdAtMs >= start.getTime()) &&
          (end === undefined || row.createdAtMs <= end.getTime()),
      )
      .map(({ deploymentId }) => deploymentId)
      .toReversed();
    const page = paginate(ids, (id) => id, { token: input.nextToken, limit: pageSize }, invalidNextToken);
    return { deployments: page.items, nextToken: page.nextToken };
  },
});

/**
 * Ends the wait before production traffic is shifted, or the one before the original task set is ended.
 * https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_ContinueDeployment.html
 */
export const continueDeployment = operation<ContinueDeploymentInput, Empty>({
  handle(context, { deploymentId, deploymentWaitType = 'READY_WAIT' }) {
    const row = findDeployment(context, deploymentId);
    if (!isActive(row)) throw deploymentCompleted(row.deploymentId);
    if (deploymentWaitType !== 'READY_WAIT' && deploymentWaitType !== 'TERMINATION_WAIT') {
      throw invalidWaitType();
    }
    const waited = deploymentWaitType === 'READY_WAIT' ? 'ReadyWait' : 'TerminationWait';
    if (row.observed.phase !== waited) {
      throw error(
        'DeploymentIsNotInReadyState',
        deploymentWaitType === 'READY_WAIT'
          ? "The deployment does not have a status of Ready and can't continue yet."
          : "The deployment does not wait for the end of the original task set and can't continue yet.",
      );
    }
    codedeployTablesOf(context).deployments.put(row.deploymentId, {
      ...row,
      continued: [...new Set([...row.continued, deploymentWaitType])],
    });
    return {};
  },
});

/** The controller stops it. https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_StopDeployment.html */
export const stopDeployment = operation<StopDeploymentInput, StopDeploymentOutput>({
  handle(context, { deploymentId, autoRollbackEnabled }) {
    const row = findDeployment(context, deploymentId);
    if (!isActive(row)) throw deploymentCompleted(row.deploymentId);
    const { enabled = false, events = [] } = row.autoRollbackConfiguration;
    const rollback = autoRollbackEnabled ?? (enabled && events.includes('DEPLOYMENT_STOP_ON_REQUEST'));
    codedeployTablesOf(context).deployments.put(row.deploymentId, { ...row, stopRequest: { rollback } });
    return { status: 'Pending', statusMessage: 'The stop operation is pending.' };
  },
});

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_PutLifecycleEventHookExecutionStatus.html */
export const putLifecycleEventHookExecutionStatus = operation<
  PutLifecycleEventHookExecutionStatusInput,
  PutLifecycleEventHookExecutionStatusOutput
>({
  handle(context, { deploymentId, lifecycleEventHookExecutionId = '', status }) {
    const row = findDeployment(context, deploymentId);
    if (status !== 'Succeeded' && status !== 'Failed') {
      throw invalidHookStatus();
    }
    answerHookExecution(codedeployTablesOf(context), row, lifecycleEventHookExecutionId, status);
    return { lifecycleEventHookExecutionId };
  },
});
