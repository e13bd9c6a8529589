import type { DeploymentConfiguration } from '@aws-sdk/client-ecs';
import { describe, expect, it } from 'vitest';
import type { ServiceRow } from '../../services/ecs/store.ts';
import { createEcsWorld, type EcsWorld } from '../ecs-test-world.ts';
import { taskBounds } from './bounds.ts';

const place = { cluster: 'main', service: 'web' };
const seeds = 4;
const steps = 20;

/** Numbers from 0 to 1 that a seed determines. https://en.wikipedia.org/wiki/Linear_congruential_generator */
function random(seed: number): () => number {
  let state = seed * 2_654_435_761;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const programs = {
  good: {},
  slow: { healthyAfterMs: 20_000 },
  missing: { missing: true },
  crashing: { exits: { code: 1, afterMs: 3000 } },
  leaking: { exits: { code: 1, afterMs: 90_000 } },
  sick: { healthyAfterMs: 'never' },
} as const;

/** Percents that let a deployment of so many tasks go on. */
function canDeploy(desiredCount: number, [minimum, maximum]: readonly [number, number]): boolean {
  const bounds = taskBounds(desiredCount, minimum, maximum);
  return bounds.maximum > desiredCount || bounds.minimumHealthy < desiredCount;
}

class Simulation {
  private readonly ecs: EcsWorld;
  private readonly next: () => number;
  private readonly trace: string[] = [];

  constructor(ecs: EcsWorld, next: () => number) {
    this.ecs = ecs;
    this.next = next;
  }

  pick<Item>(items: readonly Item[]): Item {
    const item = items[Math.floor(this.next() * items.length)];
    if (item === undefined) throw new Error('nothing to pick from');
    return item;
  }

  private configuration(desiredCount: number): DeploymentConfiguration {
    const percents = (
      [
        [100, 200],
        [50, 100],
        [50, 150],
        [0, 100],
        [100, 150],
      ] as const
    ).filter((pair) => canDeploy(desiredCount, pair));
    const [minimumHealthyPercent, maximumPercent] = this.pick(percents);
    return {
      minimumHealthyPercent,
      maximumPercent,
      strategy: this.pick(['ROLLING', 'ROLLING', 'BLUE_GREEN', 'CANARY']),
      bakeTimeInMinutes: this.pick([0, 0, 1]),
      deploymentCircuitBreaker: this.pick([
        { enable: false, rollback: false },
        { enable: true, rollback: false },
        { enable: true, rollback: true },
      ]),
    };
  }

  create(): void {
    const desiredCount = this.pick([1, 2, 3, 5]);
    const subnets = (this.ecs.call('ec2', 'DescribeSubnets', {}).Subnets ?? []).slice(0, 2);
    this.ecs.call('ecs', 'CreateService', {
      cluster: 'main',
      serviceName: 'web',
      taskDefinition: this.ecs.registerTaskDefinition('good'),
      desiredCount,
      launchType: 'FARGATE',
      networkConfiguration: {
        awsvpcConfiguration: { subnets: subnets.map(({ SubnetId }) => SubnetId ?? '') },
      },
      deploymentConfiguration: this.configuration(desiredCount),
      availabilityZoneRebalancing: 'DISABLED',
    });
  }

  private deploy(image: string): void {
    const { desiredCount } = this.ecs.service('web');
    this.ecs.call('ecs', 'UpdateService', {
      ...place,
      taskDefinition: this.ecs.registerTaskDefinition(image),
      deploymentConfiguration: this.configuration(desiredCount),
    });
  }

  /** One thing that somebody does, or that happens. */
  act(): void {
    const what = this.pick(['deploy', 'deploy', 'scale', 'kill', 'stop deployment', 'wait', 'wait']);
    this.trace.push(what);
    if (what === 'deploy') this.deploy(this.pick(Object.keys(programs)));
    if (what === 'kill') {
      const running = this.ecs.running();
      if (running.length > 0) this.ecs.kill(this.pick(running));
    }
    if (what === 'scale') {
      const { minimumHealthyPercent = 100, maximumPercent = 200 } =
        this.ecs.service('web').deploymentConfiguration;
      const fitting = [1, 2, 3, 5].filter((count) =>
        canDeploy(count, [minimumHealthyPercent, maximumPercent]),
      );
      this.ecs.call('ecs', 'UpdateService', { ...place, desiredCount: this.pick(fitting) });
    }
    if (what === 'stop deployment') {
      const [open] = (this.ecs.call('ecs', 'ListServiceDeployments', place).serviceDeployments ?? []).filter(
        ({ status }) => status === 'PENDING' || status === 'IN_PROGRESS',
      );
      if (open !== undefined) {
        const { serviceDeploymentArn } = open;
        this.ecs.call('ecs', 'StopServiceDeployment', {
          serviceDeploymentArn,
          stopType: this.pick(['ROLLBACK', 'ABORT'] as const),
        });
      }
    }
  }

  /** Lets time pass, second by second, and holds what the scheduler does against what it may do. */
  async pass(seconds: number): Promise<void> {
    for (let second = 0; second < seconds; second++) {
      const before = this.wanted();
      const healthy = this.healthy();
      await this.ecs.clock.advance(1000);
      const service = this.ecs.service('web');
      expect(
        service.deployments.filter(({ status }) => status === 'PRIMARY'),
        this.said(),
      ).toHaveLength(1);
      const after = this.wanted();
      // More are started only within the upper bound; blue and green have it each.
      if (after > before) expect(after, this.said()).toBeLessThanOrEqual(this.most(service));
      this.expectLowerBound(service, healthy);
    }
  }

  /** Healthy tasks that the scheduler stops leave as many as the lower bound says, unless one ended by itself meanwhile. */
  private expectLowerBound(service: ServiceRow, healthyBefore: ReadonlySet<string>): void {
    const ended = this.ecs
      .tasks()
      .filter(({ taskArn, desiredStatus }) => healthyBefore.has(taskArn) && desiredStatus === 'STOPPED');
    const isReplacing =
      ended.length > 0 && ended.every(({ stopCode }) => stopCode === 'ServiceSchedulerInitiated');
    if (!isReplacing || service.deploymentConfiguration.strategy !== 'ROLLING') return;
    const { minimumHealthyPercent = 100, maximumPercent = 200 } = service.deploymentConfiguration;
    const { minimumHealthy } = taskBounds(service.desiredCount, minimumHealthyPercent, maximumPercent);
    expect(this.healthy().size, this.said()).toBeGreaterThanOrEqual(minimumHealthy);
  }

  /** Tasks without checks are healthy after 40 s. */
  private healthy(): ReadonlySet<string> {
    const sinceMs = this.ecs.clock.now() - 40_000;
    const tasks = this.ecs
      .running()
      .filter(
        ({ desiredStatus, observed }) =>
          desiredStatus === 'RUNNING' && (observed.startedAtMs ?? Infinity) <= sinceMs,
      );
    return new Set(tasks.map(({ taskArn }) => taskArn));
  }

  private wanted(): number {
    return this.ecs.tasks().filter(({ desiredStatus }) => desiredStatus === 'RUNNING').length;
  }

  private most({ desiredCount, deploymentConfiguration }: ServiceRow): number {
    const { strategy, minimumHealthyPercent = 100, maximumPercent = 200 } = deploymentConfiguration;
    const { maximum } = taskBounds(desiredCount, minimumHealthyPercent, maximumPercent);
    return strategy === 'ROLLING' ? maximum : 2 * Math.max(desiredCount, maximum);
  }

  /** Whatever has happened, a good version can be deployed, and every deployment has ended. */
  async end(): Promise<void> {
    this.deploy('good');
    await this.pass(60);
    await this.ecs.clock.advance(20 * 60_000);
    const { desiredCount, deployments } = this.ecs.service('web');
    expect(
      deployments.map(({ observed }) => observed.rolloutState),
      this.said(),
    ).toEqual(['COMPLETED']);
    expect(this.ecs.runningImages(), this.said()).toEqual(Array(desiredCount).fill('good'));
    const { serviceDeployments = [] } = this.ecs.call('ecs', 'ListServiceDeployments', {
      ...place,
      maxResults: 100,
    });
    const ended = new Set(['SUCCESSFUL', 'STOPPED', 'ROLLBACK_SUCCESSFUL', 'ROLLBACK_FAILED']);
    expect(
      serviceDeployments.filter(({ status = '' }) => !ended.has(status)),
      this.said(),
    ).toEqual([]);
    expect(serviceDeployments[0]?.status, this.said()).toBe('SUCCESSFUL');
  }

  private said(): string {
    return `after ${this.trace.join(', ')}`;
  }
}

describe('the service scheduler', () => {
  it.each(Array.from({ length: seeds }, (_, index) => index + 1))(
    'keeps its bounds and ends every deployment, with seed %i',
    async (seed) => {
      const ecs = await createEcsWorld();
      try {
        for (const [image, program] of Object.entries(programs)) ecs.programs.set(image, program);
        const next = random(seed);
        const simulation = new Simulation(ecs, next);
        simulation.create();
        await simulation.pass(60);
        for (let step = 0; step < steps; step++) {
          simulation.act();
          await simulation.pass(1 + Math.floor(next() * 60));
        }
        await simulation.end();
      } finally {
        await ecs.stop();
      }
    },
  );
});
