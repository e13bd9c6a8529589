import type { AddressInfo, Server, Socket } from 'node:net';
import { connect, createServer } from 'node:net';
import type { Clock } from '../../core/clock.ts';
import { systemClock } from '../../core/clock.ts';
import type { DataPlane } from '../data-plane.ts';
import { createDataPlane } from '../data-plane.ts';
import type { ListenerConfig, LoadBalancerAttributes } from '../listener-config.ts';
import type { ApplyResult } from '../messages.ts';
import type { DataPlaneReport } from '../reports.ts';
import type { RuleConfig } from '../rule-config.ts';
import type { RoutingSnapshot } from '../snapshot.ts';
import type { TargetConfig, TargetGroupConfig } from '../target-group-config.ts';
import { defaultLoadBalancerAttributes } from '../listener-config.ts';

export const groupArn = 'arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/web/1';
export const loadBalancerArn = 'arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/main/1';

export const forwardToGroup: RuleConfig = {
  arn: 'rule/default',
  priority: 'default',
  conditions: [],
  action: { type: 'forward', targetGroups: [{ targetGroupArn: groupArn, weight: 1 }] },
};

export function listenerConfig(overrides: Partial<ListenerConfig> = {}): ListenerConfig {
  return {
    arn: 'listener/1',
    loadBalancerArn,
    loadBalancerName: 'main',
    protocol: 'HTTP',
    bind: { host: '127.0.0.1', port: 0 },
    port: 80,
    attributes: defaultLoadBalancerAttributes,
    rules: [forwardToGroup],
    ...overrides,
  };
}

/** A group whose targets take traffic without a check, unless the test turns checks on. */
export function targetGroupConfig(overrides: Partial<TargetGroupConfig> = {}): TargetGroupConfig {
  return {
    arn: groupArn,
    name: 'web',
    protocol: 'HTTP',
    protocolVersion: 'HTTP1',
    algorithm: 'round_robin',
    deregistrationDelayMs: 300_000,
    slowStartMs: 0,
    healthCheck: healthCheck({ enabled: false }),
    targets: [],
    ...overrides,
  };
}

export function healthCheck(
  overrides: Partial<TargetGroupConfig['healthCheck']> = {},
): TargetGroupConfig['healthCheck'] {
  return {
    enabled: true,
    protocol: 'HTTP',
    path: '/health',
    port: 'traffic-port',
    protocolVersion: 'HTTP1',
    intervalMs: 30_000,
    timeoutMs: 5_000,
    healthyThreshold: 5,
    unhealthyThreshold: 2,
    matcher: '200',
    ...overrides,
  };
}

export function targetConfig(port: number, overrides: Partial<TargetConfig> = {}): TargetConfig {
  return {
    id: '10.0.0.5',
    port: 3001,
    availabilityZone: 'us-east-1a',
    address: { host: '127.0.0.1', port },
    reachable: { allowed: true },
    desired: 'active',
    ...overrides,
  };
}

/** A TCP server that hands every connection to the test. */
export class FakeTarget {
  readonly sockets: Socket[] = [];
  readonly port: number;
  private readonly server: Server;

  private constructor(server: Server) {
    this.server = server;
    this.port = (server.address() as AddressInfo).port;
  }

  static async start(onConnection: (socket: Socket, index: number) => void): Promise<FakeTarget> {
    const server = createServer();
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const target = new FakeTarget(server);
    server.on('connection', (socket) => {
      socket.on('error', () => {});
      target.sockets.push(socket);
      onConnection(socket, target.sockets.length - 1);
    });
    return target;
  }

  /** Answers every request head with the given bytes; requests must have no body. */
  static answering(reply: string | ((request: string, connection: number) => string)): Promise<FakeTarget> {
    return FakeTarget.start((socket, connection) => {
      let received = '';
      socket.on('data', (chunk) => {
        received += chunk.toString('latin1');
        for (let end = received.indexOf('\r\n\r\n'); end !== -1; end = received.indexOf('\r\n\r\n')) {
          const request = received.slice(0, end + 4);
          received = received.slice(end + 4);
          socket.write(typeof reply === 'string' ? reply : reply(request, connection), 'latin1');
        }
      });
    });
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise<void>((resolve) => {
      this.server.close(() => resolve());
    });
  }
}

/** A raw client: what it sent and got, byte for byte. */
export class RawClient {
  received = '';
  isClosed = false;
  readonly socket: Socket;
  private readonly waiters = new Set<() => void>();

  constructor(port: number) {
    this.socket = connect({ host: '127.0.0.1', port });
    const wake = () => {
      for (const waiter of this.waiters) waiter();
    };
    this.socket.on('data', (chunk) => {
      this.received += chunk.toString('latin1');
      wake();
    });
    this.socket.on('error', () => {});
    this.socket.on('close', () => {
      this.isClosed = true;
      wake();
    });
  }

  send(text: string): this {
    this.socket.write(text, 'latin1');
    return this;
  }

  /** Resolves with everything received once the condition holds; rejects when the connection closes before. */
  until(condition: (received: string) => boolean): Promise<string> {
    return new Promise((resolve, reject) => {
      const look = () => {
        if (condition(this.received)) {
          this.waiters.delete(look);
          resolve(this.received);
        } else if (this.isClosed) {
          this.waiters.delete(look);
          reject(new Error(`closed after ${JSON.stringify(this.received)}`));
        }
      };
      this.waiters.add(look);
      look();
    });
  }

  /** Everything received until the load balancer closed. */
  async untilClosed(): Promise<string> {
    await new Promise<void>((resolve) => {
      const look = () => {
        if (!this.isClosed) return;
        this.waiters.delete(look);
        resolve();
      };
      this.waiters.add(look);
      look();
    });
    return this.received;
  }
}

export interface SceneOptions {
  readonly clock?: Clock;
  readonly attributes?: Partial<LoadBalancerAttributes>;
  readonly listener?: Partial<ListenerConfig>;
  readonly group?: Partial<TargetGroupConfig>;
  readonly targets?: readonly TargetConfig[];
  readonly random?: () => number;
}

/** A data plane with one listener in front of one target group, and what is needed to take it down again. */
export class Scene {
  readonly reports: DataPlaneReport[] = [];
  readonly plane: DataPlane;
  port = 0;
  /** The targets it was started with. */
  targetConfigs: readonly TargetConfig[] = [];
  private readonly options: SceneOptions;
  private readonly clients: RawClient[] = [];
  private readonly targets: FakeTarget[] = [];
  private readonly waiters = new Set<() => void>();
  private version = 0;

  constructor(options: SceneOptions = {}) {
    this.options = options;
    this.plane = createDataPlane({
      clock: options.clock ?? systemClock,
      random: options.random ?? Math.random,
      report: (report) => {
        this.reports.push(report);
        for (const waiter of this.waiters) waiter();
      },
    });
  }

  static async start(options: SceneOptions, ...targets: FakeTarget[]): Promise<Scene> {
    const scene = new Scene(options);
    scene.targets.push(...targets);
    scene.targetConfigs =
      options.targets ?? targets.map(({ port }, index) => targetConfig(port, { id: `10.0.0.${5 + index}` }));
    await scene.apply({ targets: scene.targetConfigs });
    return scene;
  }

  /** Applies the scene's snapshot with changes to its group or listener. */
  async apply(
    group: Partial<TargetGroupConfig>,
    listener: Partial<ListenerConfig> = {},
  ): Promise<ApplyResult> {
    const { options } = this;
    const attributes = { ...defaultLoadBalancerAttributes, ...options.attributes };
    const snapshot: RoutingSnapshot = {
      version: ++this.version,
      listeners: [
        listenerConfig({
          attributes,
          ...options.listener,
          ...listener,
        }),
      ],
      targetGroups: [targetGroupConfig({ ...options.group, ...group })],
    };
    const result = await this.plane.apply(snapshot);
    const [state] = result.listeners;
    if (state?.state === 'listening') this.port = state.bind.port;
    return result;
  }

  client(): RawClient {
    const client = new RawClient(this.port);
    this.clients.push(client);
    return client;
  }

  /** The first report the test asks for, now or when it comes. */
  report<T extends DataPlaneReport>(wanted: (report: DataPlaneReport) => report is T): Promise<T> {
    return new Promise((resolve) => {
      const look = () => {
        const found = this.reports.find(wanted);
        if (found === undefined) return;
        this.waiters.delete(look);
        resolve(found);
      };
      this.waiters.add(look);
      look();
    });
  }

  async close(): Promise<void> {
    for (const client of this.clients) client.socket.destroy();
    for (const target of this.targets) await target.close();
    await this.plane.stop();
  }
}
