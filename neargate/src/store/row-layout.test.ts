import { setFlagsFromString } from 'node:v8';
import { runInThisContext } from 'node:vm';
import { expect, it } from 'vitest';
import { openStore } from './store.ts';

it('rows with the same members share a layout, however they were made', async () => {
  setFlagsFromString('--allow-natives-syntax');
  const haveSameMap = runInThisContext('(left, right) => %HaveSameMap(left, right)') as (
    left: unknown,
    right: unknown,
  ) => boolean;
  const store = await openStore();
  const rows = store.table<{ readonly name: string; readonly size: number }>('things', 's');
  for (let size = 0; size < 100; size++) {
    const named = { name: String(size) };
    rows.put(named.name, { ...named, size });
  }
  const first = rows.get('0');
  expect([...rows.values()].filter((row) => !haveSameMap(first, row))).toEqual([]);
});

it('a row that is put as it is stays the same one', async () => {
  const store = await openStore();
  const rows = store.table<{ readonly name: string }>('things', 's');
  rows.put('a', { name: 'a' });
  const before = rows.get('a');
  rows.update('a', (row) => row);
  expect(rows.get('a')).toBe(before);
});

it.each([['a text'], [['a', 'list']], [new Uint8Array([1, 2])], [new Date(0)], [null]])(
  '%j is stored as it is',
  async (row) => {
    const store = await openStore();
    const rows = store.table<unknown>('things', 's');
    rows.put('a', row);
    expect(rows.get('a')).toBe(row);
  },
);
