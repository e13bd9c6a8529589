import type { ContainerDefinition, ContainerOverride } from '@aws-sdk/client-ecs';
import type { TaskDefinitionRow, TaskRow } from '../../services/ecs/store.ts';

/**
 * A task's definition with what its RunTask call has overridden: commands, variables (merged by name), environment files, sizes,
 * roles. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TaskOverride.html
 */
export function effectiveDefinition(
  definition: TaskDefinitionRow,
  { overrides }: Pick<TaskRow, 'overrides'>,
): TaskDefinitionRow {
  const byName = new Map((overrides.containerOverrides ?? []).map((each) => [each.name, each]));
  return {
    ...definition,
    taskRoleArn: overrides.taskRoleArn ?? definition.taskRoleArn,
    executionRoleArn: overrides.executionRoleArn ?? definition.executionRoleArn,
    containerDefinitions: definition.containerDefinitions.map((container) =>
      overridden(container, byName.get(container.name)),
    ),
  };
}

function overridden(
  container: ContainerDefinition,
  override: ContainerOverride | undefined,
): ContainerDefinition {
  if (override === undefined) return container;
  const { command, environment, environmentFiles, cpu, memory, memoryReservation } = override;
  const replaced = new Set((environment ?? []).map(({ name }) => name));
  return {
    ...container,
    ...(command === undefined || command.length === 0 ? {} : { command }),
    environment: [
      ...(container.environment ?? []).filter(({ name }) => !replaced.has(name)),
      ...(environment ?? []),
    ],
    ...(environmentFiles === undefined ? {} : { environmentFiles }),
    ...(cpu === undefined ? {} : { cpu }),
    ...(memory === undefined ? {} : { memory }),
    ...(memoryReservation === undefined ? {} : { memoryReservation }),
  };
}
