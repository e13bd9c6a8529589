import { describe, expect, it } from 'vitest';
import { startBackoffMs } from './start-throttle.ts';

describe('startBackoffMs', () => {
  it('grows from 5 seconds to 15 minutes', () => {
    expect([0, 2, 3, 4, 5, 30].map(startBackoffMs)).toEqual([0, 0, 5_000, 10_000, 20_000, 900_000]);
  });
});
