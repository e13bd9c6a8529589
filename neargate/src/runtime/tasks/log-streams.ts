import type { ContainerDefinition } from '@aws-sdk/client-ecs';
import { TaskStartError } from '../../controllers/ecs-task/environment.ts';
import { AwsError } from '../../core/aws-error.ts';
import type { TaskRow } from '../../services/ecs/store.ts';
import type { LogEvent, LogStreamAddress } from '../../services/logs/log-store.ts';
import type { OperationContext } from '../../services/context.ts';
import { invokeNow } from '../../services/invoke.ts';
import type { ControlPlane } from '../control-plane.ts';
import { inExecutionRole } from './execution-role.ts';
import { wayToServices } from './way-to-service.ts';

/** Lines are written together this often: a busy container must not cost a file write a line. */
const writeEveryMs = 25;

/** Where the awslogs driver puts a container's lines, or undefined when the container has another log driver or none. */
export function logAddressOf(
  scope: string,
  taskId: string,
  definition: ContainerDefinition,
): LogStreamAddress | undefined {
  const { logDriver, options = {} } = definition.logConfiguration ?? {};
  const group = options['awslogs-group'];
  if (logDriver !== 'awslogs' || group === undefined) return undefined;
  const [accountId = '', ownRegion = ''] = scope.split('/');
  const prefix = options['awslogs-stream-prefix'];
  const name = `${definition.name}/${taskId}`;
  return {
    scope: `${accountId}/${options['awslogs-region'] ?? ownRegion}`,
    group,
    stream: prefix === undefined ? name : `${prefix}/${name}`,
  };
}

/**
 * Makes the container's log stream, as the awslogs driver does before the container starts, and returns what writes to it.
 * Lines of a container without the driver are dropped, as on Fargate.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_awslogs.html
 * @throws TaskStartError in ECS's words when the group does not exist or cannot be reached
 */
export function openLogStream(
  plane: ControlPlane,
  scope: string,
  task: TaskRow,
  definition: ContainerDefinition,
): { write(line: string): void; close(): void } | undefined {
  const address = logAddressOf(scope, task.taskId, definition);
  if (address === undefined) return undefined;
  const [, region = ''] = address.scope.split('/');
  const way = wayToServices(plane, scope, task.taskArn);
  way({
    service: 'logs',
    region,
    stoppedReason:
      'ResourceInitializationError: failed to validate logger args: The task cannot find the Amazon CloudWatch log group defined in the task definition. There is a connection issue between the task and Amazon CloudWatch. Check your network configuration. : signal: killed',
    purpose: `write to the log group ${address.group}`,
  });
  const context = inExecutionRole(plane, scope, task.taskArn);
  const createsGroup = definition.logConfiguration?.options?.['awslogs-create-group'] === 'true';
  if (createsGroup) ignoring('ResourceAlreadyExistsException', () => create(context, address, 'group'));
  try {
    ignoring('ResourceAlreadyExistsException', () => create(context, address, 'stream'));
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new TaskStartError(
      `ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream: ${error.code}: ${error.message} : exit status 1`,
    );
  }
  return writerTo(plane, address);
}

function create(
  context: OperationContext,
  { scope, group, stream }: LogStreamAddress,
  what: 'group' | 'stream',
): void {
  const [, region = context.caller.region] = scope.split('/');
  const there = { ...context, caller: { ...context.caller, region } };
  if (what === 'group') invokeNow('logs', 'CreateLogGroup', { logGroupName: group }, there);
  else invokeNow('logs', 'CreateLogStream', { logGroupName: group, logStreamName: stream }, there);
}

function ignoring(code: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof AwsError && error.code === code)) throw error;
  }
}

function writerTo({ clock, logs }: ControlPlane, address: LogStreamAddress) {
  let waiting: LogEvent[] = [];
  let cancel: (() => void) | undefined;
  const flush = () => {
    cancel?.();
    cancel = undefined;
    const events = waiting;
    waiting = [];
    if (events.length > 0) logs.append(address, events);
  };
  return {
    write(line: string) {
      // CloudWatch Logs refuses empty messages; the driver leaves them out.
      if (line === '') return;
      const now = clock.now();
      waiting.push({ timestampMs: now, ingestionTimeMs: now, message: line });
      cancel ??= clock.setTimer(writeEveryMs, flush);
    },
    close: flush,
  };
}
