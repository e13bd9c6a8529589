import { describe, expect, it } from 'vitest';
import { smallDiskObstacle } from '../../drivers/build/small-disk.ts';
import { buildTestWorld } from './build-test-world.ts';

const fill = `
version: 0.2
phases: { build: { commands: [head -c 3000000 /dev/zero > filler] } }
`;

describe.runIf(smallDiskObstacle() === undefined)('a build whose disk is filled on request', () => {
  it('fails as one whose disk is full, and not once the fault is healed', async () => {
    const world = await buildTestWorld();
    world.project('alone');
    const { faultId } = world.call('faults', 'StartFault', {
      fault: { kind: 'build-disk', projectName: 'alone', sizeMib: 1 },
    });
    const failed = await world.build(fill);
    expect(failed.observed.buildStatus).toBe('FAILED');
    expect(world.logOf(failed).join('\n')).toContain('No space left on device');
    world.call('faults', 'HealFault', { faultId });
    expect((await world.build(fill)).observed.buildStatus).toBe('SUCCEEDED');
  });
});
