import { identifyProcess, sendSignal } from '../drivers/task/process/process-identity.ts';
import { codebuildTableNames, codebuildTables } from '../services/codebuild/store.ts';
import type { Store } from '../store/store.ts';

/** Kills the process group of every container and build that runs. What they leave behind is found at the next start. */
export function killContainers(store: Store): void {
  for (const process of [...Array.from(handlesOf(store), ({ handle }) => handle), ...buildsOf(store)])
    kill(process);
}

/** Whether there are containers that another program runs, such as Docker. */
export function hasContainersWithoutProcess(store: Store): boolean {
  return [...handlesOf(store)].some(({ handle }) => handle.pid === undefined);
}

/**
 * Kills every process of a task at once. The task controller sees its containers end.
 * @returns how many containers have lost their processes
 */
export function killTask(store: Store, taskArn: string): number {
  const own = [...handlesOf(store)].filter((row) => row.taskArn === taskArn);
  return own.filter(({ handle }) => kill(handle)).length;
}

/** The first processes of a task's containers. */
export function processesOf(store: Store, taskArn: string): readonly number[] {
  return [...handlesOf(store)].flatMap((row) =>
    row.taskArn === taskArn && row.handle.pid !== undefined ? [row.handle.pid] : [],
  );
}

/** A process as it was recorded at its start; empty where there was none. */
interface RecordedProcess {
  readonly pid?: number;
  readonly startTime?: string;
}

/** Only the very process that was recorded: its number may be another's by now. */
function kill({ pid, startTime }: RecordedProcess): boolean {
  if (pid === undefined || identifyProcess(pid)?.startTime !== startTime) return false;
  return sendSignal(-pid, 'SIGKILL');
}

function buildsOf(store: Store): readonly RecordedProcess[] {
  return store
    .scopes(codebuildTableNames.builds)
    .flatMap((scope) =>
      Array.from(codebuildTables(store, scope).builds.values(), ({ observed }) => observed.process ?? {}),
    );
}

/** As the task controller stores them; only the process driver's have a process. */
function handlesOf(store: Store) {
  return store
    .table<{
      readonly taskArn: string;
      readonly handle: RecordedProcess;
    }>('runtime.container-handles', 'local')
    .values();
}
