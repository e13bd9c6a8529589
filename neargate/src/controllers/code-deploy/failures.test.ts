import { describe, expect, it, onTestFinished } from 'vitest';
import { createCodeDeployWorld } from './code-deploy-test-world.ts';

const second = 1000;
const minute = 60 * second;

async function world(...options: Parameters<typeof createCodeDeployWorld>) {
  const created = await createCodeDeployWorld(...options);
  for (const image of ['web:2', 'web:3']) created.programs.set(image, { healthyAfterMs: 10 * second });
  onTestFinished(() => created.stop());
  return created;
}

describe('a deployment that does not go well', () => {
  it('is stopped with a rollback, also when the replacement is primary already', async () => {
    const code = await world();
    const id = code.deploy('web:2');
    await code.clock.advance(minute);
    expect(code.green().production).toBe(100);
    expect(
      code.call('codedeploy', 'StopDeployment', { deploymentId: id, autoRollbackEnabled: true }),
    ).toEqual({ status: 'Pending', statusMessage: 'The stop operation is pending.' });
    await code.clock.advance(minute);
    expect(code.info(id)).toMatchObject({ status: 'Stopped', errorInformation: { code: 'MANUAL_STOP' } });
    expect(code.images()).toEqual(['web:1']);
    expect(code.green().production).toBe(0);
    expect(code.states()).toEqual(['START', 'STOP', 'START', 'SUCCESS']);
    expect(code.service('web').taskDefinition).toMatch(/:1$/);
  });

  it('leaves everything as it is when stopped without one; the next deployment clears that away', async () => {
    const code = await world({ deploymentConfigName: 'CodeDeployDefault.ECSCanary10Percent5Minutes' });
    const id = code.deploy('web:2');
    await code.clock.advance(minute);
    code.call('codedeploy', 'StopDeployment', { deploymentId: id });
    await code.clock.advance(minute);
    expect(code.info(id).status).toBe('Stopped');
    expect(code.green().production).toBe(10);
    expect(code.images()).toEqual(['web:1', 'web:2']);
    const next = code.deploy('web:3');
    await code.clock.advance(second);
    expect(code.green().production).toBe(0);
    await code.clock.advance(15 * minute);
    expect(code.info(next).status).toBe('Succeeded');
    expect(code.images()).toEqual(['web:3']);
  });

  it('is stopped by an alarm', async () => {
    const code = await world({
      deploymentConfigName: 'CodeDeployDefault.ECSCanary10Percent5Minutes',
      alarmConfiguration: { enabled: true, alarms: [{ name: 'errors' }] },
      autoRollbackConfiguration: { enabled: true, events: ['DEPLOYMENT_STOP_ON_ALARM'] },
    });
    code.call('cloudwatch', 'PutMetricAlarm', {
      AlarmName: 'errors',
      MetricName: 'errors',
      Namespace: 'test',
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanThreshold',
    });
    const id = code.deploy('web:2');
    await code.clock.advance(minute);
    expect(code.green().production).toBe(10);
    code.call('cloudwatch', 'SetAlarmState', {
      AlarmName: 'errors',
      StateValue: 'ALARM',
      StateReason: 'test',
    });
    await code.clock.advance(second);
    expect(code.info(id)).toMatchObject({
      status: 'Stopped',
      errorInformation: { code: 'ALARM_ACTIVE', message: expect.stringContaining('<errors>') },
    });
    await code.clock.advance(minute);
    expect(code.green().production).toBe(0);
    expect(code.images()).toEqual(['web:1']);
  });

  it('fails after an hour without a healthy replacement, and says why the last task stopped', async () => {
    const code = await world();
    code.programs.set('broken', { missing: true });
    const id = code.deploy('broken');
    await code.clock.advance(59 * minute);
    expect(code.info(id).status).toBe('InProgress');
    await code.clock.advance(2 * minute);
    const { status, errorInformation } = code.info(id);
    expect(status).toBe('Failed');
    expect(errorInformation?.message).toContain(
      'The deployment timed out while waiting for the replacement task set to become healthy. This time out period is 60 minutes.',
    );
    expect(errorInformation?.message).toContain('CannotPullContainerError: broken: not found');
    expect(code.images()).toEqual(['web:1']);
    expect(code.green().production).toBe(0);
  });

  it('fails with the line of an AppSpec file that cannot be read', async () => {
    const code = await world();
    const id = code.deploy('web:2', { appSpec: 'version: 0.0\nResources: [' });
    await code.clock.advance(second);
    expect(code.info(id)).toMatchObject({
      status: 'Failed',
      errorInformation: { code: 'INVALID_REVISION', message: expect.stringContaining('line 2') },
    });
    expect(code.states()).toEqual(['START', 'FAILURE']);
  });

  it('fails with what ECS says of the AppSpec file', async () => {
    const code = await world();
    const appSpec = (definition: string, port: number) =>
      `{"version": 0.0, "Resources": [{"TargetService": {"Type": "AWS::ECS::Service", "Properties": {
        "TaskDefinition": "${definition}", "LoadBalancerInfo": {"ContainerName": "web", "ContainerPort": ${port}}}}}]}`;
    const wrongPort = code.deploy('', { appSpec: appSpec('web:1', 8080) });
    await code.clock.advance(second);
    expect(code.info(wrongPort).errorInformation?.message).toBe(
      'The ECS service cannot be updated due to an unexpected error: The container web did not have a container port 8080 defined.',
    );
    const none = code.deploy('', { appSpec: appSpec('other:1', 80) });
    await code.clock.advance(second);
    expect(code.info(none)).toMatchObject({
      status: 'Failed',
      errorInformation: { code: 'ECS_UPDATE_ERROR' },
    });
  });

  it('fails when the listener does not lead to the primary task set', async () => {
    const code = await world();
    const { Listeners = [] } = code.call('elbv2', 'DescribeListeners', {
      LoadBalancerArn: code.call('elbv2', 'DescribeLoadBalancers', { Names: ['routes'] }).LoadBalancers?.[0]
        ?.LoadBalancerArn,
    });
    const ListenerArn = Listeners.find(({ Port }) => Port === 80)?.ListenerArn ?? '';
    code.call('elbv2', 'ModifyListener', {
      ListenerArn,
      DefaultActions: [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } }],
    });
    const id = code.deploy('web:2');
    await code.clock.advance(second);
    expect(code.info(id).errorInformation?.message).toBe(
      `The ELB could not be updated due to the following error: Primary taskset target group must be behind listener ${ListenerArn}`,
    );
  });

  it('reads its AppSpec file from S3, and says when it is not there', async () => {
    const code = await world();
    code.call('s3', 'CreateBucket', { Bucket: 'specs' });
    const create = () =>
      code.call('codedeploy', 'CreateDeployment', {
        applicationName: 'shop',
        deploymentGroupName: 'web',
        revision: {
          revisionType: 'S3',
          s3Location: { bucket: 'specs', key: 'appspec.yaml', bundleType: 'YAML' },
        },
      }).deploymentId ?? '';
    const missing = create();
    await code.clock.advance(second);
    expect(code.info(missing).errorInformation?.message).toContain(
      'cannot be located in the specified S3 bucket',
    );
    code.call('s3', 'PutObject', {
      Bucket: 'specs',
      Key: 'appspec.yaml',
      Body: Buffer.from(
        `version: 0.0\nResources:\n  - TargetService:\n      Type: AWS::ECS::Service\n      Properties:\n        TaskDefinition: ${code.registerTaskDefinition('web:2')}\n        LoadBalancerInfo: { ContainerName: web, ContainerPort: 80 }\n`,
      ),
    });
    const found = create();
    await code.clock.advance(7 * minute);
    expect(code.info(found).status).toBe('Succeeded');
  });
});
