import type { TaskReconciler } from '../../controllers/ecs-task/task-reconciler.ts';
import { UserError } from '../../core/user-error.ts';
import { ContainerStartError, type ExecRequest, type ExecSession } from '../../drivers/task/driver.ts';
import type { PromisedCommand } from '../../gateway/exec/data-channel-door.ts';
import type { ExecStart } from '../../gateway/tasks-protocol.ts';
import { execSessions } from '../../services/ecs/exec-sessions.ts';
import { ecsTableNames, ecsTables, type TaskRow } from '../../services/ecs/store.ts';
import type { ControlPlane } from '../control-plane.ts';

/** As ECS Exec does, whatever user the container has. */
const execUser = '0';

/** Words of a command line, as ECS Exec takes one text. */
const commandShell = ['/bin/sh', '-c'];

type Containers = Pick<TaskReconciler, 'container'>;

/**
 * Runs a command in a container of a running task, as root.
 * @throws UserError when nothing of that name runs, or the command cannot be started
 */
export async function execInTask(
  plane: ControlPlane,
  containers: Containers,
  start: ExecStart,
  onOutput: ExecRequest['onOutput'],
): Promise<{ readonly taskId: string; readonly container: string; readonly session: ExecSession }> {
  const task = findTask(plane, start.target);
  const container = containerName(task, start.container);
  const live = containers.container(task.taskArn, container);
  if (live === undefined) throw new UserError(`Container ${container} of task ${task.taskId} does not run.`);
  try {
    const session = await live.exec({
      command: start.command,
      user: execUser,
      hasInput: true,
      onOutput,
      ...(start.terminal === undefined ? {} : { terminal: start.terminal }),
    });
    return { taskId: task.taskId, container, session };
  } catch (error) {
    if (!(error instanceof ContainerStartError)) throw error;
    throw new UserError(error.message, error.remedy === undefined ? {} : { remedy: error.remedy });
  }
}

/** The command of a session that ExecuteCommand has promised, once and to whoever has its token. */
export function takePromisedCommand(
  { store, clock }: ControlPlane,
  sessionId: string,
  tokenValue: string,
): PromisedCommand | undefined {
  const row = execSessions(store).get(sessionId);
  if (row === undefined || row.tokenValue !== tokenValue || row.expiresAtMs <= clock.now()) return undefined;
  execSessions(store).delete(sessionId);
  return row;
}

/** Runs a promised command at a terminal. Rejects when the container does not run any more. */
export async function runPromisedCommand(
  containers: Containers,
  { taskArn, containerName: name, command }: PromisedCommand,
  onOutput: (chunk: Uint8Array) => void,
): Promise<ExecSession> {
  const live = containers.container(taskArn, name);
  if (live === undefined) throw new Error(`Container ${name} does not run.`);
  return live.exec({
    command: [...commandShell, command],
    user: execUser,
    hasInput: true,
    terminal: { columns: 80, rows: 24 },
    onOutput: (_stream, chunk) => onOutput(chunk),
  });
}

/** The newest running task of a service, or the task of that ARN, id or beginning of an id. */
function findTask({ store }: ControlPlane, target: string): TaskRow {
  const id = target.slice(target.lastIndexOf('/') + 1);
  const running = store
    .scopes(ecsTableNames.tasks)
    .flatMap((scope) => [...ecsTables(store, scope).tasks.values()])
    .filter(
      ({ desiredStatus, observed }) => desiredStatus === 'RUNNING' && observed.startedAtMs !== undefined,
    );
  const ofService = running
    .filter(({ serviceName }) => serviceName === target)
    .toSorted((left, right) => right.createdAtMs - left.createdAtMs);
  const byId = id === '' ? [] : running.filter(({ taskId }) => taskId.startsWith(id));
  const found = ofService.length > 0 ? ofService.slice(0, 1) : byId;
  const [task] = found;
  if (task === undefined) {
    throw new UserError(`No service or task ${target} runs.`, { remedy: 'See "neargate status".' });
  }
  if (found.length > 1)
    throw new UserError(`${found.length} running tasks begin with ${id}. Give more of the id.`);
  return task;
}

function containerName({ taskId, observed }: TaskRow, name: string | undefined): string {
  const running = observed.containers.filter(({ lastStatus }) => lastStatus === 'RUNNING');
  if (name === undefined && running.length > 1) {
    throw new UserError(
      `Task ${taskId.slice(0, 8)} has ${running.length} containers: ${running.map((each) => each.name).join(', ')}.`,
      { remedy: 'Choose one with --container.' },
    );
  }
  const found = name === undefined ? running[0] : running.find((each) => each.name === name);
  if (found !== undefined) return found.name;
  throw new UserError(`Task ${taskId.slice(0, 8)} has no running container ${name ?? ''}.`);
}
