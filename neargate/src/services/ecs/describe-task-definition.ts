import type { Compatibility, IpcMode, PidMode, TaskDefinition } from '@aws-sdk/client-ecs';
import { toDate } from '../timestamps.ts';
import type { TaskDefinitionRow } from './store.ts';

export function describeTaskDefinition(row: TaskDefinitionRow): TaskDefinition {
  const { tags: _tags, registeredAtMs, deregisteredAtMs, deleteRequestedAtMs, ...rest } = row;
  return {
    ...rest,
    containerDefinitions: [...row.containerDefinitions],
    volumes: [...row.volumes],
    placementConstraints: [...row.placementConstraints],
    compatibilities: [...row.compatibilities] as Compatibility[],
    requiresCompatibilities:
      row.requiresCompatibilities && ([...row.requiresCompatibilities] as Compatibility[]),
    inferenceAccelerators: row.inferenceAccelerators && [...row.inferenceAccelerators],
    pidMode: row.pidMode as PidMode | undefined,
    ipcMode: row.ipcMode as IpcMode | undefined,
    registeredAt: toDate(registeredAtMs),
    deregisteredAt: toDate(deregisteredAtMs),
    deleteRequestedAt: toDate(deleteRequestedAtMs),
  };
}
