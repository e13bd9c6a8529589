import { describe, expect, it } from 'vitest';
import { openStore } from './store.ts';

interface Row {
  readonly owner: string;
}

async function tableOfOwned() {
  const store = await openStore();
  const rows = store.table<Row>('things', 's');
  let asked = 0;
  const ownerOf = ({ owner }: Row) => {
    asked++;
    return owner;
  };
  const keysOf = (owner: string) => [...rows.group(ownerOf, owner).keys()];
  return { store, rows, keysOf, asked: () => asked };
}

describe('groups of a table', () => {
  it('have the rows that were there before they were asked for, and follow every write', async () => {
    const { rows, keysOf } = await tableOfOwned();
    rows.put('b', { owner: 'one' });
    rows.put('a', { owner: 'one' });
    rows.put('c', { owner: 'other' });
    expect(keysOf('one')).toEqual(['b', 'a']);
    rows.put('d', { owner: 'one' });
    rows.update('b', () => ({ owner: 'other' }));
    rows.delete('a');
    expect(keysOf('one')).toEqual(['d']);
    expect(keysOf('other')).toEqual(['c', 'b']);
    expect(keysOf('nobody')).toEqual([]);
  });

  it('give the rows as they are', async () => {
    const store = await openStore();
    const rows = store.table<Row & { readonly size: number }>('things', 's');
    const ownerOf = ({ owner }: Row) => owner;
    rows.put('a', { owner: 'one', size: 1 });
    expect([...rows.group(ownerOf, 'one').values()]).toEqual([{ owner: 'one', size: 1 }]);
    rows.put('a', { owner: 'one', size: 2 });
    expect([...rows.group(ownerOf, 'one').values()]).toEqual([{ owner: 'one', size: 2 }]);
  });

  it('are undone with a transaction that throws', async () => {
    const { store, rows, keysOf } = await tableOfOwned();
    rows.put('a', { owner: 'one' });
    rows.put('b', { owner: 'one' });
    expect(keysOf('one')).toEqual(['a', 'b']);
    expect(() =>
      store.transact(() => {
        rows.put('a', { owner: 'other' });
        rows.delete('b');
        rows.put('c', { owner: 'one' });
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(keysOf('one').toSorted()).toEqual(['a', 'b']);
    expect(keysOf('other')).toEqual([]);
  });

  it('do not look at the rows of others', async () => {
    const { rows, keysOf, asked } = await tableOfOwned();
    for (let count = 0; count < 100; count++) rows.put(String(count), { owner: `owner-${count}` });
    expect(keysOf('owner-1')).toEqual(['1']);
    const before = asked();
    expect(keysOf('owner-2')).toEqual(['2']);
    expect(asked()).toBe(before);
  });
});
