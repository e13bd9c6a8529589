import { describe, expect, it } from 'vitest';
import { createTestContext } from '../test-context.ts';

describe('filters', () => {
  it.each([
    'DescribeDBInstances',
    'DescribeDBClusters',
    'DescribeDBSnapshots',
    'DescribeDBClusterSnapshots',
  ] as const)('that %s does not have are refused, also where there is nothing to filter', async (name) => {
    const { call } = await createTestContext();
    const ask = (filter: string) => call('rds', name, { Filters: [{ Name: filter, Values: ['users'] }] });
    expect(() => ask('colour')).toThrow('Unrecognized filter name: colour');
    expect(() => ask('engine')).not.toThrow();
  });
});
