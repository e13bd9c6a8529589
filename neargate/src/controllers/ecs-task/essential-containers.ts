import type { ContainerDefinition } from '@aws-sdk/client-ecs';
import type { ContainerRow } from '../../services/ecs/store.ts';

/** Whether an essential container has ended, which ends its task. A container is essential unless its definition says otherwise. */
export function essentialContainerHasEnded(
  definitions: readonly ContainerDefinition[],
  containers: readonly ContainerRow[],
): boolean {
  const essential = new Set(
    definitions.filter((definition) => definition.essential !== false).map(({ name }) => name),
  );
  return containers.some(({ name, lastStatus }) => lastStatus === 'STOPPED' && essential.has(name));
}
