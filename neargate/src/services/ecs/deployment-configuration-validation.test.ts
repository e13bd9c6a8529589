import type { DeploymentConfiguration } from '@aws-sdk/client-ecs';
import { describe, expect, it } from 'vitest';
import { requireDeploymentConfiguration } from './deployment-configuration-validation.ts';

const alternate = { alternateTargetGroupArn: 'tg/two', productionListenerRule: 'rule', roleArn: 'role' };
const lambda = { hookTargetArn: 'function', roleArn: 'role' };

describe('requireDeploymentConfiguration', () => {
  it.each<DeploymentConfiguration>([
    {},
    { strategy: 'LINEAR', linearConfiguration: { stepPercent: 33.3, stepBakeTimeInMinutes: 0 } },
    { strategy: 'CANARY', canaryConfiguration: { canaryPercent: 0.1 }, bakeTimeInMinutes: 1440 },
    { strategy: 'BLUE_GREEN', lifecycleHooks: [{ ...lambda, lifecycleStages: ['TEST_TRAFFIC_SHIFT'] }] },
    { strategy: 'BLUE_GREEN', lifecycleHooks: [{ targetType: 'PAUSE', lifecycleStages: ['PRE_SCALE_UP'] }] },
    { earlySuccessCriteria: { enable: true, healthyPercent: 100, sourceServiceRevisionCleanup: 'DEFERRED' } },
  ])('takes %j', (configuration) => {
    expect(() =>
      requireDeploymentConfiguration(configuration, [
        { targetGroupArn: 'tg/one', advancedConfiguration: alternate },
      ]),
    ).not.toThrow();
  });

  it.each<[DeploymentConfiguration, string]>([
    [{ strategy: 'GREEN' as 'ROLLING' }, 'must be one of ROLLING, BLUE_GREEN, LINEAR, CANARY'],
    [{ bakeTimeInMinutes: 1441 }, 'bakeTimeInMinutes must be a whole number between 0 and 1440'],
    [{ linearConfiguration: {} }, 'linearConfiguration is only valid for the deployment strategy LINEAR'],
    [{ strategy: 'LINEAR', linearConfiguration: { stepPercent: 2.9 } }, 'between 3.0 and 100.0'],
    [{ strategy: 'CANARY', canaryConfiguration: { canaryPercent: 0.25 } }, 'multiple of 0.1'],
    [{ alarms: { enable: true, rollback: true, alarmNames: [] } }, 'alarmNames can not be empty'],
    [
      { lifecycleHooks: [{ ...lambda, lifecycleStages: ['PRE_SCALE_UP'] }] },
      'only valid for the deployment strategies',
    ],
    [
      { strategy: 'BLUE_GREEN', lifecycleHooks: [{ lifecycleStages: ['PRE_SCALE_UP'] }] },
      'must have hookTargetArn and roleArn',
    ],
    [
      {
        strategy: 'BLUE_GREEN',
        lifecycleHooks: [{ targetType: 'PAUSE', lifecycleStages: ['TEST_TRAFFIC_SHIFT'] }],
      },
      'cannot be configured at TEST_TRAFFIC_SHIFT',
    ],
    [
      {
        strategy: 'BLUE_GREEN',
        lifecycleHooks: [{ ...lambda, lifecycleStages: ['SCALE_UP' as 'PRE_SCALE_UP'] }],
      },
      'lifecycleStages must be one of',
    ],
    [{ earlySuccessCriteria: { enable: true } }, 'must have healthyPercent'],
    [{ strategy: 'BLUE_GREEN' }, 'advancedConfiguration.alternateTargetGroupArn is required'],
  ])('refuses %j', (configuration, message) => {
    expect(() => requireDeploymentConfiguration(configuration, [{ targetGroupArn: 'tg/one' }])).toThrow(
      message,
    );
  });
});
