import { describe, expect, it } from 'vitest';
import { openStore } from '../store/store.ts';
import { missedOperations, recordMissedCall } from './missed-operations.ts';

const call = { client: 'aws-cli/2', atMs: 1000 };

describe('missed operations', () => {
  it('are counted by service and operation, most called first', async () => {
    const store = await openStore();
    recordMissedCall(store, { ...call, service: 'ecs', operation: 'PutAttributes' });
    recordMissedCall(store, { ...call, service: 'lambda', operation: undefined });
    recordMissedCall(store, { ...call, service: 'lambda', operation: undefined, atMs: 2000, client: 'boto' });
    expect(missedOperations(store)).toEqual([
      { service: 'lambda', count: 2, firstAtMs: 1000, lastAtMs: 2000, client: 'boto' },
      {
        service: 'ecs',
        operation: 'PutAttributes',
        count: 1,
        firstAtMs: 1000,
        lastAtMs: 1000,
        client: 'aws-cli/2',
      },
    ]);
  });

  it('are bounded, whatever a client makes up', async () => {
    const store = await openStore();
    for (let number = 0; number < 1100; number++) {
      recordMissedCall(store, {
        ...call,
        service: `${'\u001B[31m'}${'x'.repeat(500)}`,
        operation: `Op${number}`,
      });
    }
    const missed = missedOperations(store);
    expect(missed).toHaveLength(1000);
    expect(missed[0]?.service).toBe(`?[31m${'x'.repeat(115)}`);
  });
});
