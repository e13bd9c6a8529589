import { describe, expect, it } from 'vitest';
import type { EcsWorld } from '../../ecs-test-world.ts';
import { createRollingWorld, loadBalancers, minute, rollingBack } from './rolling-test-world.ts';

function putAlarm(ecs: EcsWorld, periods = 1): void {
  ecs.call('cloudwatch', 'PutMetricAlarm', {
    AlarmName: 'errors',
    MetricName: 'Errors',
    Namespace: 'Web',
    Statistic: 'Sum',
    Period: 60,
    EvaluationPeriods: periods,
    Threshold: 1,
    ComparisonOperator: 'GreaterThanThreshold',
  });
}

function setAlarm(ecs: EcsWorld, StateValue: 'ALARM' | 'OK'): void {
  ecs.call('cloudwatch', 'SetAlarmState', { AlarmName: 'errors', StateValue, StateReason: 'test' });
}

describe('a rolling deployment', () => {
  it('of tasks without checks takes 40 s, to the second', async () => {
    const ecs = await createRollingWorld();
    ecs.deploy('web:2');
    await ecs.clock.advance(39_000);
    expect(ecs.states()).toEqual(['PRIMARY IN_PROGRESS 2', 'ACTIVE COMPLETED 1']);
    expect(ecs.runningImages()).toEqual(['web:1', 'web:1', 'web:2', 'web:2']);
    await ecs.clock.advance(1000);
    expect(ecs.states()).toEqual(['PRIMARY COMPLETED 2']);
    expect(ecs.runningImages()).toEqual(['web:2', 'web:2']);
    expect(ecs.record()).toMatchObject({
      status: 'SUCCESSFUL',
      deploymentCircuitBreaker: { status: 'DISABLED' },
    });
  });

  it('never has more tasks than the maximum nor fewer healthy ones than the minimum', async () => {
    const ecs = await createRollingWorld({
      desiredCount: 4,
      deploymentConfiguration: { minimumHealthyPercent: 50, maximumPercent: 100 },
    });
    ecs.deploy('web:2');
    const counts = new Set<number>();
    for (let second = 0; second < 150; second++) {
      await ecs.clock.advance(1000);
      counts.add(ecs.tasks().filter(({ desiredStatus }) => desiredStatus === 'RUNNING').length);
    }
    expect([...counts].toSorted((left, right) => left - right)).toEqual([4]);
    expect(ecs.runningImages()).toEqual(Array(4).fill('web:2'));
  });

  it('follows a desired count that changes meanwhile, under the same id', async () => {
    const ecs = await createRollingWorld();
    ecs.deploy('web:2');
    await ecs.clock.advance(10_000);
    const [before] = ecs.service('web').deployments;
    ecs.update({ desiredCount: 3 });
    await ecs.clock.advance(minute);
    expect(ecs.service('web').deployments.map(({ id }) => id)).toEqual([before?.id]);
    expect(ecs.runningImages()).toEqual(['web:2', 'web:2', 'web:2']);
  });

  it('overtaken by another ends as STOPPED, and the way back leads to what was completed', async () => {
    const ecs = await createRollingWorld({ deploymentConfiguration: rollingBack });
    ecs.deploy('web:2');
    await ecs.clock.advance(10_000);
    ecs.programs.set('broken', { missing: true });
    ecs.deploy('broken');
    await ecs.clock.advance(0);
    expect(ecs.record(1)).toMatchObject({ status: 'STOPPED' });
    await ecs.clock.advance(20 * minute);
    expect(ecs.states()).toEqual(['PRIMARY COMPLETED 1']);
    expect(ecs.runningImages()).toEqual(['web:1', 'web:1']);
    expect(ecs.record()).toMatchObject({
      status: 'ROLLBACK_SUCCESSFUL',
      deploymentCircuitBreaker: { status: 'TRIGGERED', threshold: 3 },
    });
  });

  it('waits for protected tasks, and says so', async () => {
    const ecs = await createRollingWorld({ desiredCount: 1 });
    const [held] = ecs.running();
    const tasks = [held?.taskArn ?? ''];
    ecs.call('ecs', 'UpdateTaskProtection', {
      cluster: 'main',
      tasks,
      protectionEnabled: true,
      expiresInMinutes: 10,
    });
    ecs.deploy('web:2');
    await ecs.clock.advance(9 * minute);
    expect(ecs.runningImages()).toEqual(['web:1', 'web:2']);
    expect(ecs.events('web')[0]).toBe(
      `(service web) was unable to reach steady state because (taskSet ${held?.startedBy}) was unable to scale in due to (reason 1 tasks under protection)`,
    );
    await ecs.clock.advance(2 * minute);
    expect(ecs.states()).toEqual(['PRIMARY COMPLETED 2']);
  });

  it('bakes as long as configured, watched by its alarms', async () => {
    const ecs = await createRollingWorld({
      deploymentConfiguration: {
        bakeTimeInMinutes: 5,
        alarms: { alarmNames: ['errors'], enable: true, rollback: true },
      },
    });
    await ecs.clock.advance(5 * minute);
    putAlarm(ecs);
    ecs.deploy('web:2');
    await ecs.clock.advance(40_000 + 5 * minute - 1000);
    expect(ecs.record()).toMatchObject({
      status: 'IN_PROGRESS',
      lifecycleStage: 'BAKE_TIME',
      alarms: { status: 'MONITORING' },
    });
    await ecs.clock.advance(1000);
    expect(ecs.record()).toMatchObject({ status: 'SUCCESSFUL', alarms: { status: 'MONITORING_COMPLETE' } });
    ecs.deploy('web:3');
    await ecs.clock.advance(2 * minute);
    setAlarm(ecs, 'ALARM');
    await ecs.clock.advance(2 * minute);
    expect(ecs.record()).toMatchObject({
      status: 'ROLLBACK_SUCCESSFUL',
      alarms: { status: 'TRIGGERED', triggeredAlarmNames: ['errors'] },
    });
    expect(ecs.runningImages()).toEqual(['web:2', 'web:2']);
    expect(ecs.events('web').join('\n')).toContain('deployment failed: alarm detected.');
  });

  it('ignores alarms that are in ALARM when it begins, and bakes as long as an alarm looks back', async () => {
    const alarms = { alarmNames: ['errors'], enable: true, rollback: false };
    const ecs = await createRollingWorld({ deploymentConfiguration: { alarms } });
    putAlarm(ecs, 3);
    setAlarm(ecs, 'ALARM');
    ecs.deploy('web:2');
    await ecs.clock.advance(minute);
    expect(ecs.record()).toMatchObject({ status: 'SUCCESSFUL', alarms: { status: 'DISABLED' } });
    setAlarm(ecs, 'OK');
    ecs.deploy('web:3');
    await ecs.clock.advance(40_000 + 3 * minute - 1000);
    expect(ecs.record().status).toBe('IN_PROGRESS');
    setAlarm(ecs, 'ALARM');
    await ecs.clock.advance(0);
    expect(ecs.states()).toEqual(['PRIMARY FAILED 3']);
    expect(ecs.record()).toMatchObject({
      status: 'STOPPED',
      statusReason: 'ECS deployment failed: alarm detected.',
    });
    expect(ecs.runningImages()).toEqual(['web:3', 'web:3']);
  });

  it('is rolled back or stopped on request', async () => {
    const ecs = await createRollingWorld();
    ecs.deploy('web:2');
    await ecs.clock.advance(10_000);
    const stop = (stopType: 'ABORT' | 'ROLLBACK') => {
      const serviceDeploymentArn = ecs.record().serviceDeploymentArn;
      ecs.call('ecs', 'StopServiceDeployment', { serviceDeploymentArn, stopType });
    };
    stop('ROLLBACK');
    stop('ROLLBACK');
    expect(ecs.record().status).toBe('ROLLBACK_REQUESTED');
    await ecs.clock.advance(2 * minute);
    expect(ecs.record().status).toBe('ROLLBACK_SUCCESSFUL');
    expect(ecs.runningImages()).toEqual(['web:1', 'web:1']);
    ecs.deploy('web:3');
    await ecs.clock.advance(10_000);
    stop('ABORT');
    await ecs.clock.advance(10 * minute);
    expect(ecs.record().status).toBe('STOPPED');
    expect(ecs.states()).toEqual(['PRIMARY FAILED 3', 'ACTIVE COMPLETED 1']);
    expect(() => stop('ROLLBACK')).toThrow('cannot be stopped');
  });

  it('is done early where the criteria say so, and goes on behind the scenes', async () => {
    const ecs = await createRollingWorld({
      loadBalancers,
      desiredCount: 2,
      deploymentConfiguration: {
        minimumHealthyPercent: 50,
        maximumPercent: 100,
        earlySuccessCriteria: { enable: true, healthyPercent: 50, sourceServiceRevisionCleanup: 'DEFERRED' },
      },
    });
    ecs.programs.set('web:2', { healthyAfterMs: 30_000 });
    ecs.deploy('web:2');
    await ecs.clock.advance(35_000);
    expect(ecs.record().status).toBe('SUCCESSFUL');
    expect(ecs.states()[0]).toBe('PRIMARY COMPLETED 2');
    await ecs.clock.advance(minute);
    expect(ecs.runningImages()).toEqual(['web:2', 'web:2']);
    expect(ecs.states()).toEqual(['PRIMARY COMPLETED 2']);
  });
});

describe('availability zone rebalancing', () => {
  it('starts a task in the thin zone before it stops one in the thick one', async () => {
    const ecs = await createRollingWorld({ desiredCount: 4 });
    const zoneOf = ({ observed }: ReturnType<EcsWorld['running']>[number]) => observed.availabilityZone;
    const [first] = ecs.running();
    const zone = first === undefined ? undefined : zoneOf(first);
    const tables = ecs.context.store.table<ReturnType<EcsWorld['tasks']>[number]>(
      'ecs.tasks',
      '123456789012/us-east-1',
    );
    // As after an outage of the other zone.
    ecs.context.store.transact(() => {
      for (const task of ecs.running()) {
        tables.put(task.taskArn, { ...task, observed: { ...task.observed, availabilityZone: zone } });
      }
    });
    let fewest = Number.POSITIVE_INFINITY;
    for (let second = 0; second < 120; second++) {
      await ecs.clock.advance(1000);
      fewest = Math.min(fewest, ecs.running().length);
    }
    expect(fewest).toBe(4);
    expect(ecs.running().filter((task) => zoneOf(task) === zone)).toHaveLength(2);
    const events = ecs.events('web').join('\n');
    expect(events).toMatch(
      /is not AZ balanced with 4 tasks in use1-az\d, 0 tasks in use1-az\d\. AZ Rebalancing in progress\./,
    );
    expect(events).toMatch(
      /has started 2 tasks in use1-az\d to AZ Rebalance: \(task [0-9a-f]{32}\) \(task [0-9a-f]{32}\)\./,
    );
    expect(events).toMatch(/has stopped 2 running tasks in use1-az\d due to AZ rebalancing: /);
    expect(events).toMatch(/is AZ balanced with 2 tasks in use1-az\d, 2 tasks in use1-az\d\./);
  });
});
