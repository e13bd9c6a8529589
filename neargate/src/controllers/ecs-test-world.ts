import { delay } from '../core/clock.ts';
import { silentLogger } from '../core/logger.ts';
import { timing, type TimingProfile } from '../core/timing.ts';
import type { ImageConfig } from '../drivers/image/image-config.ts';
import { ContainerStartError, type ExitResult, type TaskDriver } from '../drivers/task/driver.ts';
import type { ServiceRow, TaskRow } from '../services/ecs/store.ts';
import { ecsTablesOf } from '../services/ecs/store.ts';
import { serviceEvents } from '../services/ecs/service-events.ts';
import { createTestContext, type TestContext } from '../services/test-context.ts';
import { serviceReconciler } from './ecs-service/service-reconciler.ts';
import type { TargetHealthView } from './ecs-service/task-health.ts';
import {
  type PulledImage,
  type TargetAddress,
  type TaskEnvironment,
  TaskStartError,
} from './ecs-task/environment.ts';
import { taskReconciler } from './ecs-task/task-reconciler.ts';
import { startReconcilers } from './reconciler.ts';
import { serviceDiscoveryControllers } from './service-discovery/service-discovery-controllers.ts';
import { taskDiscovery } from './service-discovery/task-discovery.ts';

/** How a program behaves, by the image's name. */
export interface Program {
  /** Ends by itself with this code after so long. */
  readonly exits?: { readonly code: number; readonly afterMs: number };
  /** `never` for one that fails its checks. */
  readonly healthyAfterMs?: number | 'never';
  /** What the image is for; amd64 when absent. */
  readonly architecture?: string;
  /** The image does not exist. */
  readonly missing?: boolean;
  /** The image is being built until so long after the world began. */
  readonly builtAfterMs?: number;
  readonly failsToStart?: string;
  /** The exit code of commands run in it, as health checks are, by its age in milliseconds; `hangs` for none. */
  readonly commands?: (ageMs: number) => number | 'hangs';
  /** How long it takes to end after its stop signal; longer than its timeout, it is killed. */
  readonly stopsAfterMs?: number;
}

interface FakeHandle {
  readonly id: number;
}

/** A whole ECS under a virtual clock, on a driver and a load balancer that do what the test says. Test support. */
export interface EcsWorld extends TestContext {
  readonly programs: Map<string, Program>;
  service(name: string): ServiceRow;
  events(name: string): readonly string[];
  tasks(): readonly TaskRow[];
  running(): readonly TaskRow[];
  /** Images of containers that run now. */
  runningImages(): readonly string[];
  /** What the driver was asked to do, such as `120 start web:1`: seconds since the world began, what, image. */
  readonly driverLog: readonly string[];
  registerTaskDefinition(image: string): string;
  /** A target group that a load balancer forwards to. */
  createTargetGroup(): string;
  /** Kills the container of a task from outside. */
  kill(task: TaskRow): void;
  stop(): Promise<void>;
}

const drainMs = 1000;

export async function createEcsWorld(profile: TimingProfile = 'aws'): Promise<EcsWorld> {
  const test = await createTestContext();
  const { context, clock, call } = test;
  const beganAtMs = clock.now();
  const programs = new Map<string, Program>();
  const driver = fakeDriver(clock, programs);
  const targets = fakeTargets(test);
  const tables = () => ecsTablesOf(context);

  function imageAt(address: string): string {
    const task = [...tables().tasks.values()].find(({ observed }) =>
      observed.attachments.some(({ details }) => details.some(({ value }) => value === address)),
    );
    return task?.observed.containers[0]?.image ?? '';
  }

  const environment: TaskEnvironment = {
    store: context.store,
    clock,
    ids: context.ids,
    timing: timing(profile),
    log: silentLogger,
    logs: context.logs,
    driver: driver as TaskDriver<unknown>,
    async pullImage(_scope, reference): Promise<PulledImage> {
      if (programs.get(reference)?.missing === true) {
        throw new TaskStartError(`CannotPullContainerError: ${reference}: not found`);
      }
      const { builtAfterMs, architecture = 'amd64' } = programs.get(reference) ?? {};
      const buildsForMs = (builtAfterMs ?? 0) - (clock.now() - beganAtMs);
      if (buildsForMs > 0) await delay(clock, buildsForMs);
      return { digest: `sha256:${reference}`, architecture, layers: [], config: imageConfig(reference) };
    },
    assumeRoles: () => undefined,
    resolveSecrets: () => ({}),
    readEnvironmentFiles: () => ({}),
    openVolume: async (_task, volumeName) => `/nonexistent/${volumeName}`,
    removeVolumes: () => undefined,
    endpointsOf: () => ({ table: {}, variables: {}, directVariables: {} }),
    openLogStream: () => undefined,
    addressOf: async () => ({ kind: 'own-address', address: '127.9.9.9' }),
    releaseAddress: () => undefined,
    hostsFileOf: () => '/nonexistent',
    containerDirectory: () => '/nonexistent',
    standardVariables: () => ({}),
    targets,
    discovery: taskDiscovery({
      store: context.store,
      contextOf: () => context,
      publishNames: () => undefined,
    }),
  };
  const tasks = taskReconciler(environment);
  const services = serviceReconciler({
    store: context.store,
    clock,
    ids: context.ids,
    timing: timing(profile),
    targetHealth: (_scope, targetGroupArn, address, port) =>
      targets.health(targetGroupArn, address, port, programs.get(imageAt(address)) ?? {}),
    servicesOfTargetGroup: ({ table }) =>
      table === 'test.target-health' ? [...tables().services.keys()] : [],
  });
  const discovery = { store: context.store, clock, timing: timing(profile), contextOf: () => context };
  const reconcilers = startReconcilers([services, tasks, ...serviceDiscoveryControllers(discovery)], {
    store: context.store,
    clock,
    log: silentLogger,
  });

  call('ecs', 'CreateCluster', { clusterName: 'main' });
  const world: EcsWorld = {
    ...test,
    programs,
    service(name) {
      const row = [...tables().services.values()].find(({ serviceName }) => serviceName === name);
      if (row === undefined) throw new Error(`no service ${name}`);
      return row;
    },
    events(name) {
      const service = world.service(name);
      return serviceEvents(context.store, tables().services.scope, service).map(({ message }) => message);
    },
    tasks: () => [...tables().tasks.values()],
    running: () => world.tasks().filter(({ observed }) => observed.lastStatus === 'RUNNING'),
    runningImages: () => driver.runningImages(),
    driverLog: driver.log,
    registerTaskDefinition(image) {
      const { taskDefinition } = call('ecs', 'RegisterTaskDefinition', {
        family: 'web',
        requiresCompatibilities: ['FARGATE'],
        networkMode: 'awsvpc',
        cpu: '256',
        memory: '512',
        executionRoleArn: 'arn:aws:iam::123456789012:role/execution',
        containerDefinitions: [{ name: 'web', image, portMappings: [{ containerPort: 80 }] }],
      });
      return taskDefinition?.taskDefinitionArn ?? '';
    },
    createTargetGroup() {
      const subnets = (call('ec2', 'DescribeSubnets', {}).Subnets ?? []).slice(0, 2);
      const { LoadBalancers } = call('elbv2', 'CreateLoadBalancer', {
        Name: 'web',
        Subnets: subnets.map(({ SubnetId }) => SubnetId ?? ''),
      });
      const { TargetGroups } = call('elbv2', 'CreateTargetGroup', {
        Name: 'web',
        Protocol: 'HTTP',
        Port: 80,
        VpcId: subnets[0]?.VpcId,
        TargetType: 'ip',
      });
      const targetGroupArn = TargetGroups?.[0]?.TargetGroupArn ?? '';
      call('elbv2', 'CreateListener', {
        LoadBalancerArn: LoadBalancers?.[0]?.LoadBalancerArn,
        Protocol: 'HTTP',
        Port: 80,
        DefaultActions: [{ Type: 'forward', TargetGroupArn: targetGroupArn }],
      });
      return targetGroupArn;
    },
    kill: (task) => driver.kill(task.taskArn),
    stop: () => reconcilers.stop(),
  };
  return world;
}

function imageConfig(image: string): ImageConfig {
  return {
    architecture: 'amd64',
    os: 'linux',
    config: { Labels: { image } },
    rootfs: { type: 'layers', diff_ids: [] },
  };
}

function fakeDriver(clock: TestContext['clock'], programs: ReadonlyMap<string, Program>) {
  interface Running {
    readonly taskArn: string;
    readonly image: string;
    readonly exit: (result: ExitResult) => void;
    readonly exited: Promise<ExitResult>;
    readonly startedAtMs: number;
  }
  const beganAtMs = clock.now();
  const log: string[] = [];
  const note = (what: string, image: string) =>
    log.push(`${(clock.now() - beganAtMs) / 1000} ${what} ${image}`);
  const running = new Map<number, Running>();
  let nextId = 1;
  const end = (id: number, result: ExitResult) => {
    running.get(id)?.exit(result);
    running.delete(id);
  };
  const exits = new Map<number, Promise<ExitResult>>();
  const driver: TaskDriver<FakeHandle> & {
    readonly log: readonly string[];
    runningImages(): readonly string[];
    kill(taskArn: string): void;
  } = {
    log,
    name: 'fake',
    capabilities: { exec: false, network: 'own-address', cpuLimit: 'stated', memoryLimit: 'stated' },
    fingerprint: async () => ({ healthy: true, notes: [] }),
    async start(spec) {
      const image = spec.image.config.config.Labels?.['image'] ?? '';
      const program = programs.get(image) ?? {};
      if (program.failsToStart !== undefined) throw new ContainerStartError(program.failsToStart);
      const id = nextId++;
      let exit: (result: ExitResult) => void = () => undefined;
      const exited = new Promise<ExitResult>((resolve) => {
        exit = resolve;
      });
      exits.set(id, exited);
      running.set(id, { taskArn: spec.taskArn, image, exit, exited, startedAtMs: clock.now() });
      note('start', image);
      const { exits: ends } = program;
      if (ends !== undefined) clock.setTimer(ends.afterMs, () => end(id, { exitCode: ends.code }));
      return { id };
    },
    recover: async () => false,
    wait: async ({ id }) => exits.get(id) ?? {},
    async stop({ id }, { timeoutMs }) {
      const container = running.get(id);
      if (container === undefined) return;
      note('stop', container.image);
      const { stopsAfterMs = 0 } = programs.get(container.image) ?? {};
      if (stopsAfterMs === 0) end(id, { exitCode: 143 });
      else if (stopsAfterMs <= timeoutMs) clock.setTimer(stopsAfterMs, () => end(id, { exitCode: 0 }));
      else clock.setTimer(timeoutMs, () => end(id, { exitCode: 137, signal: 'SIGKILL' }));
      await container.exited;
    },
    async destroy({ id }) {
      end(id, { exitCode: 137 });
    },
    usage: () => undefined,
    async exec({ id }) {
      const container = running.get(id);
      if (container === undefined) throw new ContainerStartError('the container does not run');
      const commands = programs.get(container.image)?.commands ?? (() => 0);
      const exitCode = commands(clock.now() - container.startedAtMs);
      let kill: () => void = () => undefined;
      const killed = new Promise<ExitResult>((resolve) => {
        kill = () => resolve({ exitCode: 137, signal: 'SIGKILL' });
      });
      return {
        hasTerminal: false,
        ended: exitCode === 'hangs' ? killed : Promise.resolve({ exitCode }),
        write: () => undefined,
        endInput: () => undefined,
        resize: () => undefined,
        kill,
      };
    },
    runningImages: () => Array.from(running.values(), ({ image }) => image),
    kill(taskArn) {
      for (const [id, container] of running) if (container.taskArn === taskArn) end(id, { exitCode: 137 });
    },
  };
  return driver;
}

/** Target groups without a load balancer: a registered target becomes healthy when its program does, and drains in a second. */
function fakeTargets({ context, clock }: TestContext) {
  interface Registered {
    readonly sinceMs: number;
    readonly drainingUntilMs?: number;
  }
  const registered = new Map<string, Registered>();
  const key = (targetGroupArn: string, { id, port }: Pick<TargetAddress, 'id' | 'port'>) =>
    `${targetGroupArn} ${id}:${port}`;
  // Writes to a table wake the reconcilers as real health reports do.
  const report = () => context.store.table('test.target-health', 'test').put('changed', clock.now());
  return {
    register(_scope: string, targetGroupArn: string, target: TargetAddress) {
      registered.set(key(targetGroupArn, target), { sinceMs: clock.now() });
      clock.setTimer(0, report);
      for (const delayMs of [1000, 5000, 10_000, 30_000]) clock.setTimer(delayMs, report);
    },
    deregister(_scope: string, targetGroupArn: string, target: TargetAddress) {
      const at = key(targetGroupArn, target);
      registered.set(at, { sinceMs: 0, drainingUntilMs: clock.now() + drainMs });
      clock.setTimer(drainMs, () => {
        registered.delete(at);
        context.store.table('elbv2.targets', 'test').put(at, clock.now());
      });
    },
    isKnown: (_scope: string, targetGroupArn: string, target: TargetAddress) =>
      registered.has(key(targetGroupArn, target)),
    health(targetGroupArn: string, id: string, port: number, program: Program): TargetHealthView | undefined {
      const entry = registered.get(key(targetGroupArn, { id, port }));
      if (entry === undefined) return undefined;
      const view = (state: string, description?: string) => ({ targetGroupArn, port, state, description });
      if (entry.drainingUntilMs !== undefined) return view('draining');
      const { healthyAfterMs = 0 } = program;
      const ageMs = clock.now() - entry.sinceMs;
      if (healthyAfterMs === 'never') {
        return ageMs < 5000
          ? view('initial')
          : view('unhealthy', 'Health checks failed with these codes: [500]');
      }
      return ageMs >= healthyAfterMs ? view('healthy') : view('initial');
    },
  };
}
