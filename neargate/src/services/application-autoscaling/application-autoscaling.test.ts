import type { ScalableDimension, ServiceNamespace } from '@aws-sdk/client-application-auto-scaling';
import { describe, expect, it } from 'vitest';
import { cloudwatchTablesOf } from '../cloudwatch/store.ts';
import { createTestAccount, fargateDefinition } from '../ecs/test-account.ts';

const target: {
  ServiceNamespace: ServiceNamespace;
  ResourceId: string;
  ScalableDimension: ScalableDimension;
} = {
  ServiceNamespace: 'ecs',
  ResourceId: 'service/main/user-service',
  ScalableDimension: 'ecs:service:DesiredCount',
};

async function createService() {
  const test = await createTestAccount();
  test.call('ecs', 'RegisterTaskDefinition', fargateDefinition());
  test.call('ecs', 'CreateService', {
    cluster: 'main',
    serviceName: 'user-service',
    taskDefinition: 'user-service',
    desiredCount: 2,
    launchType: 'FARGATE',
    networkConfiguration: { awsvpcConfiguration: { subnets: [test.subnetId] } },
  });
  return test;
}

async function createTarget() {
  const test = await createService();
  test.call('application-autoscaling', 'RegisterScalableTarget', {
    ...target,
    MinCapacity: 2,
    MaxCapacity: 4,
  });
  const alarms = () => [...cloudwatchTablesOf(test.context).alarms.values()];
  return { ...test, alarms };
}

const cpuPolicy = {
  ...target,
  PolicyName: 'cpu',
  PolicyType: 'TargetTrackingScaling',
  TargetTrackingScalingPolicyConfiguration: {
    TargetValue: 60,
    PredefinedMetricSpecification: { PredefinedMetricType: 'ECSServiceAverageCPUUtilization' },
  },
} as const;

describe('a scalable target', () => {
  it('is refused for a service that does not exist, and for capacities that make no sense', async () => {
    const { call } = await createService();
    const register = (changes: object) =>
      call('application-autoscaling', 'RegisterScalableTarget', {
        ...target,
        MinCapacity: 1,
        MaxCapacity: 2,
        ...changes,
      });
    expect(() => register({ ResourceId: 'service/main/other' })).toThrow(
      "ECS service doesn't exist: service/main/other",
    );
    expect(() => register({ MinCapacity: 3 })).toThrow(
      'Maximum capacity cannot be less than minimum capacity',
    );
    expect(() => register({ ResourceId: 'main/user-service' })).toThrow(/Unsupported service namespace/);
    expect(() => register({ ScalableDimension: 'rds:cluster:ReadReplicaCount' })).toThrow(
      /Unsupported service namespace/,
    );
    expect(() => register({ ServiceNamespace: 'sqs' })).toThrow(/Value 'sqs' at 'serviceNamespace'/);
    expect(() => register({ MaxCapacity: undefined })).toThrow(/must be specified when registering/);
  });

  it('keeps what a second registration leaves out', async () => {
    const { call } = await createTarget();
    call('application-autoscaling', 'RegisterScalableTarget', {
      ...target,
      MaxCapacity: 6,
      SuspendedState: { DynamicScalingInSuspended: true },
    });
    expect(
      call('application-autoscaling', 'DescribeScalableTargets', {
        ServiceNamespace: 'ecs',
        ResourceIds: [target.ResourceId],
      }).ScalableTargets,
    ).toMatchObject([
      {
        MinCapacity: 2,
        MaxCapacity: 6,
        RoleARN:
          'arn:aws:iam::123456789012:role/aws-service-role/ecs.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_ECSService',
        SuspendedState: { DynamicScalingInSuspended: true, DynamicScalingOutSuspended: false },
      },
    ]);
  });

  it('takes policies, their alarms and scheduled actions with it', async () => {
    const { call, alarms } = await createTarget();
    call('application-autoscaling', 'PutScalingPolicy', cpuPolicy);
    call('application-autoscaling', 'PutScheduledAction', {
      ...target,
      ScheduledActionName: 'night',
      Schedule: 'cron(0 22 * * ? *)',
      ScalableTargetAction: { MinCapacity: 1 },
    });
    expect(alarms()).toHaveLength(2);
    call('application-autoscaling', 'DeregisterScalableTarget', target);
    expect(alarms()).toEqual([]);
    const { ServiceNamespace } = target;
    expect(
      call('application-autoscaling', 'DescribeScalingPolicies', { ServiceNamespace }).ScalingPolicies,
    ).toEqual([]);
    expect(
      call('application-autoscaling', 'DescribeScheduledActions', { ServiceNamespace }).ScheduledActions,
    ).toEqual([]);
    expect(() => call('application-autoscaling', 'DeregisterScalableTarget', target)).toThrow(
      'No scalable target found for service namespace: ecs, resource ID: service/main/user-service, scalable dimension: ecs:service:DesiredCount',
    );
  });

  it('is scaled by a role that IAM then has', async () => {
    const { call } = await createTarget();
    const RoleName = 'AWSServiceRoleForApplicationAutoScaling_ECSService';
    expect(call('iam', 'GetRole', { RoleName }).Role?.Path).toBe(
      '/aws-service-role/ecs.application-autoscaling.amazonaws.com/',
    );
  });

  it('takes tags by its ARN', async () => {
    const { call } = await createTarget();
    const [described] =
      call('application-autoscaling', 'DescribeScalableTargets', { ServiceNamespace: 'ecs' })
        .ScalableTargets ?? [];
    const ResourceARN = described?.ScalableTargetARN;
    call('application-autoscaling', 'TagResource', { ResourceARN, Tags: { team: 'core', env: 'dev' } });
    call('application-autoscaling', 'UntagResource', { ResourceARN, TagKeys: ['env'] });
    expect(call('application-autoscaling', 'ListTagsForResource', { ResourceARN }).Tags).toEqual({
      team: 'core',
    });
  });
});

describe('a target tracking policy', () => {
  it('makes a high and a low alarm, and keeps them when it changes', async () => {
    const { call, alarms } = await createTarget();
    const { PolicyARN = '', Alarms } = call('application-autoscaling', 'PutScalingPolicy', cpuPolicy);
    expect(PolicyARN).toMatch(
      /^arn:aws:autoscaling:us-east-1:123456789012:scalingPolicy:[0-9a-f-]{36}:resource\/ecs\/service\/main\/user-service:policyName\/cpu$/,
    );
    expect(alarms()).toMatchObject([
      {
        alarmName: expect.stringMatching(
          /^TargetTracking-service\/main\/user-service-AlarmHigh-[0-9a-f-]{36}$/,
        ),
        namespace: 'AWS/ECS',
        metricName: 'CPUUtilization',
        threshold: 60,
        evaluationPeriods: 3,
        comparisonOperator: 'GreaterThanThreshold',
        alarmActions: [PolicyARN],
        observed: { stateValue: 'INSUFFICIENT_DATA' },
      },
      {
        alarmName: expect.stringContaining('-AlarmLow-'),
        threshold: 54,
        evaluationPeriods: 15,
        comparisonOperator: 'LessThanThreshold',
      },
    ]);
    const changed = call('application-autoscaling', 'PutScalingPolicy', {
      ...cpuPolicy,
      TargetTrackingScalingPolicyConfiguration: {
        ...cpuPolicy.TargetTrackingScalingPolicyConfiguration,
        TargetValue: 70,
        DisableScaleIn: true,
      },
    });
    expect(changed.PolicyARN).toBe(PolicyARN);
    expect(changed.Alarms).toEqual(Alarms?.slice(0, 1));
    expect(alarms()).toMatchObject([{ threshold: 70 }]);
  });

  it('watches requests per target by the label', async () => {
    const { call, alarms } = await createTarget();
    const put = (ResourceLabel?: string) =>
      call('application-autoscaling', 'PutScalingPolicy', {
        ...cpuPolicy,
        TargetTrackingScalingPolicyConfiguration: {
          TargetValue: 100,
          PredefinedMetricSpecification: { PredefinedMetricType: 'ALBRequestCountPerTarget', ResourceLabel },
        },
      });
    expect(() => put()).toThrow(/The resource label for ALBRequestCountPerTarget/);
    put('app/main/0123456789abcdef/targetgroup/users/fedcba9876543210');
    expect(alarms()[0]).toMatchObject({
      metricName: 'RequestCountPerTarget',
      statistic: 'Sum',
      dimensions: [
        { Name: 'TargetGroup', Value: 'targetgroup/users/fedcba9876543210' },
        { Name: 'LoadBalancer', Value: 'app/main/0123456789abcdef' },
      ],
    });
  });

  it('needs a registered target and one metric', async () => {
    const { call } = await createService();
    expect(() => call('application-autoscaling', 'PutScalingPolicy', cpuPolicy)).toThrow(
      /No scalable target found/,
    );
    const registered = await createTarget();
    expect(() =>
      registered.call('application-autoscaling', 'PutScalingPolicy', {
        ...cpuPolicy,
        TargetTrackingScalingPolicyConfiguration: { TargetValue: 60 },
      }),
    ).toThrow(/Exactly one of/);
    expect(() =>
      registered.call('application-autoscaling', 'PutScalingPolicy', { ...target, PolicyName: 'x' }),
    ).toThrow(/must have a StepScalingPolicyConfiguration/);
  });
});

describe('a step scaling policy', () => {
  it.each([
    [[{ MetricIntervalLowerBound: 0, ScalingAdjustment: 1 }], undefined],
    [
      [
        { MetricIntervalLowerBound: 0, MetricIntervalUpperBound: 10, ScalingAdjustment: 1 },
        { MetricIntervalLowerBound: 10, ScalingAdjustment: 2 },
      ],
      undefined,
    ],
    [
      [
        { MetricIntervalLowerBound: 0, MetricIntervalUpperBound: 10, ScalingAdjustment: 1 },
        { MetricIntervalLowerBound: 20, ScalingAdjustment: 2 },
      ],
      /gap/,
    ],
    [
      [
        { MetricIntervalLowerBound: 0, MetricIntervalUpperBound: 10, ScalingAdjustment: 1 },
        { MetricIntervalLowerBound: 5, ScalingAdjustment: 2 },
      ],
      /overlap/,
    ],
    [[{ MetricIntervalLowerBound: 0, MetricIntervalUpperBound: 10, ScalingAdjustment: 1 }], /null upper/],
    [[], /At least one step/],
  ])('with steps %j', async (StepAdjustments, refusal) => {
    const { call } = await createTarget();
    const put = () =>
      call('application-autoscaling', 'PutScalingPolicy', {
        ...target,
        PolicyName: 'steps',
        StepScalingPolicyConfiguration: { AdjustmentType: 'ChangeInCapacity', StepAdjustments },
      });
    if (refusal !== undefined) expect(put).toThrow(refusal);
    else expect(put().Alarms).toEqual([]);
  });
});

describe('a scheduled action', () => {
  it('is checked and described, and nothing has happened by it', async () => {
    const { call } = await createTarget();
    const put = (Schedule: string, Timezone?: string) =>
      call('application-autoscaling', 'PutScheduledAction', {
        ...target,
        ScheduledActionName: 'morning',
        Schedule,
        Timezone,
        StartTime: new Date('2026-03-01T00:00:00Z'),
        ScalableTargetAction: { MinCapacity: 2, MaxCapacity: 8 },
      });
    expect(() => put('every morning')).toThrow(/every morning/);
    expect(() => put('rate(1 day)', 'Mars/Olympus')).toThrow(/Mars\/Olympus/);
    put('cron(0 8 * * ? *)', 'Europe/Berlin');
    expect(
      call('application-autoscaling', 'DescribeScheduledActions', { ServiceNamespace: 'ecs' })
        .ScheduledActions,
    ).toMatchObject([
      {
        Timezone: 'Europe/Berlin',
        StartTime: new Date('2026-03-01T00:00:00Z'),
        ScalableTargetAction: { MaxCapacity: 8 },
      },
    ]);
    expect(
      call('application-autoscaling', 'DescribeScalingActivities', { ServiceNamespace: 'ecs' })
        .ScalingActivities,
    ).toEqual([]);
  });
});
