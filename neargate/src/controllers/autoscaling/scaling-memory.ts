import {
  type AutoscalingTables,
  type ScalingMemoryRow,
  type TargetId,
  targetKey,
} from '../../services/application-autoscaling/store.ts';

export function memoryOf({ memories }: AutoscalingTables, id: TargetId): ScalingMemoryRow | undefined {
  return memories.get(targetKey(id));
}

/** Changes some of what is remembered of a target. */
export function remember(
  tables: AutoscalingTables,
  { serviceNamespace, resourceId, scalableDimension }: TargetId,
  change: Partial<ScalingMemoryRow>,
): void {
  const id = { serviceNamespace, resourceId, scalableDimension };
  tables.memories.put(targetKey(id), { ...id, ...memoryOf(tables, id), ...change });
}
