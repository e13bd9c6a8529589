import { describe, expect, it } from 'vitest';
import { createRollingWorld, loadBalancers, minute, rollingBack } from '../rolling/rolling-test-world.ts';

describe('the deployment circuit breaker', () => {
  it('trips on tasks that fail their health checks', async () => {
    const ecs = await createRollingWorld({ loadBalancers, deploymentConfiguration: rollingBack });
    ecs.programs.set('sick', { healthyAfterMs: 'never' });
    ecs.deploy('sick');
    await ecs.clock.advance(10 * minute);
    expect(ecs.record()).toMatchObject({ status: 'ROLLBACK_SUCCESSFUL' });
    expect(ecs.runningImages()).toEqual(['web:1', 'web:1']);
    expect(ecs.events('web').join('\n')).toMatch(
      /\(task [0-9a-f]{32}\) \(port 80\) is unhealthy in \(target-group [^)]+\) due to \(reason Health checks failed with these codes: \[500\]\)\./,
    );
  });

  it('trips on programs that end at once, which never reach RUNNING on AWS', async () => {
    const ecs = await createRollingWorld({ deploymentConfiguration: rollingBack });
    ecs.programs.set('crashing', { exits: { code: 1, afterMs: 2000 } });
    ecs.deploy('crashing');
    await ecs.clock.advance(10 * minute);
    expect(ecs.record()).toMatchObject({
      status: 'ROLLBACK_SUCCESSFUL',
      statusReason: expect.stringMatching(
        /^ECS deployment circuit breaker: rolling back to deploymentId ecs-svc\/\d{19}\.$/,
      ),
    });
  });

  it('does not trip on programs that end after they ran, nor throttles them', async () => {
    const ecs = await createRollingWorld({ deploymentConfiguration: rollingBack });
    ecs.programs.set('leaking', { exits: { code: 1, afterMs: 35_000 } });
    ecs.deploy('leaking');
    await ecs.clock.advance(10 * minute);
    expect(ecs.states()[0]).toBe('PRIMARY IN_PROGRESS 2');
    expect(ecs.events('web').join('\n')).not.toContain('unable to consistently start');
  });

  it('trips at the threshold that is configured', async () => {
    const thresholdConfiguration = { type: 'COUNT', value: 1 } as const;
    const ecs = await createRollingWorld({
      deploymentConfiguration: {
        deploymentCircuitBreaker: { enable: true, rollback: true, thresholdConfiguration },
      },
    });
    ecs.programs.set('broken', { missing: true });
    ecs.deploy('broken');
    await ecs.clock.advance(0);
    expect(ecs.record()).toMatchObject({ deploymentCircuitBreaker: { status: 'TRIGGERED', threshold: 1 } });
  });
});

describe('the start throttle', () => {
  it('doubles up to 15 minutes, and ends with any update of the service', async () => {
    const ecs = await createRollingWorld({ desiredCount: 1 });
    ecs.programs.set('broken', { missing: true });
    ecs.deploy('broken');
    const startedAtMs = new Set<number>();
    const watch = async (minutes: number) => {
      for (let second = 0; second < minutes * 60; second++) {
        await ecs.clock.advance(1000);
        const broken = ecs.tasks().filter(({ taskDefinitionArn }) => taskDefinitionArn.endsWith(':2'));
        for (const { createdAtMs } of broken) startedAtMs.add(createdAtMs);
      }
    };
    await watch(130);
    const times = [...startedAtMs];
    const gaps = times.slice(1).map((time, index) => Math.round((time - (times[index] ?? 0)) / 1000));
    // The first three come in the same instant.
    expect(gaps.slice(0, 9)).toEqual([5, 10, 20, 40, 80, 160, 320, 640, 900]);
    expect(new Set(gaps.slice(8))).toEqual(new Set([900]));
    const before = startedAtMs.size;
    ecs.update({ enableECSManagedTags: true });
    await watch(1);
    expect(startedAtMs.size).toBeGreaterThan(before + 2);
  });
});
