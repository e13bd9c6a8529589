import path from 'node:path';
import type { Handle, TaskEnvironment, TargetRegistry } from '../../controllers/ecs-task/environment.ts';
import type { Logger } from '../../core/logger.ts';
import type { TaskDriver } from '../../drivers/task/driver.ts';
import type { TaskRow } from '../../services/ecs/store.ts';
import type { ControlPlane } from '../control-plane.ts';
import { inExecutionRole } from './execution-role.ts';
import { openLogStream } from './log-streams.ts';
import { resolveSecrets } from './resolve-secrets.ts';
import { assumeRoles } from './roles.ts';
import { readEnvironmentFiles } from './read-environment-files.ts';
import { standardVariables } from './standard-variables.ts';
import type { TaskEndpoints } from './endpoints/task-endpoints.ts';
import { openVolume, removeVolumes } from './volumes.ts';
import { wayToServices } from './way-to-service.ts';
import { regionalScopeOfArn } from '../../controllers/arn-scope.ts';
import type { TaskAddresses } from './task-addresses.ts';

export interface TaskEnvironmentOptions {
  readonly plane: ControlPlane;
  readonly log: Logger;
  readonly driver: TaskDriver<Handle>;
  readonly addresses: TaskAddresses;
  readonly targets: TargetRegistry;
  readonly discovery: TaskEnvironment['discovery'];
  readonly hostsFileOf: TaskEnvironment['hostsFileOf'];
  /** Below it, each container has a folder of its own. */
  readonly containersDirectory: string;
  /** Below it, each task has a folder for its volumes. */
  readonly volumesDirectory: string;
  readonly endpoints: TaskEndpoints;
  readonly pullImage: TaskEnvironment['pullImage'];
}

/** What the task controller needs of this machine and of the other services. */
export function taskEnvironment(options: TaskEnvironmentOptions): TaskEnvironment {
  const { plane, addresses } = options;
  return {
    store: plane.store,
    clock: plane.clock,
    ids: plane.ids,
    timing: plane.timing,
    log: options.log,
    logs: plane.logs,
    driver: options.driver,
    assumeRoles: (scope, definition) => assumeRoles(plane, scope, definition),
    pullImage: options.pullImage,
    readEnvironmentFiles: (scope, taskArn, definition) =>
      readEnvironmentFiles(
        inExecutionRole(plane, scope, taskArn),
        definition,
        wayToServices(plane, scope, taskArn),
      ),
    resolveSecrets: (scope, taskArn, definition) =>
      resolveSecrets(
        inExecutionRole(plane, scope, taskArn),
        definition,
        wayToServices(plane, scope, taskArn),
      ),
    openLogStream: (scope, task, definition) => openLogStream(plane, scope, task, definition),
    addressOf: (scope, networkInterfaceId, containerPorts) =>
      addresses.assign(scope, networkInterfaceId, containerPorts),
    releaseAddress: (networkInterfaceId) => addresses.release(networkInterfaceId),
    hostsFileOf: options.hostsFileOf,
    containerDirectory: ({ taskId }: TaskRow, containerName) =>
      path.join(options.containersDirectory, `${taskId}-${containerName}`),
    openVolume: (task, volumeName, mountedBy) =>
      openVolume(path.join(options.volumesDirectory, task.taskId), volumeName, mountedBy),
    removeVolumes: (taskId) => removeVolumes(path.join(options.volumesDirectory, taskId)),
    endpointsOf: (task, definition, runtimeId) =>
      options.endpoints.ownNames(regionalScopeOfArn(task.taskArn), task, definition, runtimeId),
    standardVariables: (task) => standardVariables(task, plane.settings.stateDirectory),
    targets: options.targets,
    discovery: options.discovery,
  };
}
