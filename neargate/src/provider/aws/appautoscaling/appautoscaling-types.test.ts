import { beforeEach, describe, expect, it } from 'vitest';
import { putFargateService } from '../testing/fargate-service.ts';
import { createTypeWorld, type TypeWorld } from '../testing/type-world.ts';

let world: TypeWorld;

beforeEach(async () => {
  world = await createTypeWorld();
  putFargateService(world);
});

const targetId = `
  service_namespace  = "ecs"
  resource_id        = "service/main/web"
  scalable_dimension = "ecs:service:DesiredCount"`;

const target = (changes = '') => `${targetId}\nmin_capacity = 1\nmax_capacity = 4\n${changes}`;

describe('aws_appautoscaling_target', () => {
  it('is registered, changed in place and deregistered', async () => {
    const resource = world.resource('aws_appautoscaling_target');
    expect(await resource.apply(target('tags = { A = "1" }'))).toMatchObject({
      id: 'service/main/web',
      role_arn: expect.stringContaining('AWSServiceRoleForApplicationAutoScaling_ECSService'),
      suspended_state: [{ dynamic_scaling_in_suspended: false }],
    });
    expect((await resource.plan(target('tags = { A = "1" }'))).action).toBe('no-op');
    const changed = target('tags = { B = "1" }\nsuspended_state {\ndynamic_scaling_in_suspended = true\n}');
    expect((await resource.plan(changed)).action).toBe('update');
    await resource.apply(changed);
    expect((await resource.plan(changed)).action).toBe('no-op');
    world.call('application-autoscaling', 'RegisterScalableTarget', {
      ServiceNamespace: 'ecs',
      ResourceId: 'service/main/web',
      ScalableDimension: 'ecs:service:DesiredCount',
      MaxCapacity: 9,
    });
    expect((await resource.plan(changed)).action).toBe('update');
    await resource.destroy();
    expect(
      world.call('application-autoscaling', 'DescribeScalableTargets', { ServiceNamespace: 'ecs' })
        .ScalableTargets,
    ).toEqual([]);
  });
});

it('says of what is not scaled here that it is only stored', async () => {
  const resource = world.resource('aws_appautoscaling_target');
  const table = `service_namespace = "dynamodb"
    resource_id        = "table/users"
    scalable_dimension = "dynamodb:table:ReadCapacityUnits"
    min_capacity = 1
    max_capacity = 4`;
  expect((await resource.plan(table)).diagnostics).toMatchObject([
    { severity: 'warning', summary: 'Stored, not enforced' },
  ]);
  expect((await resource.plan(target())).diagnostics).toEqual([]);
});

describe('aws_appautoscaling_policy', () => {
  const tracking = (value: number) => `name = "cpu"\npolicy_type = "TargetTrackingScaling"${targetId}
    target_tracking_scaling_policy_configuration {
      target_value       = ${value}
      scale_out_cooldown = 60
      scale_in_cooldown  = 300
      predefined_metric_specification {
        predefined_metric_type = "ECSServiceAverageCPUUtilization"
      }
    }`;

  const step = `name = "step"${targetId}
    step_scaling_policy_configuration {
      adjustment_type         = "ChangeInCapacity"
      cooldown                = 60
      metric_aggregation_type = "Average"
      step_adjustment {
        metric_interval_upper_bound = "0"
        scaling_adjustment          = -1
      }
      step_adjustment {
        metric_interval_lower_bound = "0"
        scaling_adjustment          = 1
      }
    }`;

  beforeEach(() => world.resource('aws_appautoscaling_target').apply(target()));

  it('tracks a target', async () => {
    const resource = world.resource('aws_appautoscaling_policy');
    const state = await resource.apply(tracking(60));
    expect(state).toMatchObject({ id: 'cpu', arn: expect.stringContaining('policyName/cpu') });
    expect(state['alarm_arns']).toHaveLength(2);
    expect((await resource.plan(tracking(60))).action).toBe('no-op');
    expect((await resource.plan(tracking(70))).action).toBe('update');
    await resource.apply(tracking(70));
    expect((await resource.plan(tracking(70))).action).toBe('no-op');
    expect((await resource.plan(tracking(70).replace('"cpu"', '"other"'))).action).toBe('replace');
    const both = tracking(70).replace(
      'predefined_metric_specification {',
      'customized_metric_specification {\nmetric_name = "m"\nnamespace = "n"\nstatistic = "Sum"\n}\npredefined_metric_specification {',
    );
    await expect(resource.plan(both)).rejects.toThrow(/customized_metric_specification": conflicts with/);
    await resource.destroy();
  });

  it('scales by steps, whose bounds may be open', async () => {
    const resource = world.resource('aws_appautoscaling_policy');
    await resource.apply(step);
    expect((await resource.plan(step)).action).toBe('no-op');
    const { ScalingPolicies } = world.call('application-autoscaling', 'DescribeScalingPolicies', {
      ServiceNamespace: 'ecs',
    });
    expect(ScalingPolicies?.[0]?.StepScalingPolicyConfiguration?.StepAdjustments).toContainEqual({
      MetricIntervalLowerBound: 0,
      ScalingAdjustment: 1,
    });
  });

  it('takes metrics of its own', async () => {
    const resource = world.resource('aws_appautoscaling_policy');
    const body = `name = "queue"\npolicy_type = "TargetTrackingScaling"${targetId}
      target_tracking_scaling_policy_configuration {
        target_value = 5
        customized_metric_specification {
          metrics {
            id          = "m1"
            return_data = false
            metric_stat {
              stat = "Sum"
              metric {
                metric_name = "Visible"
                namespace   = "AWS/SQS"
                dimensions {
                  name  = "QueueName"
                  value = "q"
                }
              }
            }
          }
          metrics {
            id         = "e1"
            expression = "m1 / 2"
          }
        }
      }`;
    await resource.apply(body);
    expect((await resource.plan(body)).action).toBe('no-op');
  });
});

describe('aws_appautoscaling_scheduled_action', () => {
  it('is put, and times are compared as times', async () => {
    await world.resource('aws_appautoscaling_target').apply(target());
    const resource = world.resource('aws_appautoscaling_scheduled_action');
    const body = (start: string) => `name = "night"\nschedule = "cron(0 22 * * ? *)"${targetId}
      start_time = "${start}"
      scalable_target_action {
        min_capacity = 0
        max_capacity = 1
      }`;
    expect(await resource.apply(body('2027-01-01T00:00:00Z'))).toMatchObject({
      id: 'night-ecs-service/main/web',
      scalable_target_action: [{ min_capacity: '0', max_capacity: '1' }],
    });
    expect((await resource.plan(body('2027-01-01T01:00:00+01:00'))).action).toBe('no-op');
    expect((await resource.plan(body('2027-01-02T00:00:00Z'))).action).toBe('update');
    await resource.destroy();
    expect(await resource.plan(body('2027-01-01T00:00:00Z'))).toMatchObject({ action: 'create' });
  });
});
