import { describe, expect, it } from 'vitest';
import { restartsInPlace } from './restart-policy.ts';

describe('restartsInPlace', () => {
  it('needs a policy, an exit code that counts, and a container that ran long enough', () => {
    expect(restartsInPlace(undefined, 1, 900_000)).toBe(false);
    expect(restartsInPlace({ enabled: false }, 1, 900_000)).toBe(false);
    expect(restartsInPlace({ enabled: true }, 1, 300_000)).toBe(true);
    expect(restartsInPlace({ enabled: true }, 1, 299_999)).toBe(false);
    expect(restartsInPlace({ enabled: true, restartAttemptPeriod: 60 }, 0, 60_000)).toBe(true);
    expect(restartsInPlace({ enabled: true, ignoredExitCodes: [0] }, 0, 900_000)).toBe(false);
  });
});
