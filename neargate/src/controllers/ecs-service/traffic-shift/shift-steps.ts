import type { DeploymentConfiguration } from '@aws-sdk/client-ecs';
import type { Timing } from '../../../core/timing.ts';
import { scaledBakeMs } from '../deployments/bake-time.ts';
import type { ShiftStep } from './stages.ts';

/**
 * The steps in which a strategy shifts production traffic. There is no bake behind the last one but the deployment's own. Pure.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LinearConfiguration.html
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CanaryConfiguration.html
 */
export function shiftSteps(
  { strategy, linearConfiguration, canaryConfiguration }: DeploymentConfiguration,
  timing: Timing,
): readonly ShiftStep[] {
  const last = { percent: 100, bakeMs: 0 };
  switch (strategy) {
    case 'LINEAR': {
      const { stepPercent = 10, stepBakeTimeInMinutes = 6 } = linearConfiguration ?? {};
      const bakeMs = scaledBakeMs(stepBakeTimeInMinutes, timing);
      // Steps are multiples of 0.1 %, which binary fractions are not.
      const count = Math.ceil(1000 / Math.round(stepPercent * 10));
      const before = Array.from({ length: count - 1 }, (_, index) => ({
        percent: (Math.round(stepPercent * 10) * (index + 1)) / 10,
        bakeMs,
      }));
      return [...before, last];
    }
    case 'CANARY': {
      const { canaryPercent = 5, canaryBakeTimeInMinutes = 10 } = canaryConfiguration ?? {};
      if (canaryPercent >= 100) return [last];
      return [{ percent: canaryPercent, bakeMs: scaledBakeMs(canaryBakeTimeInMinutes, timing) }, last];
    }
    default:
      return [last];
  }
}
