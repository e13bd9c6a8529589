import path from 'node:path';
import { alarmControllers } from '../controllers/alarms/alarm-controllers.ts';
import { autoscalingControllers } from '../controllers/autoscaling/autoscaling-controllers.ts';
import { buildReconciler } from '../controllers/build/build-reconciler.ts';
import { codeDeployReconciler } from '../controllers/code-deploy/code-deploy-reconciler.ts';
import { clusterReconciler } from '../controllers/database/cluster-reconciler.ts';
import { databaseReconciler } from '../controllers/database/database-reconciler.ts';
import { snapshotReconciler } from '../controllers/database/snapshot-reconciler.ts';
import { taskReconciler, type TaskReconciler } from '../controllers/ecs-task/task-reconciler.ts';
import type { Handle } from '../controllers/ecs-task/environment.ts';
import { elbv2TargetRegistry } from '../controllers/load-balancer/target-registry.ts';
import { leaveLoadBalancers } from '../controllers/faults/leave-load-balancers.ts';
import { zoneOutageReconciler } from '../controllers/faults/zone-outage-reconciler.ts';
import { gitRepositoryReconciler } from '../controllers/git-repository/git-repository-reconciler.ts';
import { imageLifecycleReconciler } from '../controllers/image-lifecycle/image-lifecycle-reconciler.ts';
import { ecsMetricsReconciler } from '../controllers/metrics/ecs-metrics-reconciler.ts';
import { certificateReconciler } from '../controllers/certificate/certificate-reconciler.ts';
import { connectionReconciler } from '../controllers/connection/connection-reconciler.ts';
import { dnsChangeReconciler } from '../controllers/dns-change/dns-change-reconciler.ts';
import { dynamodbTableReconciler } from '../controllers/dynamodb-table/dynamodb-table-reconciler.ts';
import { natGatewayReconciler } from '../controllers/nat-gateway/nat-gateway-reconciler.ts';
import { eventBusControllers } from '../controllers/event-bus/event-bus-controllers.ts';
import { pipelineControllers } from '../controllers/pipeline/pipeline-controllers.ts';
import {
  type PrivateNetworkReconciler,
  privateNetworkReconciler,
} from '../controllers/private-network/private-network-reconciler.ts';
import { notificationControllers } from '../controllers/notifications/notification-controllers.ts';
import { postByHttp } from '../controllers/notifications/post-message.ts';
import { queueControllers } from '../controllers/queues/queue-controllers.ts';
import { startReconcilers } from '../controllers/reconciler.ts';
import { serviceDiscoveryControllers } from '../controllers/service-discovery/service-discovery-controllers.ts';
import { taskDiscovery } from '../controllers/service-discovery/task-discovery.ts';
import type { Logger } from '../core/logger.ts';
import { certificateAuthority } from '../drivers/certificate-authority/certificate-authority.ts';
import { postgresDriver } from '../drivers/postgres/postgres-driver.ts';
import { ImageStore } from '../drivers/registry/image-store.ts';
import { startRelayProcess } from '../drivers/relay/process.ts';
import type { Rootfs } from '../drivers/rootfs/rootfs.ts';
import { type RootfsChoice, rootfsOf } from '../drivers/rootfs/select.ts';
import { detectControlGroups } from '../drivers/task/process/control-group.ts';
import { ProcessTaskDriver } from '../drivers/task/process/process-driver.ts';
import { killLeftovers } from '../drivers/task/process/running-container.ts';
import type { TaskDriver } from '../drivers/task/driver.ts';
import type { Door } from '../gateway/http-server.ts';
import type { ControlPlane } from './control-plane.ts';
import { buildEnvironment } from './builds/build-environment.ts';
import { stateLayout } from './state-layout.ts';
import { entryPoint } from './entry-points.ts';
import { interfaceAddresses } from './interface-addresses.ts';
import { type ImageEvent, type ServiceImages, serviceImages } from './images/service-images.ts';
import { killTask } from './kill-containers.ts';
import type { Lifecycle } from './lifecycle.ts';
import { loadBalancers } from './load-balancers/start-load-balancers.ts';
import { claimLoopbackRange } from './loopback-range.ts';
import { buildService } from './pipelines/build-service.ts';
import { pipelineEnvironment } from './pipelines/pipeline-environment.ts';
import { withoutNewWork } from './settling-only.ts';
import { rememberedRootfs } from './rootfs-choice.ts';
import { startTaskEndpoints } from './tasks/endpoints/task-endpoints.ts';
import { imagePuller } from './tasks/pull-image.ts';
import { ownerEntry } from './tasks/standard-variables.ts';
import { serviceScheduler } from './tasks/start-services.ts';
import { taskAddresses, type TaskAddresses } from './tasks/task-addresses.ts';
import { taskEnvironment } from './tasks/task-environment.ts';
import { topicSigner } from './signing-certificate.ts';

/** How long running tasks get between SIGTERM and SIGKILL when Neargate itself stops. */
const taskStopMs = 4_000;

export interface DataPlaneOptions {
  readonly plane: ControlPlane;
  readonly log: Logger;
  /** `settle`: nothing new is started, but what goes away goes, as `neargate destroy` needs it without a server. */
  readonly work: 'all' | 'settle';
  /** AWS's API, for the programs of tasks. */
  readonly awsDoor?: Door;
  /** Builds the images of the services of this Terraform directory; absent, images are only pulled. */
  readonly buildsImages?: {
    readonly terraformDirectory: string;
    readonly onEvent: (event: ImageEvent) => void;
  };
}

export interface DataPlane {
  /** The containers that run, to run commands in them. */
  readonly tasks: Pick<TaskReconciler, 'container'>;
  readonly addresses: TaskAddresses;
  /** How containers run on this machine, as sentences for users. */
  readonly notes: readonly string[];
  readonly images: ServiceImages | undefined;
  readonly privateNetwork: Pick<PrivateNetworkReconciler, 'deniedConnections'>;
}

/** Starts all that makes things happen. The order is the one in which parts stand on each other; they stop in reverse. */
export async function startDataPlane(life: Lifecycle, options: DataPlaneOptions): Promise<DataPlane> {
  const { plane, log, work } = options;
  const layout = stateLayout(plane.settings.stateDirectory);
  const range = await life.start('loopback addresses', async () => {
    const claimed = await claimLoopbackRange();
    return { value: claimed, stop: () => claimed?.release() };
  });
  const interfaces = interfaceAddresses(plane.store, range);
  const addresses = taskAddresses(interfaces, range !== undefined);

  // Containers of an earlier process, those too that were started right before it died and are not in the journal.
  await killLeftovers(ownerEntry(plane.settings.stateDirectory));
  const choice = await rememberedRootfs(plane.settings.stateDirectory);
  const rootfs = rootfsOf(choice);
  const images = new ImageStore({ blobDirectory: layout.blobs, unpackDirectory: layout.images });
  const builder = await life.start('image builds', () => {
    const built = imageBuilder(options, images, choice);
    return { value: built, stop: () => built?.stop() };
  });

  const databaseOptions = {
    store: plane.store,
    clock: plane.clock,
    log,
    driver: postgresDriver({ directory: layout.databases, ids: plane.ids }),
    timing: plane.timing,
    contextOf: (scope: string) => plane.contextOf(scope),
  };
  const databases = databaseReconciler(databaseOptions);
  await life.start('databases', async () => {
    await databases.recover();
    return { value: undefined, stop: () => databases.stopAll() };
  });

  const privateNetwork = privateNetworkReconciler({
    store: plane.store,
    clock: plane.clock,
    log,
    addresses: interfaces,
    hostsDirectory: path.join(layout.network, 'tasks'),
    startRelay: (events) => startRelayProcess({ modulePath: entryPoint('relay'), ...events }),
  });
  await life.start('private network', () => ({ value: undefined, stop: () => privateNetwork.stop() }));

  const driver = taskDriver(plane, rootfs, range !== undefined);
  const endpoints = await life.start('task endpoints', () =>
    startTaskEndpoints({
      plane,
      log,
      // An address that no task takes for its own localhost.
      host: range === undefined ? '127.0.0.1' : `127.255.254.${range.share + 1}`,
      awsDoor: options.awsDoor,
      containers: {
        usageOf: (taskArn, containerName) => tasks.container(taskArn, containerName)?.usage(),
        healthOf: (taskArn, containerName) => tasks.container(taskArn, containerName)?.healthState,
      },
    }),
  );
  const tasks: TaskReconciler = taskReconciler(
    taskEnvironment({
      plane,
      log,
      driver,
      addresses,
      targets: elbv2TargetRegistry(plane.store, plane.clock),
      discovery: taskDiscovery({
        store: plane.store,
        contextOf: (scope) => plane.contextOf(scope),
        publishNames: () => privateNetwork.publishNames(),
      }),
      hostsFileOf: (task) => privateNetwork.hostsFileOf(task),
      containersDirectory: layout.containers,
      volumesDirectory: layout.volumes,
      endpoints,
      pullImage: imagePuller({
        plane,
        images,
        whenBuilt: async (scope, reference) => builder?.whenBuilt(scope, reference),
      }),
    }),
  );
  await life.start('tasks', () => startTasks(tasks));

  const balancers = loadBalancers(plane, addresses, { hasLoopbackRange: range !== undefined, log });
  await life.start('load balancers', () => ({ value: undefined, stop: () => balancers.stop() }));

  const repositories = gitRepositoryReconciler({
    store: plane.store,
    log,
    root: layout.git,
    contextOf: (scope) => plane.contextOf(scope),
  });

  const builds = buildReconciler(buildEnvironment(plane, log, choice));
  await life.start('builds', async () => {
    await builds.recover();
    return { value: undefined, stop: () => builds.stopAll() };
  });

  await life.start('controllers', () => {
    const authority = certificateAuthority(layout.certificates, plane.clock);
    const services = serviceScheduler(plane);
    const events = eventBusControllers({
      store: plane.store,
      clock: plane.clock,
      ids: plane.ids,
      timing: plane.timing,
      log,
      contextOf: (scope) => plane.contextOf(scope),
    });
    const pipelines = pipelineControllers(pipelineEnvironment(plane, log, buildService));
    const ecs = work === 'all' ? [services, tasks] : withoutNewWork(plane.store, { services, tasks });
    const scaling = [
      ecsMetricsReconciler({ ...plane, taskUsage: (taskArn) => tasks.taskUsage(taskArn) }),
      ...alarmControllers(plane),
      ...queueControllers(plane),
      ...notificationControllers({
        ...plane,
        contextOf: (scope) => plane.contextOf(scope),
        signer: topicSigner(layout.certificates, authority),
        post: postByHttp,
      }),
      ...autoscalingControllers(plane),
    ];
    const running = startReconcilers(
      [
        natGatewayReconciler(plane),
        dnsChangeReconciler(plane),
        dynamodbTableReconciler(plane),
        connectionReconciler(plane.store, plane.settings.connections),
        certificateReconciler({
          ...plane,
          authority,
        }),
        databases,
        clusterReconciler(databaseOptions),
        snapshotReconciler(databaseOptions),
        privateNetwork,
        ...serviceDiscoveryControllers(plane),
        zoneOutageReconciler({
          store: plane.store,
          contextOf: (scope) => plane.contextOf(scope),
          leaveLoadBalancers: (scope, lost) => leaveLoadBalancers(plane, balancers, scope, lost),
          killTask: (taskArn) => void killTask(plane.store, taskArn),
        }),
        repositories,
        ...ecs,
        balancers,
        ...(work === 'all'
          ? [
              codeDeployReconciler(plane),
              ...pipelines,
              ...events,
              builds,
              imageLifecycleReconciler(plane),
              ...scaling,
            ]
          : []),
      ],
      { store: plane.store, clock: plane.clock, log },
    );
    // What is under way may wait for a task that takes its time to stop; the parts below end that.
    return { value: undefined, stop: () => Promise.race([running.stop(), moment(plane)]) };
  });
  const fingerprint = await driver.fingerprint();
  return {
    tasks,
    addresses,
    notes: fingerprint.healthy ? fingerprint.notes : [],
    images: builder,
    privateNetwork,
  };
}

async function startTasks(tasks: TaskReconciler) {
  await tasks.recover();
  return {
    value: undefined,
    async stop() {
      await tasks.stopAll(taskStopMs);
      // A start that was under way may have ended meanwhile.
      await tasks.stopAll(0);
    },
  };
}

function taskDriver(plane: ControlPlane, rootfs: Rootfs, hasLoopbackRange: boolean): TaskDriver<Handle> {
  const controlGroups = detectControlGroups();
  const driver = new ProcessTaskDriver({
    rootfs,
    clock: plane.clock,
    network: hasLoopbackRange ? 'own-address' : 'port-map',
    cpuLimit: 'stated',
    ...(controlGroups === undefined ? {} : { controlGroups }),
  });
  // A handle is opaque to everybody but its driver.
  return driver as TaskDriver<unknown>;
}

function imageBuilder(
  { plane, log, buildsImages }: DataPlaneOptions,
  images: ImageStore,
  rootfs: RootfsChoice,
): ServiceImages | undefined {
  if (buildsImages === undefined) return undefined;
  const { buildCache, blobs, images: unpacked } = stateLayout(plane.settings.stateDirectory);
  return serviceImages({
    plane,
    log,
    images,
    rootfs,
    cacheDirectory: buildCache,
    blobDirectory: blobs,
    unpackDirectory: unpacked,
    ...buildsImages,
  });
}

function moment({ clock }: ControlPlane): Promise<void> {
  return new Promise((resolve) => {
    clock.setTimer(300, resolve);
  });
}
