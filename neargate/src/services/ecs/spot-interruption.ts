import { UserError } from '../../core/user-error.ts';
import { saveTask, type EcsEventEnvironment } from './save-task.ts';
import { ecsTableNames, ecsTables, type TaskRow } from './store.ts';
import { stopTask } from './task-stopping.ts';

/**
 * Takes the capacity of a Spot task away, as AWS does with a notice of two minutes.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-capacity-providers.html#fargate-capacity-providers-termination
 * @param reference the task's ARN, its id, or the beginning of its id
 * @throws UserError when there is no such task, several, or one that does not run on Spot
 */
export function interruptSpotTask(environment: EcsEventEnvironment, reference: string): TaskRow {
  const { scope, task } = findLivingTask(environment, reference);
  if (task.capacityProviderName !== 'FARGATE_SPOT') {
    throw new UserError(`Task ${task.taskId} does not run on FARGATE_SPOT: AWS interrupts Spot tasks only.`, {
      remedy: 'Run it with a capacity provider strategy that names FARGATE_SPOT.',
    });
  }
  const stopped = stopTask(task, 'SpotInterruption', 'Your Spot Task was interrupted.');
  saveTask(environment, scope, stopped);
  return stopped;
}

function findLivingTask(
  { store }: EcsEventEnvironment,
  reference: string,
): { readonly scope: string; readonly task: TaskRow } {
  const id = reference.slice(reference.lastIndexOf('/') + 1);
  const found = store
    .scopes(ecsTableNames.tasks)
    .flatMap((scope) =>
      [...ecsTables(store, scope).tasks.values()]
        .filter(({ taskId, desiredStatus }) => taskId.startsWith(id) && desiredStatus === 'RUNNING')
        .map((task) => ({ scope, task })),
    );
  const [only, ...others] = found;
  if (only === undefined || id === '') {
    throw new UserError(`There is no running task ${reference}.`, { remedy: 'See "neargate status".' });
  }
  if (others.length > 0)
    throw new UserError(`${found.length} running tasks begin with ${id}. Give more of the id.`);
  return only;
}
