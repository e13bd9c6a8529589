import type {
  Failure,
  GetTaskProtectionRequest,
  GetTaskProtectionResponse,
  ProtectedTask,
  UpdateTaskProtectionRequest,
  UpdateTaskProtectionResponse,
} from '@aws-sdk/client-ecs';
import type { OperationContext } from '../../context.ts';
import { operation } from '../../operation.ts';
import { toDate } from '../../timestamps.ts';
import { findCluster, taskArnOf } from '../references.ts';
import { ecsTablesOf, type TaskRow } from '../store.ts';

const defaultMinutes = 120;

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateTaskProtection.html */
export const updateTaskProtection = operation<UpdateTaskProtectionRequest, UpdateTaskProtectionResponse>({
  input: {
    cluster: { required: true },
    tasks: { required: true, min: 1, max: 10 },
    protectionEnabled: { required: true },
    expiresInMinutes: { min: 1, max: 2880 },
  },
  handle(context, { cluster, tasks: references = [], protectionEnabled, expiresInMinutes = defaultMinutes }) {
    const { tasks } = ecsTablesOf(context);
    const expiresAtMs = context.clock.now() + expiresInMinutes * 60_000;
    return forServiceTasks(context, cluster, references, (row) => {
      const changed = { ...row, protection: protectionEnabled === true ? { expiresAtMs } : undefined };
      tasks.put(row.taskArn, changed);
      return changed;
    });
  },
});

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_GetTaskProtection.html */
export const getTaskProtection = operation<GetTaskProtectionRequest, GetTaskProtectionResponse>({
  handle(context, { cluster, tasks: references }) {
    const { clusterArn } = findCluster(context, cluster);
    const all = [...ecsTablesOf(context).tasks.values()]
      .filter((row) => row.clusterArn === clusterArn && row.serviceName !== undefined)
      .map(({ taskArn }) => taskArn);
    return forServiceTasks(context, cluster, references ?? all, (row) => row);
  },
});

function forServiceTasks(
  context: OperationContext,
  cluster: string | undefined,
  references: readonly string[],
  change: (row: TaskRow) => TaskRow,
): { protectedTasks: ProtectedTask[]; failures: Failure[] } {
  const clusterRow = findCluster(context, cluster);
  const { tasks } = ecsTablesOf(context);
  const protectedTasks: ProtectedTask[] = [];
  const failures: Failure[] = [];
  for (const arn of references.map((reference) => taskArnOf(clusterRow, reference))) {
    const row = tasks.get(arn);
    if (row === undefined || row.observed.lastStatus === 'STOPPED') {
      failures.push({ arn, reason: 'TASK_NOT_VALID' });
    } else if (row.serviceName === undefined) {
      failures.push({ arn, reason: 'TASK_NOT_VALID', detail: 'The task does not belong to a service.' });
    } else {
      const { protection } = change(row);
      const enabled = protection !== undefined && protection.expiresAtMs > context.clock.now();
      const expirationDate = enabled ? toDate(protection.expiresAtMs) : undefined;
      protectedTasks.push({ taskArn: arn, protectionEnabled: enabled, expirationDate });
    }
  }
  return { protectedTasks, failures };
}
