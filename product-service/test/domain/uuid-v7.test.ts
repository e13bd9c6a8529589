import { describe, expect, it } from 'vitest';
import { uuidV7 } from '../../src/domain/uuid-v7.ts';

describe('a UUIDv7', () => {
  it('carries the time, the version and the variant where RFC 9562 puts them', () => {
    // The time of the example in appendix A.6.
    expect(uuidV7(0x017f22e279b0)).toMatch(/^017f22e2-79b0-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('sorts after one made a millisecond earlier', () => {
    expect(uuidV7(1_000_000) < uuidV7(1_000_001)).toBe(true);
  });

  it('is never the same twice', () => {
    expect(new Set(Array.from({ length: 1_000 }, () => uuidV7(0))).size).toBe(1_000);
  });
});
