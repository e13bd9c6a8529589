import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../core/virtual-clock.ts';
import { healthCheck, targetConfig } from '../testing/scene.ts';
import { startHealthChecks } from './health-checker.ts';
import { Target } from './target.ts';
import { ZoneFigures } from './zone-figures.ts';

describe('startHealthChecks', () => {
  it('lets a check run to its timeout when that is longer than the interval', async () => {
    const clock = new VirtualClock();
    const reachable = { allowed: false, reason: 'No inbound rule allows TCP 3000.' } as const;
    const config = { ...targetConfig(3000), reachable };
    const dial = () => {
      throw new Error('a denied target is not connected to');
    };
    const target = new Target(config, new ZoneFigures(), false, dial, clock);
    const seen: string[] = [];
    const checker = startHealthChecks({
      clock,
      target,
      config: { ...healthCheck(), intervalMs: 333, timeoutMs: 2_000, unhealthyThreshold: 2 },
      onHealth(health) {
        target.health = health;
        seen.push(`${health.state} ${health.detail ?? ''}`.trim());
      },
    });
    await clock.advance(1_999);
    expect(seen).toEqual(['initial']);
    await clock.advance(2_600);
    checker.stop();
    expect(seen.at(-1)).toBe('unhealthy No inbound rule allows TCP 3000.');
  });

  it('sends its checks so much later as a fault asks for, within their timeout', async () => {
    const clock = new VirtualClock();
    const config = { ...targetConfig(3000), healthCheckDelayMs: 3_000 };
    const dial = () => {
      throw new Error('checks have connections of their own');
    };
    const target = new Target(config, new ZoneFigures(), false, dial, clock);
    const seen: string[] = [];
    const checker = startHealthChecks({
      clock,
      target,
      config: { ...healthCheck(), timeoutMs: 2_000, unhealthyThreshold: 1 },
      onHealth: ({ state }) => seen.push(state),
    });
    await clock.advance(2_000);
    checker.stop();
    expect(seen.at(-1)).toBe('unhealthy');
  });
});
