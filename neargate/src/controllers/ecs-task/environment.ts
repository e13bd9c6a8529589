import type { ContainerDefinition } from '@aws-sdk/client-ecs';
import type { Clock } from '../../core/clock.ts';
import type { IdSource } from '../../core/ids.ts';
import type { Logger } from '../../core/logger.ts';
import type { Timing } from '../../core/timing.ts';
import type { ContainerImage, OwnNames, TaskAddress, TaskDriver } from '../../drivers/task/driver.ts';
import type { TaskDefinitionRow, TaskRow } from '../../services/ecs/store.ts';
import type { LogStore } from '../../services/logs/log-store.ts';
import type { Store } from '../../store/store.ts';

/** A driver's handle, which nobody but the driver looks into. Plain JSON. */
export type Handle = unknown;

export interface PulledImage extends ContainerImage {
  /** The manifest's digest. */
  readonly digest: string;
  /** What its programs are for: `amd64`, `arm64`. */
  readonly architecture: string;
}

/** The task cannot start. `message` is the stoppedReason, its ECS prefix (`CannotPullContainerError: `) included. */
export class TaskStartError extends Error {
  override readonly name = 'TaskStartError';
  /** The container that is at fault, and its `reason`. */
  readonly container: { readonly name: string; readonly reason: string } | undefined;
  /** In place of ECS's words where they do not say why and what to change: both, as sentences. */
  readonly explanation: string | undefined;

  constructor(
    message: string,
    details: {
      readonly container?: { readonly name: string; readonly reason: string };
      readonly explanation?: string | undefined;
    } = {},
  ) {
    super(message);
    this.container = details.container;
    this.explanation = details.explanation;
  }
}

/** What the task reconciler needs from the world around the control plane. */
export interface TaskEnvironment {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly timing: Timing;
  readonly log: Logger;
  readonly logs: LogStore;
  readonly driver: TaskDriver<Handle>;
  /** Checks that ECS may act in the definition's roles. Throws TaskStartError. */
  assumeRoles(scope: string, definition: TaskDefinitionRow): void;
  /**
   * Resolves and unpacks an image, as the network interface of a task pulls it. Rejects with TaskStartError, also when the
   * interface has no way to the registry.
   */
  pullImage(
    scope: string,
    reference: string,
    puller: {
      readonly taskArn: string;
      readonly networkInterfaceId: string;
      /** Of the processor that Fargate gives the task, by the name that images have for it. */
      readonly architecture: string;
    },
  ): Promise<PulledImage>;
  /** The variables of a container's `environmentFiles`, by name. Throws TaskStartError. */
  readEnvironmentFiles(
    scope: string,
    taskArn: string,
    definition: ContainerDefinition,
  ): Readonly<Record<string, string>>;
  /** The values of a container's `secrets`, by name. Throws TaskStartError. */
  resolveSecrets(
    scope: string,
    taskArn: string,
    definition: ContainerDefinition,
  ): Readonly<Record<string, string>>;
  /** Makes sure the container's log group exists and returns where its lines go. Throws TaskStartError. */
  openLogStream(
    scope: string,
    task: TaskRow,
    definition: ContainerDefinition,
  ): { write(line: string): void; close(): void } | undefined;
  /** Where the task's interface is on this machine. */
  addressOf(
    scope: string,
    networkInterfaceId: string,
    containerPorts: readonly number[],
  ): Promise<TaskAddress>;
  releaseAddress(networkInterfaceId: string): void;
  /** The file of the names that the task can resolve, up to date: database endpoints, service discovery. */
  hostsFileOf(task: TaskRow): string;
  /** A folder for the container's own files, made by the driver. */
  containerDirectory(task: TaskRow, containerName: string): string;
  /**
   * The folder of a task's volume, which the first container that mounts it makes; what the image has at a path that it
   * declares as VOLUME is copied into it.
   */
  openVolume(
    task: TaskRow,
    volumeName: string,
    mountedBy: { readonly image: ContainerImage; readonly containerPath: string },
  ): Promise<string>;
  removeVolumes(taskId: string): void;
  /** Variables that ECS sets beside the definition's. */
  standardVariables(task: TaskRow): Readonly<Record<string, string>>;
  /** The task metadata and credentials endpoints, as the container with this runtime id finds them. */
  endpointsOf(task: TaskRow, definition: TaskDefinitionRow, runtimeId: string): OwnNames;
  readonly targets: TargetRegistry;
  readonly discovery: TaskDiscovery;
}

/** Registration of tasks in Cloud Map. */
export interface TaskDiscovery {
  /** Where the task's service has registries. */
  register(scope: string, task: TaskRow): void;
  /** From all that it is registered in; nobody who looks its name up is led to it afterwards. */
  deregister(scope: string, task: TaskRow): void;
}

/** Registration of a task's containers in target groups. */
export interface TargetRegistry {
  register(scope: string, targetGroupArn: string, target: TargetAddress): void;
  deregister(scope: string, targetGroupArn: string, target: TargetAddress): void;
  /** Registered, or deregistered and still draining. */
  isKnown(scope: string, targetGroupArn: string, target: TargetAddress): boolean;
}

export interface TargetAddress {
  readonly id: string;
  readonly port: number;
  readonly availabilityZone: string | undefined;
}
