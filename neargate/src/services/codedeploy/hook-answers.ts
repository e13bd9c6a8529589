import { error } from './errors.ts';
import { type CodedeployTables, type DeploymentRow, isActive } from './store.ts';

/**
 * Answers the validation function that a deployment waits for. The controller acts on the answer.
 * @throws AwsError when the deployment waits for no such execution
 */
export function answerHookExecution(
  { deployments }: Pick<CodedeployTables, 'deployments'>,
  row: DeploymentRow,
  executionId: string,
  status: 'Succeeded' | 'Failed',
): void {
  const { hook } = row.observed;
  if (row.hookAnswers[executionId] !== undefined || (hook?.executionId === executionId && !isActive(row))) {
    throw error(
      'LifecycleEventAlreadyCompleted',
      'An attempt to return the status of an already completed lifecycle event occurred.',
    );
  }
  if (hook?.executionId !== executionId) {
    throw error(
      'InvalidLifecycleEventHookExecutionId',
      `The deployment ${row.deploymentId} has no lifecycle event hook execution with the ID ${executionId}.`,
    );
  }
  deployments.put(row.deploymentId, {
    ...row,
    hookAnswers: { ...row.hookAnswers, [executionId]: status },
  });
}
