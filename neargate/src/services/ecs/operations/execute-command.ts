import type { ExecuteCommandRequest, ExecuteCommandResponse } from '@aws-sdk/client-ecs';
import { AwsError } from '../../../core/aws-error.ts';
import { operation } from '../../operation.ts';
import { invalidParameter } from '../errors.ts';
import { execSessions } from '../exec-sessions.ts';
import { findActiveCluster, findTask } from '../references.ts';
import type { ContainerRow, TaskRow } from '../store.ts';

/** How long a client may take to open the stream. */
const tokenLifeMs = 60_000;

/**
 * Promises a stream on which a command runs; nothing runs before a client opens it (gateway/exec/data-channel-door.ts).
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ExecuteCommand.html
 */
export const executeCommand = operation<ExecuteCommandRequest, ExecuteCommandResponse>({
  handle(context, { cluster, task: reference = '', container: name, command = '', interactive }) {
    const { ids, clock, store, gatewayUrl } = context;
    if (command === '') throw invalidParameter('The command can not be empty.');
    if (interactive !== true)
      throw invalidParameter('Only interactive mode is supported: interactive must be true.');
    const { clusterArn } = findActiveCluster(context, cluster);
    const task = findTask(context, cluster, reference);
    const container = chooseContainer(task, name);
    requireAgent(task, container);
    const sessions = execSessions(store);
    for (const row of sessions.values()) if (row.expiresAtMs <= clock.now()) sessions.delete(row.sessionId);
    const sessionId = `ecs-execute-command-${ids.hex(17)}`;
    const tokenValue = ids.alphanumeric(172);
    sessions.put(sessionId, {
      sessionId,
      tokenValue,
      taskArn: task.taskArn,
      containerName: container.name,
      command,
      expiresAtMs: clock.now() + tokenLifeMs,
    });
    return {
      clusterArn,
      containerArn: container.containerArn,
      containerName: container.name,
      interactive,
      taskArn: task.taskArn,
      session: {
        sessionId,
        streamUrl: `${gatewayUrl.replace(/^http/, 'ws')}/v1/data-channel/${sessionId}?role=publish_subscribe`,
        tokenValue,
      },
    };
  },
});

function chooseContainer(task: TaskRow, name: string | undefined): ContainerRow {
  const { containers } = task.observed;
  if (name === undefined && containers.length > 1) {
    throw invalidParameter('The container name can not be empty when the task has more than one container.');
  }
  const found = name === undefined ? containers[0] : containers.find((each) => each.name === name);
  if (found === undefined) throw invalidParameter(`The container ${name} does not exist in the task.`);
  return found;
}

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec-troubleshooting.html */
function requireAgent(task: TaskRow, container: ContainerRow): void {
  const agent = container.managedAgents?.find(({ name }) => name === 'ExecuteCommandAgent');
  if (!task.enableExecuteCommand || agent?.lastStatus !== 'RUNNING') {
    throw invalidParameter(
      'The execute command failed because execute command was not enabled when the task was run or the execute command agent isn’t running. Wait and try again or run a new task with execute command enabled and try again.',
    );
  }
  if (container.lastStatus !== 'RUNNING' || task.desiredStatus === 'STOPPED') {
    throw new AwsError(
      'TargetNotConnectedException',
      'The execute command failed due to an internal error. Try again later.',
    );
  }
}
