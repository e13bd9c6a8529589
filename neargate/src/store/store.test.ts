import { appendFile, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openStore } from './store.ts';
import type { Change } from './table.ts';

interface Row {
  readonly name: string;
}

async function temporaryDirectory(): Promise<string> {
  const directory = await mkdtemp(path.join(tmpdir(), 'neargate-store-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

describe('store', () => {
  it('gives back after reopening what was flushed, deletions included', async () => {
    const directory = await temporaryDirectory();
    const first = await openStore({ directory });
    const rows = first.table<Row>('things', 'a/b');
    rows.put('one', { name: 'one' });
    rows.put('two', { name: 'two' });
    rows.update('one', (row) => ({ name: `${row.name}!` }));
    rows.delete('two');
    await first.close();

    const second = await openStore({ directory });
    expect([...second.table<Row>('things', 'a/b').entries()]).toEqual([['one', { name: 'one!' }]]);
    expect(second.scopes('things')).toEqual(['a/b']);
    await second.close();
  });

  it('undoes every write of a transaction that throws, and tells nobody', async () => {
    const store = await openStore();
    const rows = store.table<Row>('things', 's');
    rows.put('kept', { name: 'before' });
    const seen: Change[] = [];
    store.subscribe((changes) => seen.push(...changes));
    expect(() =>
      store.transact(() => {
        rows.put('kept', { name: 'after' });
        rows.put('new', { name: 'new' });
        throw new Error('no');
      }),
    ).toThrow('no');
    expect([...rows.entries()]).toEqual([['kept', { name: 'before' }]]);
    expect(seen).toEqual([]);
  });

  it('tells the changes of a transaction together, in order, with before and after', async () => {
    const store = await openStore();
    const rows = store.table<Row>('things', 's');
    const batches: (readonly Change[])[] = [];
    store.subscribe((changes) => batches.push(changes));
    store.transact(() => {
      rows.put('a', { name: '1' });
      rows.put('a', { name: '2' });
    });
    expect(batches).toHaveLength(1);
    expect(batches[0]?.map(({ before, after }) => [before, after])).toEqual([
      [undefined, { name: '1' }],
      [{ name: '1' }, { name: '2' }],
    ]);
  });

  it('cuts off a half-written last line and keeps what is before it', async () => {
    const directory = await temporaryDirectory();
    const first = await openStore({ directory });
    first.table<Row>('things', 's').put('whole', { name: 'whole' });
    await first.close();
    await appendFile(path.join(directory, 'journal-0.jsonl'), '[["things","s","torn",{"na');

    const second = await openStore({ directory });
    expect([...second.table<Row>('things', 's').keys()]).toEqual(['whole']);
    second.table<Row>('things', 's').put('next', { name: 'next' });
    await second.close();

    const third = await openStore({ directory });
    expect([...third.table<Row>('things', 's').keys()]).toEqual(['whole', 'next']);
    await third.close();
  });

  it('compacts a long journal into a snapshot without losing writes made meanwhile', async () => {
    const directory = await temporaryDirectory();
    const first = await openStore({ directory });
    const rows = first.table<Row>('things', 's');
    const long = 'x'.repeat(1024 * 1024);
    for (let round = 0; round < 17; round++) rows.put('same', { name: `${round}${long}` });
    const flushing = first.flush();
    rows.put('meanwhile', { name: 'meanwhile' });
    await flushing;
    await first.flush();
    await first.close();
    const names = await readdir(directory);
    expect(names.toSorted()).toEqual(['journal-1.jsonl', 'snapshot-1.json']);
    expect((await readFile(path.join(directory, 'journal-1.jsonl'))).length).toBeLessThan(1024);

    const second = await openStore({ directory });
    expect(second.table<Row>('things', 's').get('same')?.name.startsWith('16x')).toBe(true);
    expect(second.table<Row>('things', 's').get('meanwhile')).toEqual({ name: 'meanwhile' });
    await second.close();
  });

  it('answers every write that comes while the journal is compacted', async () => {
    const directory = await temporaryDirectory();
    const first = await openStore({ directory });
    const rows = first.table<Row>('things', 's');
    const long = 'x'.repeat(1024 * 1024);
    const write = async (key: string) => {
      rows.put(key, { name: long });
      await first.flush();
    };
    await Promise.all(Array.from({ length: 40 }, (_, index) => write(String(index))));
    await Promise.all(Array.from({ length: 8 }, (_, index) => write(`later ${index}`)));
    await first.close();

    const second = await openStore({ directory });
    expect(second.table<Row>('things', 's').size).toBe(48);
    await second.close();
  });

  it('finds everything when it ended while a snapshot was being written', async () => {
    const directory = await temporaryDirectory();
    const line = (key: string) => `${JSON.stringify([['things', 's', key, { name: key }]])}\n`;
    await writeFile(path.join(directory, 'snapshot-1.json'), line('in the snapshot'));
    await writeFile(path.join(directory, 'journal-1.jsonl'), line('before'));
    await writeFile(path.join(directory, 'journal-2.jsonl'), line('after'));
    await writeFile(path.join(directory, 'snapshot-2.json.tmp'), '[["things"');

    const store = await openStore({ directory });
    expect([...store.table<Row>('things', 's').keys()]).toEqual(['in the snapshot', 'before', 'after']);
    await store.close();
  });
});
