import { describe, expect, it, onTestFinished } from 'vitest';
import { circuitBreakerThreshold } from '../../src/controllers/ecs-service/deployments/circuit-breaker.ts';
import { Lab, type LabSettings } from './timing-lab.ts';
import { beginRequest } from './clients.ts';

/** The simulated machine looks an image up in 1.5 s, twice, and starts in 0.7 s: a task runs 3.7 s after it was begun. */
const minute = 60_000;

async function lab(settings: LabSettings): Promise<Lab> {
  const created = await Lab.create(settings);
  onTestFinished(() => created.world.end());
  return created;
}

describe('the circuit breaker', () => {
  it.each([
    [1, 3],
    [5, 3],
    [6, 3],
    [7, 4],
    [25, 13],
    [400, 200],
    [800, 200],
  ])('of %i desired tasks trips after %i failures', (desiredCount, threshold) => {
    expect(circuitBreakerThreshold(desiredCount)).toBe(threshold);
  });

  it.each([
    // Each task fails when its image is not found, 1.5 s after its start.
    { image: 'missing', desiredCount: 1, failures: 3, seconds: 5 },
    { image: 'missing', desiredCount: 7, failures: 4, seconds: 2 },
    // Each task runs after 3.7 s and is unhealthy at its second check, 10 s later.
    { image: 'sick', desiredCount: 1, failures: 3, seconds: 41 },
  ] as const)(
    'ends $desiredCount tasks of $image after $seconds s',
    async ({ image, desiredCount, failures, seconds }) => {
      const { world, between, times } = bound(
        await lab({
          image,
          targetGroup: { HealthCheckIntervalSeconds: 10 },
          service: {
            desiredCount,
            deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } },
          },
        }),
      );
      await world.advance(5 * minute);
      expect(between(/the control plane has started/, /deployment failed: tasks failed to start/)).toBe(
        seconds,
      );
      expect(times(/is to stop: \S+ (Cannot|Task failed ELB)/).length).toBeGreaterThanOrEqual(failures);
    },
  );
});

describe('health checks', () => {
  it.each([
    { interval: 30, timeout: 5, unhealthy: 2, image: 'sick', seconds: 30 },
    { interval: 10, timeout: 5, unhealthy: 2, image: 'sick', seconds: 10 },
    { interval: 10, timeout: 5, unhealthy: 5, image: 'sick', seconds: 40 },
    // The last check has to time out.
    { interval: 30, timeout: 5, unhealthy: 2, image: 'silent', seconds: 35 },
    { interval: 15, timeout: 10, unhealthy: 3, image: 'silent', seconds: 40 },
  ] as const)(
    'every $interval s make a target of $image unhealthy after $unhealthy failures: $seconds s',
    async ({ interval, timeout, unhealthy, image, seconds }) => {
      const { world, between } = bound(
        await lab({
          image,
          targetGroup: {
            HealthCheckIntervalSeconds: interval,
            HealthCheckTimeoutSeconds: timeout,
            UnhealthyThresholdCount: unhealthy,
          },
        }),
      );
      await world.advance(2 * minute);
      expect(between(/target \S+ initial/, /target \S+ unhealthy/)).toBe(seconds);
    },
  );

  it.each([
    { interval: 30, healthy: 5, seconds: 150 },
    { interval: 10, healthy: 2, seconds: 20 },
  ])(
    'every $interval s make an unhealthy target healthy after $healthy successes: $seconds s',
    async ({ interval, healthy, seconds }) => {
      const { world, between } = bound(
        await lab({
          targetGroup: { HealthCheckIntervalSeconds: interval, HealthyThresholdCount: healthy },
          service: { healthCheckGracePeriodSeconds: 3600 },
        }),
      );
      await world.advance(10_000);
      const [container] = world.machine.containers();
      // Two checks fail.
      if (container !== undefined) container.sickUntilMs = world.clock.now() + 2 * interval * 1000;
      await world.advance(10 * minute);
      expect(between(/target \S+ unhealthy/, /target \S+ healthy/)).toBe(seconds);
    },
  );

  it('make a new target healthy at the first success', async () => {
    const { world, between } = bound(await lab({ targetGroup: {} }));
    await world.advance(minute);
    expect(between(/target \S+ initial/, /target \S+ healthy/)).toBe(0);
  });
});

describe('the grace period', () => {
  it.each([
    [0, 10],
    [5, 10],
    [60, 60],
    [300, 300],
  ])('of %i s lets a task with a failing target live for %i s', async (graceSeconds, seconds) => {
    const { world, between } = bound(
      await lab({
        image: 'sick',
        targetGroup: { HealthCheckIntervalSeconds: 10 },
        service: { healthCheckGracePeriodSeconds: graceSeconds },
      }),
    );
    await world.advance(6 * minute);
    expect(between(/task \S+ RUNNING/, /is to stop: ServiceSchedulerInitiated Task failed ELB/)).toBe(
      seconds,
    );
  });
});

describe('a deregistered target', () => {
  it.each([
    // [delay, how long the request takes, how long the container goes on]
    [300, 0, 0],
    [300, 20, 20],
    [300, 400, 300],
    [30, 400, 30],
    [0, 400, 0],
  ])('with a delay of %i s and a request of %i s drains for %i s', async (delay, request, seconds) => {
    const { world, between } = bound(await lab({ targetGroup: {}, deregistrationDelaySeconds: delay }));
    await world.advance(minute);
    const [task] = world.view().wanted();
    if (request > 0) beginRequest(world.clientOptions, request * 1000);
    world.call('ecs', 'StopTask', { cluster: 'main', task: task?.taskArn });
    await world.advance(10 * minute);
    expect(between(/task \S+ DEACTIVATING/, /task \S+ STOPPING/)).toBe(seconds);
  });
});

describe('a program that ignores SIGTERM', () => {
  it('is killed after 30 s', async () => {
    const { world, between } = bound(await lab({ image: 'stubborn' }));
    await world.advance(minute);
    world.call('ecs', 'StopTask', { cluster: 'main', task: world.view().wanted()[0]?.taskArn });
    await world.advance(2 * minute);
    expect(between(/task \S+ STOPPING/, /task \S+ DEPROVISIONING/)).toBe(30);
  });
});

describe('a rolling deployment', () => {
  it.each([
    // Without checks a task counts after 40 s of RUNNING; its successor's 3.7 s of starting come first.
    [0, 44],
    [1, 104],
    [5, 344],
  ])('with a bake time of %i minutes is completed after %i s', async (bakeTimeInMinutes, seconds) => {
    const created = await lab({ service: { deploymentConfiguration: { bakeTimeInMinutes } } });
    const { world, between } = bound(created);
    await world.advance(10 * minute);
    created.deploy('good');
    await world.advance(10 * minute);
    const completed = world.view().primary()?.id ?? '';
    expect(between(/> deploy/, new RegExp(`${completed}\\) deployment completed`))).toBe(seconds);
  });
});

describe('container health checks', () => {
  it('every 10 s with two retries make a task UNHEALTHY after 20 s', async () => {
    const { world, between } = bound(await lab({ image: 'failing' }));
    await world.advance(minute);
    expect(between(/task \S+ RUNNING/, /task \S+ UNHEALTHY/)).toBe(20);
  });
});

describe('tasks that never start', () => {
  it('are tried again at once twice, then after pauses that double up to 15 minutes', async () => {
    const { world, times } = bound(await lab({ image: 'missing' }));
    await world.advance(100 * minute);
    const started = times(/task \S+ of ecs-svc/);
    // Each takes 1.5 s to fail.
    const pauses = started.slice(1).map((time, index) => Math.round(time - (started[index] ?? 0) - 1.5));
    expect(pauses.slice(0, 13)).toEqual([0, 0, 5, 10, 20, 40, 80, 160, 320, 640, 900, 900, 900]);
  });
});

/** The lab's measures, to be taken apart. */
function bound(created: Lab) {
  return {
    world: created.world,
    between: (from: RegExp, to: RegExp) => created.between(from, to),
    times: (pattern: RegExp) => created.times(pattern),
  };
}
