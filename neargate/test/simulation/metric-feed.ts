import { metricIdentity } from '../../src/services/cloudwatch/metric-store.ts';
import { scope } from './view.ts';
import type { World } from './world.ts';

const minuteMs = 60_000;

/** A metric of a program that reports once a minute, or is silent. */
export class MetricFeed {
  readonly namespace = 'Simulated';
  readonly metricName: string;
  /** What it reports around; undefined: nothing. */
  level: number | undefined;
  private readonly world: World;

  constructor(world: World, metricName: string, level: number) {
    this.world = world;
    this.metricName = metricName;
    this.level = level;
    this.reportIn(world.random.integer(0, minuteMs - 1));
  }

  private reportIn(delayMs: number): void {
    const { clock, random, surroundings } = this.world;
    clock.setTimer(delayMs, () => {
      if (this.level !== undefined) {
        const value = this.level + random.integer(-5, 5);
        surroundings.metrics.record(scope, metricIdentity(this.namespace, this.metricName, []), {
          timestampMs: clock.now(),
          unit: 'None',
          values: [[value, 1]],
        });
      }
      this.reportIn(minuteMs);
    });
  }
}
