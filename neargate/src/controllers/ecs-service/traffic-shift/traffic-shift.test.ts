import type { DeploymentConfiguration, ServiceDeployment } from '@aws-sdk/client-ecs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createEcsWorld, type EcsWorld } from '../../ecs-test-world.ts';

interface ShiftWorld extends EcsWorld {
  deploy(image: string): void;
  /** Of the groups one and two, as the production and test rules say. */
  weights(): { readonly production: string; readonly test: string };
  record(): ServiceDeployment;
  answer(action: 'CONTINUE' | 'ROLLBACK'): void;
}

const minute = 60_000;
const place = { cluster: 'main', service: 'web' };

/** A service of one task with two target groups, a production and a test listener, and version 1 deployed. */
async function world(configuration: DeploymentConfiguration): Promise<ShiftWorld> {
  const ecs = await createEcsWorld();
  onTestFinished(() => ecs.stop());
  const { call } = ecs;
  const subnets = (call('ec2', 'DescribeSubnets', {}).Subnets ?? []).slice(0, 2);
  const subnetIds = subnets.map(({ SubnetId }) => SubnetId ?? '');
  const LoadBalancerArn = call('elbv2', 'CreateLoadBalancer', { Name: 'web', Subnets: subnetIds })
    .LoadBalancers?.[0]?.LoadBalancerArn;
  const [one = '', two = ''] = ['one', 'two'].map(
    (Name) =>
      call('elbv2', 'CreateTargetGroup', {
        Name,
        Protocol: 'HTTP',
        Port: 80,
        VpcId: subnets[0]?.VpcId,
        TargetType: 'ip',
      }).TargetGroups?.[0]?.TargetGroupArn,
  );
  const rule = (Port: number) => {
    const DefaultActions = [{ Type: 'forward' as const, TargetGroupArn: one }];
    const { Listeners } = call('elbv2', 'CreateListener', {
      LoadBalancerArn,
      Protocol: 'HTTP',
      Port,
      DefaultActions,
    });
    const rules = call('elbv2', 'DescribeRules', { ListenerArn: Listeners?.[0]?.ListenerArn }).Rules;
    return rules?.[0]?.RuleArn ?? '';
  };
  const [productionListenerRule, testListenerRule] = [rule(80), rule(81)];
  call('ecs', 'CreateService', {
    cluster: 'main',
    serviceName: 'web',
    taskDefinition: ecs.registerTaskDefinition('web:1'),
    desiredCount: 1,
    launchType: 'FARGATE',
    networkConfiguration: { awsvpcConfiguration: { subnets: subnetIds } },
    loadBalancers: [
      {
        targetGroupArn: one,
        containerName: 'web',
        containerPort: 80,
        advancedConfiguration: {
          alternateTargetGroupArn: two,
          productionListenerRule,
          testListenerRule,
          roleArn: 'arn:aws:iam::123456789012:role/ecs-infrastructure',
        },
      },
    ],
    deploymentConfiguration: { ...configuration, lifecycleHooks: [] },
  });
  await ecs.clock.advance((configuration.bakeTimeInMinutes ?? 0) * minute + 2 * minute);
  call('ecs', 'UpdateService', { ...place, deploymentConfiguration: configuration });

  const weightsOf = (ruleArn: string) => {
    const [action] = call('elbv2', 'DescribeRules', { RuleArns: [ruleArn] }).Rules?.[0]?.Actions ?? [];
    const groups = action?.ForwardConfig?.TargetGroups ?? [];
    const weight = (arn: string) => groups.find(({ TargetGroupArn }) => TargetGroupArn === arn)?.Weight ?? 0;
    return `${weight(one)}/${weight(two)}`;
  };
  const record = () => {
    const arn = ecs.service('web').currentServiceDeployment ?? '';
    const { serviceDeployments } = call('ecs', 'DescribeServiceDeployments', {
      serviceDeploymentArns: [arn],
    });
    return { ...serviceDeployments?.[0] };
  };
  return {
    ...ecs,
    record,
    deploy: (image) => {
      call('ecs', 'UpdateService', { ...place, taskDefinition: ecs.registerTaskDefinition(image) });
    },
    weights: () => ({ production: weightsOf(productionListenerRule), test: weightsOf(testListenerRule) }),
    answer(action) {
      const { serviceDeploymentArn = '', lifecycleHookDetails = [] } = record();
      const hookId = lifecycleHookDetails.find(({ status }) => status === 'AWAITING_ACTION')?.hookId ?? '';
      call('ecs', 'ContinueServiceDeployment', { serviceDeploymentArn, hookId, action });
    },
  };
}

describe('a BLUE_GREEN deployment', () => {
  it('starts green beside blue, flips the weights, bakes, and stops blue; the next one goes the other way', async () => {
    const ecs = await world({ strategy: 'BLUE_GREEN', bakeTimeInMinutes: 5 });
    expect(ecs.record()).toMatchObject({ status: 'SUCCESSFUL', lifecycleStage: 'CLEAN_UP' });
    expect(ecs.weights()).toEqual({ production: '100/0', test: '100/0' });
    ecs.deploy('web:2');
    await ecs.clock.advance(minute);
    expect(ecs.runningImages()).toEqual(['web:1', 'web:2']);
    expect(ecs.record()).toMatchObject({
      status: 'IN_PROGRESS',
      lifecycleStage: 'BAKE_TIME',
      targetServiceRevision: { requestedProductionTrafficWeight: 100, runningTaskCount: 1 },
    });
    expect(ecs.weights()).toEqual({ production: '0/100', test: '0/100' });
    await ecs.clock.advance(5 * minute);
    expect(ecs.runningImages()).toEqual(['web:2']);
    expect(ecs.record()).toMatchObject({ status: 'SUCCESSFUL' });
    expect(ecs.service('web').deployments.map(({ observed }) => observed.rolloutState)).toEqual([
      'COMPLETED',
    ]);
    ecs.deploy('web:3');
    await ecs.clock.advance(7 * minute);
    expect(ecs.runningImages()).toEqual(['web:3']);
    expect(ecs.weights()).toEqual({ production: '100/0', test: '100/0' });
  });

  it('waits at a pause hook, and goes on when told to', async () => {
    const ecs = await world({
      strategy: 'BLUE_GREEN',
      lifecycleHooks: [{ targetType: 'PAUSE', lifecycleStages: ['POST_TEST_TRAFFIC_SHIFT'] }],
    });
    ecs.deploy('web:2');
    await ecs.clock.advance(30 * minute);
    expect(ecs.record()).toMatchObject({
      lifecycleStage: 'POST_TEST_TRAFFIC_SHIFT',
      lifecycleHookDetails: [{ status: 'AWAITING_ACTION', timeoutAction: 'ROLLBACK' }],
    });
    expect(ecs.weights()).toEqual({ production: '100/0', test: '0/100' });
    ecs.answer('CONTINUE');
    await ecs.clock.advance(minute);
    expect(ecs.record()).toMatchObject({
      status: 'SUCCESSFUL',
      lifecycleHookDetails: [{ status: 'SUCCEEDED' }],
    });
    expect(ecs.weights().production).toBe('0/100');
  });

  it('goes back when a hook says so, or its 24 hours are over', async () => {
    for (const isAnswered of [true, false]) {
      const ecs = await world({
        strategy: 'BLUE_GREEN',
        lifecycleHooks: [{ targetType: 'PAUSE', lifecycleStages: ['POST_PRODUCTION_TRAFFIC_SHIFT'] }],
      });
      ecs.deploy('web:2');
      await ecs.clock.advance(minute);
      expect(ecs.weights().production).toBe('0/100');
      if (isAnswered) ecs.answer('ROLLBACK');
      await ecs.clock.advance(isAnswered ? minute : 24 * 60 * minute);
      expect(ecs.runningImages()).toEqual(['web:1']);
      expect(ecs.weights()).toEqual({ production: '100/0', test: '100/0' });
      expect(ecs.record()).toMatchObject({
        status: 'ROLLBACK_SUCCESSFUL',
        lifecycleHookDetails: [{ status: isAnswered ? 'FAILED' : 'TIMED_OUT' }],
        rollback: { reason: expect.stringContaining('lifecycle hook failed') },
      });
      expect(ecs.service('web').taskDefinition).toMatch(/:1$/);
    }
  });

  it('goes back by the circuit breaker when green does not start, and blue serves all the time', async () => {
    const ecs = await world({
      strategy: 'BLUE_GREEN',
      deploymentCircuitBreaker: { enable: true, rollback: true },
    });
    ecs.programs.set('broken', { missing: true });
    ecs.deploy('broken');
    await ecs.clock.advance(10 * minute);
    expect(ecs.weights().production).toBe('100/0');
    expect(ecs.runningImages()).toEqual(['web:1']);
    expect(ecs.record()).toMatchObject({
      status: 'ROLLBACK_SUCCESSFUL',
      deploymentCircuitBreaker: { status: 'TRIGGERED', failureCount: 3, threshold: 3 },
    });
  });

  it('that fails without a way back leaves blue whole and serving', async () => {
    const ecs = await world({
      strategy: 'BLUE_GREEN',
      deploymentCircuitBreaker: { enable: true, rollback: false },
    });
    ecs.programs.set('broken', { missing: true });
    ecs.deploy('broken');
    await ecs.clock.advance(10 * minute);
    expect(ecs.record().status).toBe('STOPPED');
    const [blue] = ecs.running();
    if (blue !== undefined) ecs.kill(blue);
    await ecs.clock.advance(minute);
    expect(ecs.runningImages()).toEqual(['web:1']);
    expect(ecs.weights().production).toBe('100/0');
  });

  it('leaves its target group to a rolling update that follows', async () => {
    const ecs = await world({ strategy: 'BLUE_GREEN' });
    ecs.deploy('web:2');
    await ecs.clock.advance(minute);
    ecs.call('ecs', 'UpdateService', { ...place, deploymentConfiguration: { strategy: 'ROLLING' } });
    ecs.deploy('web:3');
    await ecs.clock.advance(2 * minute);
    expect(ecs.runningImages()).toEqual(['web:3']);
    expect(ecs.weights().production).toBe('0/100');
    expect(ecs.record().status).toBe('SUCCESSFUL');
    ecs.call('ecs', 'UpdateService', { ...place, deploymentConfiguration: { strategy: 'BLUE_GREEN' } });
    ecs.deploy('web:4');
    await ecs.clock.advance(2 * minute);
    expect(ecs.runningImages()).toEqual(['web:4']);
    expect(ecs.weights().production).toBe('100/0');
  });

  it('overtaken by another is reconciled first', async () => {
    const ecs = await world({ strategy: 'BLUE_GREEN', bakeTimeInMinutes: 5 });
    ecs.deploy('web:2');
    await ecs.clock.advance(2 * minute);
    const overtaken = ecs.record().serviceDeploymentArn ?? '';
    ecs.deploy('web:3');
    await ecs.clock.advance(0);
    expect(ecs.record().lifecycleStage).toBe('RECONCILE_SERVICE');
    expect(ecs.weights().production).toBe('100/0');
    await ecs.clock.advance(8 * minute);
    expect(ecs.runningImages()).toEqual(['web:3']);
    expect(ecs.record().status).toBe('SUCCESSFUL');
    const { serviceDeployments } = ecs.call('ecs', 'DescribeServiceDeployments', {
      serviceDeploymentArns: [overtaken],
    });
    expect(serviceDeployments?.[0]?.status).toBe('STOPPED');
  });
});

describe('LINEAR and CANARY deployments', () => {
  it('shift in steps to the second', async () => {
    const ecs = await world({
      strategy: 'LINEAR',
      linearConfiguration: { stepPercent: 25, stepBakeTimeInMinutes: 2 },
      bakeTimeInMinutes: 1,
    });
    ecs.deploy('web:2');
    const seen = new Map<string, number>();
    for (let second = 0; second < 8 * 60; second++) {
      await ecs.clock.advance(second === 0 ? 0 : 1000);
      const weights = ecs.weights().production;
      if (!seen.has(weights)) seen.set(weights, second);
    }
    // The task of green is healthy at once.
    expect([...seen]).toEqual([
      ['75/25', 0],
      ['50/50', 120],
      ['25/75', 240],
      ['0/100', 360],
    ]);
    expect(ecs.record().status).toBe('SUCCESSFUL');
  });

  it('go back from the canary when an alarm goes off', async () => {
    const ecs = await world({
      strategy: 'CANARY',
      alarms: { alarmNames: ['errors'], enable: true, rollback: true },
    });
    ecs.call('cloudwatch', 'PutMetricAlarm', {
      AlarmName: 'errors',
      MetricName: 'HTTPCode_Target_5XX_Count',
      Namespace: 'AWS/ApplicationELB',
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanThreshold',
    });
    ecs.deploy('web:2');
    await ecs.clock.advance(2 * minute);
    expect(ecs.weights().production).toBe('95/5');
    ecs.call('cloudwatch', 'SetAlarmState', {
      AlarmName: 'errors',
      StateValue: 'ALARM',
      StateReason: 'test',
    });
    await ecs.clock.advance(0);
    expect(ecs.weights().production).toBe('100/0');
    await ecs.clock.advance(minute);
    expect(ecs.runningImages()).toEqual(['web:1']);
    expect(ecs.record()).toMatchObject({
      status: 'ROLLBACK_SUCCESSFUL',
      alarms: { status: 'TRIGGERED', triggeredAlarmNames: ['errors'] },
    });
    expect(ecs.events('web').join('\n')).toContain('deployment failed: alarm detected.');
  });
});
