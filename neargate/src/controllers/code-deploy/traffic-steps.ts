import type { TrafficRoutingConfig } from '@aws-sdk/client-codedeploy';
import type { Timing } from '../../core/timing.ts';

/** A part of the shift of production traffic. */
export interface TrafficStep {
  /** Percent of the production traffic that the replacement task set gets from this step on. */
  readonly percent: number;
  /** How long it stays so before the next step, in milliseconds. */
  readonly intervalMs: number;
}

const all: TrafficStep = { percent: 100, intervalMs: 0 };

/**
 * The steps in which a deployment configuration shifts production traffic. The first comes at once, and nothing is waited for
 * behind the last. Pure. https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-configurations.html
 */
export function trafficSteps(
  { type = 'AllAtOnce', timeBasedCanary, timeBasedLinear }: TrafficRoutingConfig,
  timing: Timing,
): readonly TrafficStep[] {
  const intervalOf = (minutes = 0) => timing.scaled('codedeploy-traffic-interval', minutes * 60_000);
  switch (type) {
    case 'TimeBasedCanary': {
      const { canaryPercentage = 100, canaryInterval } = timeBasedCanary ?? {};
      return [{ percent: canaryPercentage, intervalMs: intervalOf(canaryInterval) }, all];
    }
    case 'TimeBasedLinear': {
      const { linearPercentage = 100, linearInterval } = timeBasedLinear ?? {};
      const before = Array.from({ length: Math.ceil(100 / linearPercentage) - 1 }, (_, index) => ({
        percent: linearPercentage * (index + 1),
        intervalMs: intervalOf(linearInterval),
      }));
      return [...before, all];
    }
    case 'AllAtOnce':
      return [all];
  }
}
