import { elbv2TargetRegistry } from '../../src/controllers/load-balancer/target-registry.ts';
import { loadBalancerReconciler } from '../../src/controllers/load-balancer/load-balancer-reconciler.ts';
import { type TaskEnvironment, TaskStartError } from '../../src/controllers/ecs-task/environment.ts';
import { taskReconciler } from '../../src/controllers/ecs-task/task-reconciler.ts';
import { leaveLoadBalancers } from '../../src/controllers/faults/leave-load-balancers.ts';
import { zoneOutageReconciler } from '../../src/controllers/faults/zone-outage-reconciler.ts';
import { type Reconciler, startReconcilers } from '../../src/controllers/reconciler.ts';
import { type Clock, delay } from '../../src/core/clock.ts';
import type { IdSource } from '../../src/core/ids.ts';
import type { Logger } from '../../src/core/logger.ts';
import { timing, type Timing } from '../../src/core/timing.ts';
import type { TaskDriver } from '../../src/drivers/task/driver.ts';
import { snapshotSources } from '../../src/runtime/load-balancers/snapshot-sources.ts';
import { forgetListeners, networkTables } from '../../src/runtime/load-balancers/start-load-balancers.ts';
import { serviceScheduler } from '../../src/runtime/tasks/start-services.ts';
import type { MetricStore } from '../../src/services/cloudwatch/metric-store.ts';
import { memoryGit } from '../../src/services/codecommit/memory-git.ts';
import type { OperationContext } from '../../src/services/context.ts';
import { memoryLogStore } from '../../src/services/logs/memory-log-store.ts';
import type { Store } from '../../src/store/store.ts';
import type { CpuLoad } from './cpu-load.ts';
import { SimulatedDataPlane } from './data-plane.ts';
import { type DriverTroubles, simulatedDriver } from './driver.ts';
import type { Life } from './life.ts';
import type { Machine } from './machine.ts';
import { programOf } from './programs.ts';
import type { Random } from './random.ts';

const pullMs = 1_500;

/** What the controllers of a workload get. */
export interface ControllerEnvironment {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly timing: Timing;
  readonly metrics: MetricStore;
  readonly contextOf: () => OperationContext;
  readonly taskUsage: CpuLoad['usage'];
}

/** What outlives a control plane. */
export interface Surroundings {
  readonly machine: Machine;
  readonly ids: IdSource;
  readonly random: Random;
  readonly troubles: DriverTroubles;
  /** The loopback address of each network interface, by its id. */
  readonly hosts: Map<string, string>;
  readonly metrics: MetricStore;
  /** What the tasks use of their processors. */
  readonly load: CpuLoad;
  readonly controllers: (environment: ControllerEnvironment) => readonly Reconciler[];
  onError(message: string, error: unknown): void;
}

export interface SimulatedControlPlane {
  readonly context: OperationContext;
  readonly dataPlane: () => SimulatedDataPlane | undefined;
}

/** Starts the real controllers on a store, as the runtime does: what an earlier life left is removed first. */
export async function startControlPlane(
  store: Store,
  life: Life,
  surroundings: Surroundings,
): Promise<SimulatedControlPlane> {
  const { machine, random } = surroundings;
  const { clock } = life;
  const context = operationContext(store, life, surroundings);
  const plane = { store, clock, ids: surroundings.ids, timing: timing('aws') };
  const log: Logger = {
    debug: () => undefined,
    info: () => undefined,
    warn: () => undefined,
    error: (message, fields) => surroundings.onError(message, fields?.['error']),
  };
  const tasks = taskReconciler(taskEnvironment(store, life, surroundings, log));
  await tasks.recover();
  forgetListeners({ store });
  let dataPlane: SimulatedDataPlane | undefined;
  const balancers = loadBalancerReconciler({
    store,
    clock,
    log,
    hasLoopbackRange: true,
    async startProcess() {
      dataPlane = new SimulatedDataPlane(clock, random, machine);
      return dataPlane;
    },
    sourcesOf: (scope) =>
      snapshotSources(plane, { placeOf: (_scope, id, port) => placeOf(surroundings, id, port) }, scope),
    concerns: (table) => networkTables.has(table),
    onMetrics: () => undefined,
    onLogs: () => undefined,
    cookieKey: '',
  });
  const outages = zoneOutageReconciler({
    store,
    contextOf: () => context,
    leaveLoadBalancers: (scope, lost) => leaveLoadBalancers(plane, balancers, scope, lost),
    killTask: (taskArn) => machine.kill(taskArn),
  });
  const more = surroundings.controllers({
    ...plane,
    metrics: surroundings.metrics,
    contextOf: () => context,
    taskUsage: surroundings.load.usage,
  });
  startReconcilers([serviceScheduler(plane), tasks, balancers, outages, ...more], { store, clock, log });
  return { context, dataPlane: () => (life.isOver ? undefined : dataPlane) };
}

function operationContext(store: Store, { clock }: Life, { ids, metrics }: Surroundings): OperationContext {
  const noBlobs = () => {
    throw new Error('nothing is kept as a blob in a simulation');
  };
  return {
    caller: {
      accountId: '123456789012',
      region: 'us-east-1',
      partition: 'aws',
      principalArn: 'arn:aws:iam::123456789012:root',
    },
    store,
    clock,
    ids,
    blobs: { put: noBlobs, get: noBlobs, has: noBlobs, pathOf: noBlobs },
    logs: memoryLogStore(),
    metrics,
    git: memoryGit(),
    gatewayUrl: 'http://localhost:4566',
  };
}

function taskEnvironment(
  store: Store,
  life: Life,
  { ids, machine, troubles, hosts }: Surroundings,
  log: Logger,
): TaskEnvironment {
  const { clock } = life;
  return {
    store,
    clock,
    ids,
    timing: timing('aws'),
    log,
    logs: memoryLogStore(),
    driver: simulatedDriver(machine, life, troubles) as TaskDriver<unknown>,
    async pullImage(_scope, reference) {
      await life.answer(delay(clock, pullMs));
      if (programOf(reference).isMissing === true) {
        throw new TaskStartError(`CannotPullContainerError: ${reference}: not found`);
      }
      const config = {
        architecture: 'amd64',
        os: 'linux',
        config: { Labels: { image: reference } },
        rootfs: { type: 'layers' as const, diff_ids: [] },
      };
      return { digest: `sha256:${reference}`, architecture: config.architecture, layers: [], config };
    },
    assumeRoles: () => undefined,
    resolveSecrets: () => ({}),
    readEnvironmentFiles: () => ({}),
    openVolume: async (_task, volumeName) => `/nonexistent/${volumeName}`,
    removeVolumes: () => undefined,
    endpointsOf: () => ({ table: {}, variables: {}, directVariables: {} }),
    openLogStream: () => undefined,
    async addressOf(_scope, networkInterfaceId) {
      const address = hosts.get(networkInterfaceId) ?? `127.1.${hosts.size >> 8}.${hosts.size & 255}`;
      hosts.set(networkInterfaceId, address);
      return { kind: 'own-address', address };
    },
    releaseAddress: () => undefined,
    hostsFileOf: () => '/nonexistent',
    containerDirectory: () => '/nonexistent',
    standardVariables: () => ({}),
    targets: elbv2TargetRegistry(store, clock),
    // Simulated services have no registries.
    discovery: { register: () => undefined, deregister: () => undefined },
  };
}

function placeOf({ hosts }: Surroundings, networkInterfaceId: string, port: number) {
  const host = hosts.get(networkInterfaceId);
  return host === undefined ? undefined : { host, port };
}
