import { identifyProcess, sendSignal } from '../drivers/task/process/process-identity.ts';
import { codebuildTableNames, codebuildTables } from '../services/codebuild/store.ts';
import type { Store } from '../store/store.ts';

/** Kills the process group of every container and build that runs. What they leave behind is found at the next start. */
export function killContainers(store: Store): void {
  for (const { pid, startTime } of [
    ...Array.from(handlesOf(store), ({ handle }) => handle),
    ...buildsOf(store),
  ]) {
    if (pid !== undefined && identifyProcess(pid)?.startTime === startTime) sendSignal(-pid, 'SIGKILL');
  }
}

/** The first processes of a task's containers. */
export function processesOf(store: Store, taskArn: string): readonly number[] {
  return [...handlesOf(store)].flatMap((row) =>
    row.taskArn === taskArn && row.handle.pid !== undefined ? [row.handle.pid] : [],
  );
}

function buildsOf(store: Store): readonly { readonly pid?: number; readonly startTime?: string }[] {
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
      readonly handle: { readonly pid?: number; readonly startTime?: string };
    }>('runtime.container-handles', 'local')
    .values();
}
