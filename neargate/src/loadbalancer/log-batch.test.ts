import { describe, expect, it } from 'vitest';
import type { LogRows } from './log-batch.ts';
import { LogBatch } from './log-batch.ts';

/** A batch that so many records were added to, and what it has sent. */
function filled(count: number): { batch: LogBatch<number>; sent: LogRows<number>[] } {
  const sent: LogRows<number>[] = [];
  const batch = new LogBatch<number>((rows) => sent.push(rows));
  for (let number = 0; number < count; number++) batch.add(number);
  return { batch, sent };
}

const recordsOf = (sent: readonly LogRows<number>[]) => sent.flatMap(({ records }) => records);

describe('LogBatch', () => {
  it('sends nothing when nothing has come', () => {
    const { batch, sent } = filled(0);
    batch.endInterval();
    expect(sent).toEqual([]);
  });

  it('sends a batch as soon as it is full, and what is left at the end of the interval, each record once and in order', () => {
    const { batch, sent } = filled(600);
    expect(sent.map(({ records }) => records.length)).toEqual([250, 250]);
    batch.endInterval();
    batch.endInterval();
    expect(recordsOf(sent)).toEqual(Array.from({ length: 600 }, (_, number) => number));
    expect(sent.every(({ dropped }) => dropped === 0)).toBe(true);
  });

  it('keeps 10,000 records of an interval, says how many it has dropped, and begins anew', () => {
    const { batch, sent } = filled(10_007);
    batch.endInterval();
    expect(recordsOf(sent).length).toBe(10_000);
    expect(sent.at(-1)).toEqual({ records: [], dropped: 7 });
    batch.add(1);
    batch.endInterval();
    expect(sent.at(-1)).toEqual({ records: [1], dropped: 0 });
  });
});
