import { describe, expect, it } from 'vitest';
import type { TargetHealthState } from '../reports.ts';
import { meets, zonesInDns } from './health-thresholds.ts';
import { routingPool, targetsOfZone } from './routing-pool.ts';

const target = (state: TargetHealthState, availabilityZone = 'a') => ({
  health: { state },
  config: { availabilityZone },
});
const one = { count: 1 };

describe('routingPool', () => {
  it('is the healthy ones', () => {
    const targets = [target('healthy'), target('unhealthy'), target('initial'), target('draining')];
    expect(routingPool(targets, one)).toEqual({ targets: [targets[0]], failOpen: false });
  });

  it('is all registered ones but the draining when none is healthy', () => {
    const targets = [target('unhealthy'), target('initial'), target('draining'), target('unused')];
    expect(routingPool(targets, one)).toEqual({ targets: targets.slice(0, 2), failOpen: true });
  });

  it('is those whose health checks are disabled', () => {
    expect(routingPool([target('unavailable')], one).failOpen).toBe(false);
  });

  it('fails open below the threshold, with the healthy ones among all', () => {
    const targets = [target('healthy'), target('unhealthy'), target('unhealthy'), target('unhealthy')];
    expect(routingPool(targets, { count: 2 })).toEqual({ targets, failOpen: true });
    expect(routingPool(targets, { count: 1, percentage: 50 })).toEqual({ targets, failOpen: true });
    expect(routingPool(targets, { count: 1, percentage: 25 }).targets).toEqual([targets[0]]);
  });

  it('is empty, for a 503, when nothing is registered', () => {
    expect(routingPool([target('draining')], one).targets).toEqual([]);
  });
});

describe('targetsOfZone', () => {
  it('are those of the zone and those of all zones, or every one when cross-zone is on', () => {
    const targets = [target('healthy', 'a'), target('healthy', 'b'), target('healthy', 'all')];
    expect(targetsOfZone(targets, 'b')).toEqual(targets.slice(1));
    expect(targetsOfZone(targets, undefined)).toBe(targets);
  });
});

describe('health thresholds', () => {
  it.each([
    [{ count: 1 }, 0, 3, false],
    [{ count: 1 }, 1, 3, true],
    [{ count: 3 }, 2, 3, false],
    [{ count: 1, percentage: 50 }, 1, 3, false],
    [{ count: 1, percentage: 50 }, 2, 4, true],
    [{ count: 3, percentage: 50 }, 2, 4, false],
  ])('%j with %i of %i healthy: %s', (threshold, healthy, registered, expected) => {
    expect(meets(threshold, healthy, registered)).toBe(expected);
  });

  it('keep the nodes of healthy zones in DNS, and all when no zone is healthy', () => {
    expect(zonesInDns(['a', 'b', 'c'], (zone) => zone !== 'b')).toEqual(['a', 'c']);
    expect(zonesInDns(['a', 'b'], () => false)).toEqual(['a', 'b']);
  });
});
