import { describe, expect, it } from 'vitest';
import { spreadOverZones } from './zones.ts';

describe('spreadOverZones', () => {
  it('fills the zone with the fewest tasks first', () => {
    const subnets = [{ availabilityZone: 'a' }, { availabilityZone: 'b' }];
    const placed = spreadOverZones(3, subnets, [{ availabilityZone: 'a' }, { availabilityZone: 'a' }]);
    expect(placed.map(({ availabilityZone }) => availabilityZone)).toEqual(['b', 'b', 'a']);
  });
});
