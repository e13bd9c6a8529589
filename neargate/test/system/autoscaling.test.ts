import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startLoad } from './api.ts';
import { createProject, eventually, NeargateProcess, type Project, processesOf } from './neargate-process.ts';

const testTimeoutMs = 300_000;
const onLinux = process.platform === 'linux';
const account = '123456789012';

/** What a user adds to scale by requests. 600 requests per target and minute are 10 each second. */
const scaling = `
resource "aws_appautoscaling_target" "web" {
  service_namespace  = "ecs"
  resource_id        = "service/\${aws_ecs_cluster.main.name}/\${aws_ecs_service.web.name}"
  scalable_dimension = "ecs:service:DesiredCount"
  min_capacity       = 1
  max_capacity       = 3
}

resource "aws_appautoscaling_policy" "requests" {
  name               = "requests"
  policy_type        = "TargetTrackingScaling"
  service_namespace  = aws_appautoscaling_target.web.service_namespace
  resource_id        = aws_appautoscaling_target.web.resource_id
  scalable_dimension = aws_appautoscaling_target.web.scalable_dimension

  target_tracking_scaling_policy_configuration {
    target_value = 600

    predefined_metric_specification {
      predefined_metric_type = "ALBRequestCountPerTarget"
      resource_label         = "\${aws_lb.main.arn_suffix}/\${aws_lb_target_group.web.arn_suffix}"
    }
  }
}
`;

interface Activity {
  readonly Cause: string;
  readonly StatusCode: string;
}

describe('a service that scales by its requests', { timeout: testTimeoutMs }, () => {
  let project: Project;
  let up: NeargateProcess;

  /** A call of an AWS API with JSON, as any client sends it. */
  async function aws<Answer>(
    service: string,
    targetPrefix: string,
    version: string,
    operation: string,
    input: object,
  ) {
    const response = await fetch(`http://127.0.0.1:${project.gatewayPort}/`, {
      method: 'POST',
      headers: {
        'content-type': `application/x-amz-json-${version}`,
        'x-amz-target': `${targetPrefix}.${operation}`,
        authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
      },
      body: JSON.stringify(input),
    });
    expect(response.status).toBe(200);
    return (await response.json()) as Answer;
  }
  const counts = async () => {
    const { services } = await aws<{ services: { desiredCount: number; runningCount: number }[] }>(
      'ecs',
      'AmazonEC2ContainerServiceV20141113',
      '1.1',
      'DescribeServices',
      { cluster: 'main', services: ['web'] },
    );
    return [services[0]?.desiredCount, services[0]?.runningCount];
  };
  const activities = async () =>
    (
      await aws<{ ScalingActivities: Activity[] }>(
        'application-autoscaling',
        'AnyScaleFrontendService',
        '1.1',
        'DescribeScalingActivities',
        { ServiceNamespace: 'ecs' },
      )
    ).ScalingActivities;
  const runs = (count: number) =>
    eventually(async () => {
      const [desired, running] = await counts();
      return desired === count && running === count ? true : undefined;
    });

  beforeAll(async () => {
    project = await createProject();
    writeFileSync(path.join(project.terraform, 'autoscaling.tf'), scaling);
    up = new NeargateProcess(project, [
      'up',
      '-var',
      `listener_port=${project.listenerPort}`,
      '-var',
      'desired_count=1',
    ]);
    await up.says('1 of 1 tasks healthy');
  });

  afterAll(async () => {
    await up.stop();
    expect(onLinux ? processesOf(project) : []).toEqual([]);
    project.remove();
  });

  it('has more tasks under load, which serve, and fewer when the load has ended', async () => {
    const load = startLoad(`http://localhost:${project.listenerPort}/web`, 4);
    await runs(3);
    const served = new Set<number>();
    await eventually(async () => {
      const answer = await fetch(`http://localhost:${project.listenerPort}/web`);
      served.add(((await answer.json()) as { pid: number }).pid);
      return served.size === 3 ? true : undefined;
    });
    const statuses = await load.stop();
    expect(statuses.filter((status) => status !== 200)).toEqual([]);
    await runs(1);
    const told = await eventually(async () => {
      const all = await activities();
      return all.every(({ StatusCode }) => StatusCode === 'Successful') ? all : undefined;
    });
    const cause = (kind: string) =>
      `^monitor alarm TargetTracking-service/main/web-${kind}-[0-9a-f-]{36} in state ALARM triggered policy requests$`;
    expect(told[0]?.Cause).toMatch(new RegExp(cause('AlarmLow')));
    expect(told.at(-1)?.Cause).toMatch(new RegExp(cause('AlarmHigh')));
  });

  it('says in the alarm what its values are values of, and tells what the tasks used', async () => {
    const { MetricAlarms } = await aws<{
      MetricAlarms: { AlarmArn: string; StateValue: string; StateReasonData: string }[];
    }>('monitoring', 'GraniteServiceVersion20100801', '1.0', 'DescribeAlarms', {
      AlarmNamePrefix: 'TargetTracking-service/main/web-AlarmLow',
    });
    expect(MetricAlarms).toMatchObject([
      {
        AlarmArn: expect.stringContaining(`:${account}:alarm:TargetTracking-`) as string,
        StateValue: 'ALARM',
      },
    ]);
    expect(JSON.parse(MetricAlarms[0]?.StateReasonData ?? '')).toMatchObject({
      period: 60,
      neargate: { periodLastsSeconds: 5 },
    });
    const now = Date.now() / 1000;
    const { Datapoints } = await aws<{ Datapoints: { Average: number }[] }>(
      'monitoring',
      'GraniteServiceVersion20100801',
      '1.0',
      'GetMetricStatistics',
      {
        Namespace: 'AWS/ECS',
        MetricName: 'CPUUtilization',
        Dimensions: [
          { Name: 'ClusterName', Value: 'main' },
          { Name: 'ServiceName', Value: 'web' },
        ],
        StartTime: now - 600,
        EndTime: now,
        Period: 60,
        Statistics: ['Average', 'Maximum'],
      },
    );
    expect(Datapoints.some(({ Average }) => Average > 0)).toBe(true);
  });
});
