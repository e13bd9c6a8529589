import type {
  DeploymentConfiguration,
  DeploymentLifecycleHook,
  DeploymentLifecycleHookStage,
  LoadBalancer,
} from '@aws-sdk/client-ecs';
import { invalidParameter } from './errors.ts';

const strategies = ['ROLLING', 'BLUE_GREEN', 'LINEAR', 'CANARY'];
const thresholdTypes = ['COUNT', 'BOUNDED_PERCENT', 'UNBOUNDED_PERCENT'];
const hookTypes = ['AWS_LAMBDA', 'PAUSE'];
const hookStages: ReadonlySet<string> = new Set<DeploymentLifecycleHookStage>([
  'RECONCILE_SERVICE',
  'PRE_SCALE_UP',
  'POST_SCALE_UP',
  'TEST_TRAFFIC_SHIFT',
  'POST_TEST_TRAFFIC_SHIFT',
  'PRE_PRODUCTION_TRAFFIC_SHIFT',
  'PRODUCTION_TRAFFIC_SHIFT',
  'POST_PRODUCTION_TRAFFIC_SHIFT',
]);
const stagesWithoutPause: ReadonlySet<string> = new Set(['TEST_TRAFFIC_SHIFT', 'PRODUCTION_TRAFFIC_SHIFT']);
const longestMinutes = 1440;

/**
 * Throws unless the deployment configuration and the load balancers fit its strategy. AWS publishes the ranges, not its texts:
 * these name the member and what it may be.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html
 */
export function requireDeploymentConfiguration(
  configuration: DeploymentConfiguration,
  loadBalancers: readonly LoadBalancer[],
): void {
  const { strategy = 'ROLLING', deploymentCircuitBreaker: breaker, alarms } = configuration;
  oneOf('deploymentConfiguration.strategy', strategy, strategies);
  inRange('deploymentConfiguration.bakeTimeInMinutes', configuration.bakeTimeInMinutes, 0, longestMinutes);
  const { linearConfiguration: linear, canaryConfiguration: canary } = configuration;
  if (linear !== undefined && strategy !== 'LINEAR') onlyFor('linearConfiguration', 'LINEAR');
  if (canary !== undefined && strategy !== 'CANARY') onlyFor('canaryConfiguration', 'CANARY');
  percent('deploymentConfiguration.linearConfiguration.stepPercent', linear?.stepPercent, 3);
  percent('deploymentConfiguration.canaryConfiguration.canaryPercent', canary?.canaryPercent, 0.1);
  inRange('linearConfiguration.stepBakeTimeInMinutes', linear?.stepBakeTimeInMinutes, 0, longestMinutes);
  inRange('canaryConfiguration.canaryBakeTimeInMinutes', canary?.canaryBakeTimeInMinutes, 0, longestMinutes);
  if (alarms?.enable === true && (alarms.alarmNames ?? []).length === 0) {
    throw invalidParameter(
      'deploymentConfiguration.alarms.alarmNames can not be empty when alarms are enabled.',
    );
  }
  const threshold = breaker?.thresholdConfiguration;
  if (threshold !== undefined) {
    const place = 'deploymentConfiguration.deploymentCircuitBreaker.thresholdConfiguration';
    oneOf(`${place}.type`, threshold.type ?? '', thresholdTypes);
    inRange(`${place}.value`, threshold.value, 1, Number.MAX_SAFE_INTEGER);
  }
  requireEarlySuccess(configuration, strategy);
  const hooks = configuration.lifecycleHooks ?? [];
  // A rolling update has no stages to run them at: taking them would promise what nobody does.
  if (hooks.length > 0 && strategy === 'ROLLING') {
    throw invalidParameter(
      'deploymentConfiguration.lifecycleHooks is only valid for the deployment strategies BLUE_GREEN, LINEAR and CANARY.',
    );
  }
  for (const hook of hooks) requireHook(hook);
  if (strategy !== 'ROLLING')
    for (const loadBalancer of loadBalancers) requireAlternate(loadBalancer, strategy);
}

function requireEarlySuccess(configuration: DeploymentConfiguration, strategy: string): void {
  const { earlySuccessCriteria: criteria, minimumHealthyPercent = 100 } = configuration;
  if (criteria?.enable !== true) return;
  if (strategy !== 'ROLLING') onlyFor('earlySuccessCriteria', 'ROLLING');
  const { healthyPercent, sourceServiceRevisionCleanup } = criteria;
  if (healthyPercent === undefined || sourceServiceRevisionCleanup === undefined) {
    throw invalidParameter(
      'deploymentConfiguration.earlySuccessCriteria must have healthyPercent and sourceServiceRevisionCleanup when it is enabled.',
    );
  }
  const place = 'deploymentConfiguration.earlySuccessCriteria.healthyPercent';
  inRange(place, healthyPercent, Math.max(0, minimumHealthyPercent), 100);
  oneOf('sourceServiceRevisionCleanup', sourceServiceRevisionCleanup, ['BLOCKING', 'DEFERRED']);
}

function requireHook(hook: DeploymentLifecycleHook): void {
  const {
    targetType = 'AWS_LAMBDA',
    lifecycleStages = [],
    hookTargetArn,
    roleArn,
    timeoutConfiguration,
  } = hook;
  const place = 'deploymentConfiguration.lifecycleHooks';
  oneOf(`${place}.targetType`, targetType, hookTypes);
  if (lifecycleStages.length === 0) throw invalidParameter(`${place}.lifecycleStages can not be empty.`);
  for (const stage of lifecycleStages) oneOf(`${place}.lifecycleStages`, stage, [...hookStages]);
  if (targetType === 'AWS_LAMBDA' && (hookTargetArn === undefined || roleArn === undefined)) {
    throw invalidParameter(`${place} of type AWS_LAMBDA must have hookTargetArn and roleArn.`);
  }
  const held = lifecycleStages.find((stage) => stagesWithoutPause.has(stage));
  if (targetType === 'PAUSE' && held !== undefined) {
    throw invalidParameter(`${place} of type PAUSE cannot be configured at ${held}.`);
  }
  inRange(
    `${place}.timeoutConfiguration.timeoutInMinutes`,
    timeoutConfiguration?.timeoutInMinutes,
    1,
    Number.MAX_SAFE_INTEGER,
  );
  if (timeoutConfiguration?.action !== undefined) {
    oneOf(`${place}.timeoutConfiguration.action`, timeoutConfiguration.action, ['CONTINUE', 'ROLLBACK']);
  }
}

function requireAlternate({ targetGroupArn, advancedConfiguration }: LoadBalancer, strategy: string): void {
  const { alternateTargetGroupArn, productionListenerRule, roleArn } = advancedConfiguration ?? {};
  const missing = Object.entries({ alternateTargetGroupArn, productionListenerRule, roleArn }).find(
    ([, value]) => value === undefined,
  );
  if (missing === undefined) return;
  throw invalidParameter(
    `loadBalancers.advancedConfiguration.${missing[0]} is required for the deployment strategy ${strategy} (target group ${targetGroupArn}).`,
  );
}

function onlyFor(member: string, strategy: string): never {
  throw invalidParameter(
    `deploymentConfiguration.${member} is only valid for the deployment strategy ${strategy}.`,
  );
}

function oneOf(place: string, value: string, allowed: readonly string[]): void {
  if (!allowed.includes(value)) throw invalidParameter(`${place} must be one of ${allowed.join(', ')}.`);
}

function inRange(place: string, value: number | undefined, least: number, most: number): void {
  if (value === undefined || (Number.isInteger(value) && value >= least && value <= most)) return;
  const range = most === Number.MAX_SAFE_INTEGER ? `at least ${least}` : `between ${least} and ${most}`;
  throw invalidParameter(`${place} must be a whole number ${range}.`);
}

/** A multiple of 0.1 up to 100. */
function percent(place: string, value: number | undefined, least: number): void {
  if (value === undefined) return;
  const isTenth = Math.abs(value * 10 - Math.round(value * 10)) < 1e-9;
  if (isTenth && value >= least && value <= 100) return;
  throw invalidParameter(`${place} must be a multiple of 0.1 between ${least.toFixed(1)} and 100.0.`);
}
