import { describe, expect, it, onTestFinished } from 'vitest';
import { snsTables } from '../../services/sns/store.ts';
import { createCodeDeployWorld } from './code-deploy-test-world.ts';

const second = 1000;
const minute = 60 * second;

async function world(...options: Parameters<typeof createCodeDeployWorld>) {
  const created = await createCodeDeployWorld(...options);
  for (const image of ['web:2', 'web:3']) created.programs.set(image, { healthyAfterMs: 10 * second });
  onTestFinished(() => created.stop());
  return created;
}

describe('a deployment by CodeDeploy', () => {
  it('starts the replacement, gives it the test traffic, then everything, and ends the original after its wait', async () => {
    const code = await world();
    const id = code.deploy('web:2');
    await code.clock.advance(second);
    expect(code.info(id)).toMatchObject({ status: 'InProgress', deploymentOverview: { InProgress: 1 } });
    expect(code.lifecycle(id).slice(0, 3)).toEqual([
      'BeforeInstall Skipped',
      'Install InProgress',
      'AfterInstall Pending',
    ]);
    // Both groups are behind the listener, so that the replacement is health-checked; it gets nothing yet.
    expect(code.forwarded()).toEqual(['blue', 'green']);
    expect(code.green()).toEqual({ production: 0, test: 0 });

    await code.clock.advance(59 * second);
    expect(code.green()).toEqual({ production: 100, test: 100 });
    expect(code.images()).toEqual(['web:1', 'web:2']);
    expect(code.info(id)).toMatchObject({ status: 'InProgress', instanceTerminationWaitTimeStarted: true });
    expect(code.target(id).taskSetsInfo).toMatchObject([
      { taskSetLabel: 'Blue', status: 'ACTIVE', trafficWeight: 0, targetGroup: { name: 'blue' } },
      {
        taskSetLabel: 'Green',
        status: 'PRIMARY',
        trafficWeight: 100,
        targetGroup: { name: 'green' },
        runningCount: 2,
      },
    ]);

    await code.clock.advance(5 * minute + 30 * second);
    expect(code.info(id)).toMatchObject({ status: 'Succeeded', deploymentOverview: { Succeeded: 1 } });
    expect(code.lifecycle(id)).toEqual([
      'BeforeInstall Skipped',
      'Install Succeeded',
      'AfterInstall Skipped',
      'AllowTestTraffic Succeeded',
      'AfterAllowTestTraffic Skipped',
      'BeforeAllowTraffic Skipped',
      'AllowTraffic Succeeded',
      'AfterAllowTraffic Skipped',
    ]);
    expect(code.images()).toEqual(['web:2']);
    expect(code.forwarded()).toEqual(['green']);
    expect(code.states()).toEqual(['START', 'SUCCESS']);
    expect(code.service('web').taskDefinition).toMatch(/:2$/);
  });

  it('takes turns with the target groups', async () => {
    const code = await world();
    code.deploy('web:2');
    await code.clock.advance(7 * minute);
    code.deploy('web:3');
    await code.clock.advance(7 * minute);
    expect(code.images()).toEqual(['web:3']);
    expect(code.forwarded()).toEqual(['blue']);
  });

  it('shifts by a canary: its share, the interval, everything', async () => {
    const code = await world({ deploymentConfigName: 'CodeDeployDefault.ECSCanary10Percent5Minutes' });
    const id = code.deploy('web:2');
    await code.clock.advance(minute);
    expect(code.green().production).toBe(10);
    const began = code
      .target(id)
      .lifecycleEvents?.find((event) => event.lifecycleEventName === 'AllowTraffic');
    const sinceMs = code.clock.now() - (began?.startTime?.getTime() ?? 0);
    await code.clock.advance(5 * minute - sinceMs - second);
    expect(code.green().production).toBe(10);
    await code.clock.advance(second);
    expect(code.green().production).toBe(100);
  });

  it('shifts linearly: ten steps of a minute, the first at once', async () => {
    const code = await world({ deploymentConfigName: 'CodeDeployDefault.ECSLinear10PercentEvery1Minutes' });
    const id = code.deploy('web:2');
    await code.clock.advance(minute);
    const began = code
      .target(id)
      .lifecycleEvents?.find((event) => event.lifecycleEventName === 'AllowTraffic');
    await code.clock.advance(minute - (code.clock.now() - (began?.startTime?.getTime() ?? 0)) - second);
    const shares: number[] = [];
    for (let step = 0; step < 10; step++) {
      shares.push(code.green().production);
      await code.clock.advance(minute);
    }
    expect(shares).toEqual([10, 20, 30, 40, 50, 60, 70, 80, 90, 100]);
  });

  it('waits until somebody reroutes the traffic, and stops when nobody does', async () => {
    const code = await world({
      blueGreenDeploymentConfiguration: {
        deploymentReadyOption: { actionOnTimeout: 'STOP_DEPLOYMENT', waitTimeInMinutes: 30 },
        terminateBlueInstancesOnDeploymentSuccess: { action: 'TERMINATE', terminationWaitTimeInMinutes: 60 },
      },
    });
    const id = code.deploy('web:2');
    await code.clock.advance(2 * minute);
    expect(code.info(id).status).toBe('Ready');
    expect(code.green()).toEqual({ production: 0, test: 100 });
    code.call('codedeploy', 'ContinueDeployment', { deploymentId: id, deploymentWaitType: 'READY_WAIT' });
    await code.clock.advance(second);
    expect(code.green().production).toBe(100);
    code.call('codedeploy', 'ContinueDeployment', {
      deploymentId: id,
      deploymentWaitType: 'TERMINATION_WAIT',
    });
    await code.clock.advance(minute);
    expect(code.info(id).status).toBe('Succeeded');
    expect(code.states()).toEqual(['START', 'READY', 'SUCCESS']);

    const other = code.deploy('web:3');
    await code.clock.advance(33 * minute);
    expect(code.info(other)).toMatchObject({
      status: 'Stopped',
      errorInformation: {
        message:
          'The deployment was stopped because traffic was not rerouted to the replacement task set within 30 minutes.',
      },
    });
  });

  it('goes on after a restart wherever it was, and leaves tasks alone that it has', async () => {
    const code = await world({ deploymentConfigName: 'CodeDeployDefault.ECSLinear10PercentEvery1Minutes' });
    const id = code.deploy('web:2');
    for (let restart = 0; restart < 60; restart++) {
      await code.clock.advance(17 * second);
      await code.restart();
    }
    expect(code.info(id).status).toBe('Succeeded');
    expect(code.images()).toEqual(['web:2']);
    expect(code.driverLog.filter((line) => line.includes('start web:2'))).toHaveLength(2);
  });

  it('tells the topics of its triggers of the statuses that they are for', async () => {
    const triggerTargetArn = 'arn:aws:sns:us-east-1:123456789012:deployments';
    const code = await createCodeDeployWorld({
      triggerConfigurations: [
        {
          triggerName: 'ends',
          triggerEvents: ['DeploymentSuccess', 'DeploymentFailure'],
          triggerTargetArn,
        },
        {
          triggerName: 'lost',
          triggerEvents: ['DeploymentStart'],
          triggerTargetArn: `${triggerTargetArn}-gone`,
        },
      ],
    });
    onTestFinished(() => code.stop());
    code.call('sns', 'CreateTopic', { Name: 'deployments' });
    const Endpoint = 'arn:aws:sqs:us-east-1:123456789012:deployments';
    code.call('sns', 'Subscribe', { TopicArn: triggerTargetArn, Protocol: 'sqs', Endpoint });
    const deploymentId = code.deploy('web:2');
    await code.clock.advance(30 * 60_000);
    const sent = [...snsTables(code.context.store, '123456789012/us-east-1').notifications.values()];
    expect(sent.map(({ message }) => message.subject)).toEqual([
      `SUCCEEDED: AWS CodeDeploy ${deploymentId} in us-east-1 to shop`,
    ]);
    expect(JSON.parse(sent[0]?.message.bodies['default'] ?? '')).toMatchObject({
      eventTriggerName: 'ends',
      applicationName: 'shop',
      deploymentGroupName: 'web',
      deploymentId,
      status: 'Succeeded',
      deploymentOverview: { Succeeded: '1', Failed: '0' },
      createTime: expect.stringMatching(/^\d+\.\d{3}$/) as string,
    });
  });

  it('runs by the times of the fast profile', async () => {
    const code = await world(
      { deploymentConfigName: 'CodeDeployDefault.ECSLinear10PercentEvery1Minutes' },
      { profile: 'fast' },
    );
    const id = code.deploy('web:2');
    await code.clock.advance(30 * second);
    expect(code.info(id).status).toBe('Succeeded');
  });
});
