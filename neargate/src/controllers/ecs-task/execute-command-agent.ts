import type { ManagedAgent } from '@aws-sdk/client-ecs';
import type { ContainerRow } from '../../services/ecs/store.ts';

/** What decides whether commands can be run in a container. */
export interface AgentConditions {
  /** Whether the driver can run commands in containers. */
  readonly driverCanExec: boolean;
  readonly readonlyRootFilesystem: boolean;
}

/**
 * The managed agents of a container that has started: ECS Exec's runs in containers of tasks that asked for it, and cannot write its files
 * into a read-only root. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html
 */
export function startedAgents(
  before: ContainerRow['managedAgents'],
  { driverCanExec, readonlyRootFilesystem }: AgentConditions,
  nowMs: number,
): readonly ManagedAgent[] | undefined {
  return before?.map(({ name }) => {
    if (!driverCanExec) {
      return { name, lastStatus: 'STOPPED', reason: 'Commands cannot be run in containers here.' };
    }
    if (readonlyRootFilesystem) {
      return { name, lastStatus: 'STOPPED', reason: 'The root file system of the container is read-only.' };
    }
    return { name, lastStatus: 'RUNNING', lastStartedAt: new Date(nowMs) };
  });
}

export function stoppedAgents(before: ContainerRow['managedAgents']): readonly ManagedAgent[] | undefined {
  return before?.map((agent) => ({ ...agent, lastStatus: 'STOPPED' }));
}
