import { ecsTables, type TaskDefinitionRow, type TaskRow } from '../../services/ecs/store.ts';
import { effectiveDefinition } from './effective-definition.ts';
import { type TaskEnvironment, TaskStartError } from './environment.ts';

/** The task's definition with its overrides. Throws TaskStartError when the definition does not exist. */
export function definitionOf(
  environment: Pick<TaskEnvironment, 'store'>,
  scope: string,
  task: TaskRow,
): TaskDefinitionRow {
  const definition = ecsTables(environment.store, scope).taskDefinitions.get(task.taskDefinitionArn);
  if (definition === undefined)
    throw new TaskStartError(`Task definition ${task.taskDefinitionArn} does not exist.`);
  return effectiveDefinition(definition, task);
}
