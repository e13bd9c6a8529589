import { rm } from 'node:fs/promises';
import { UserError } from '../core/user-error.ts';
import { ec2WithDefaults } from '../services/ec2/default-network.ts';
import { logsTables } from '../services/logs/store.ts';
import { rdsTables } from '../services/rds/store.ts';
import type { ControlPlane } from './control-plane.ts';
import { hasContainersWithoutProcess, killContainers } from './kill-containers.ts';
import { stateLayout } from './state-layout.ts';

/**
 * Makes the account what it was when Neargate was first started, for test suites of others: every table in every account and
 * region, logs, metrics and what Terraform remembers. Processes of tasks and builds are killed. Contents of objects, images
 * and git repositories stay on disk, where nothing names them any more.
 * @throws UserError when something runs that cannot be ended at once
 */
export async function resetState(plane: ControlPlane): Promise<void> {
  const { store } = plane;
  const database = store
    .scopes('rds.instances')
    .flatMap((scope) => [...rdsTables(store, scope).instances.keys()])[0];
  if (database !== undefined)
    throw new UserError(`The database ${database} runs; a reset does not end it.`, {
      remedy: 'Delete the DB instance first (rds delete-db-instance --skip-final-snapshot).',
    });
  if (hasContainersWithoutProcess(store))
    throw new UserError('Containers of Docker or of another driver run; a reset does not end them.', {
      remedy: 'Stop the tasks first, and wait until they are STOPPED.',
    });
  killContainers(store);
  for (const scope of store.scopes('logs.groups')) {
    for (const { logGroupName } of logsTables(store, scope).groups.values())
      plane.logs.deleteGroup(scope, logGroupName);
  }
  plane.metrics.clear();
  store.transact(() => {
    store.clear();
    ec2WithDefaults(plane.contextOf(`${plane.settings.accountId}/${plane.settings.region}`));
  });
  await store.flush();
  await rm(stateLayout(plane.settings.stateDirectory).terraform, { recursive: true, force: true });
}
