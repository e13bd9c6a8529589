import { beforeEach, describe, expect, it } from 'vitest';
import { createTypeWorld, type TypeWorld } from '../testing/type-world.ts';

let world: TypeWorld;

beforeEach(async () => {
  world = await createTypeWorld();
});

const alarm = (changes = '') => `
  alarm_name          = "cpu"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 2
  metric_name         = "CPUUtilization"
  namespace           = "AWS/ECS"
  period              = 60
  statistic           = "Average"
  threshold           = 80
  dimensions          = { ClusterName = "main", ServiceName = "web" }
  ${changes}`;

describe('aws_cloudwatch_metric_alarm', () => {
  it('is put as written, changed in place and deleted', async () => {
    const resource = world.resource('aws_cloudwatch_metric_alarm');
    const body = alarm('alarm_actions = ["arn:aws:sns:us-east-1:123456789012:t"]\ntags = { A = "1" }');
    expect(await resource.apply(body)).toMatchObject({
      id: 'cpu',
      arn: 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:cpu',
      treat_missing_data: 'missing',
      actions_enabled: true,
    });
    expect((await resource.plan(body)).action).toBe('no-op');
    const changed = alarm('treat_missing_data = "breaching"\ntags = { B = "1" }').replace('= 80', '= 0');
    expect((await resource.plan(changed)).action).toBe('update');
    await resource.apply(changed);
    expect((await resource.plan(changed)).action).toBe('no-op');
    expect(resource.state).toMatchObject({ threshold: 0, alarm_actions: [], tags_all: { B: '1' } });
    expect((await resource.plan(changed.replace('"cpu"', '"other"'))).action).toBe('replace');
    world.call('cloudwatch', 'DeleteAlarms', { AlarmNames: ['cpu'] });
    expect((await resource.plan(changed)).action).toBe('create');
  });

  it('computes with several metrics', async () => {
    const resource = world.resource('aws_cloudwatch_metric_alarm');
    const body = `
      alarm_name          = "errors"
      comparison_operator = "GreaterThanThreshold"
      evaluation_periods  = 1
      threshold           = 5
      metric_query {
        id          = "rate"
        expression  = "errors / requests"
        return_data = true
      }
      metric_query {
        id = "errors"
        metric {
          metric_name = "HTTPCode_Target_5XX_Count"
          namespace   = "AWS/ApplicationELB"
          period      = 60
          stat        = "Sum"
          dimensions  = { LoadBalancer = "app/a/b" }
        }
      }
      metric_query {
        id = "requests"
        metric {
          metric_name = "RequestCount"
          namespace   = "AWS/ApplicationELB"
          period      = 60
          stat        = "Sum"
        }
      }`;
    await resource.apply(body);
    expect((await resource.plan(body)).action).toBe('no-op');
    const { MetricAlarms } = world.call('cloudwatch', 'DescribeAlarms', { AlarmNames: ['errors'] });
    expect(MetricAlarms?.[0]?.Metrics).toContainEqual(
      expect.objectContaining({
        Id: 'errors',
        MetricStat: {
          Metric: {
            MetricName: 'HTTPCode_Target_5XX_Count',
            Namespace: 'AWS/ApplicationELB',
            Dimensions: [{ Name: 'LoadBalancer', Value: 'app/a/b' }],
          },
          Period: 60,
          Stat: 'Sum',
        },
      }),
    );
  });

  it('needs one thing to watch', async () => {
    const none = alarm().replace(/metric_name .*\n/, '');
    await expect(world.resource('aws_cloudwatch_metric_alarm').apply(none)).rejects.toThrow(
      'one of `metric_name,metric_query,evaluation_criteria` must be specified',
    );
  });
});

describe('aws_cloudwatch_composite_alarm', () => {
  it('is put as written, changed in place and deleted', async () => {
    await world.resource('aws_cloudwatch_metric_alarm').apply(alarm());
    const resource = world.resource('aws_cloudwatch_composite_alarm');
    const body = (rule: string) => `
      alarm_name = "any"
      alarm_rule = "${rule}"
      ok_actions = ["arn:aws:sns:us-east-1:123456789012:t"]
      tags       = { A = "1" }
      actions_suppressor {
        alarm            = "cpu"
        extension_period = 10
        wait_period      = 20
      }`;
    expect(await resource.apply(body('ALARM(cpu)'))).toMatchObject({
      id: 'any',
      arn: 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:any',
      actions_suppressor: [{ alarm: 'cpu', extension_period: 10, wait_period: 20 }],
    });
    expect((await resource.plan(body('ALARM(cpu)'))).action).toBe('no-op');
    expect((await resource.plan(body('NOT OK(cpu)'))).action).toBe('update');
    await resource.apply(body('NOT OK(cpu)'));
    expect((await resource.plan(body('NOT OK(cpu)'))).action).toBe('no-op');
    world.call('cloudwatch', 'DeleteAlarms', { AlarmNames: ['any'] });
    expect((await resource.plan(body('NOT OK(cpu)'))).action).toBe('create');
  });
});
