import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../core/virtual-clock.ts';
import { WorkQueue } from './work-queue.ts';

function queueOf(work: (key: string) => Promise<number | undefined>, concurrency = 4) {
  const clock = new VirtualClock();
  const failed: string[] = [];
  const queue = new WorkQueue({ clock, concurrency, work, onFailure: (key) => failed.push(key) });
  return { clock, queue, failed };
}

describe('WorkQueue', () => {
  it('works once on a key that is added many times before its turn', async () => {
    const worked: string[] = [];
    const { clock, queue } = queueOf(async (key) => {
      worked.push(key);
      return undefined;
    });
    queue.add('a');
    queue.add('a');
    queue.add('b');
    await clock.advance(0);
    expect(worked).toEqual(['a', 'b']);
  });

  it('never works on one key twice at a time, and comes back to one added meanwhile', async () => {
    let atOnce = 0;
    let most = 0;
    let runs = 0;
    const { clock, queue } = queueOf(async () => {
      atOnce++;
      most = Math.max(most, atOnce);
      await new Promise<void>((resolve) => clock.setTimer(10, resolve));
      atOnce--;
      runs++;
      return undefined;
    });
    queue.add('a');
    await clock.advance(1);
    queue.add('a');
    queue.add('a');
    await clock.advance(100);
    expect({ most, runs }).toEqual({ most: 1, runs: 2 });
  });

  it('retries failing work after a delay that doubles', async () => {
    const at: number[] = [];
    const { clock, queue, failed } = queueOf(async () => {
      at.push(clock.now());
      throw new Error('not yet');
    });
    const start = clock.now();
    queue.add('a');
    await clock.advance(750);
    expect(at.map((time) => time - start)).toEqual([0, 100, 300, 700]);
    expect(failed).toHaveLength(4);
  });

  it('comes back by itself when the work asks for it, once', async () => {
    const at: number[] = [];
    const { clock, queue } = queueOf(async () => {
      at.push(clock.now());
      return at.length === 1 ? 50 : undefined;
    });
    const start = clock.now();
    queue.add('a');
    await clock.advance(500);
    expect(at.map((time) => time - start)).toEqual([0, 50]);
  });

  it('lets others have their turn while many keys wait', async () => {
    const worked: string[] = [];
    const { clock, queue } = queueOf(async (key) => {
      worked.push(key);
      return undefined;
    });
    for (let key = 0; key < 1000; key++) queue.add(String(key));
    const workedAtTurns: number[] = [];
    clock.setTimer(0, function turn() {
      workedAtTurns.push(worked.length);
      if (worked.length < 1000) clock.setTimer(0, turn);
    });
    const start = clock.now();
    await clock.advance(0);
    expect(workedAtTurns).toEqual([100, 200, 300, 400, 500, 600, 700, 800, 900, 1000]);
    expect(clock.now()).toBe(start);
  });

  it('starts nothing after stop, and waits for what is under way', async () => {
    let ended = false;
    const { clock, queue } = queueOf(async () => {
      await new Promise<void>((resolve) => clock.setTimer(10, resolve));
      ended = true;
      return undefined;
    });
    queue.add('a');
    await clock.advance(1);
    let stopped = false;
    const stopping = queue.stop().then(() => {
      stopped = true;
    });
    queue.add('b');
    await clock.advance(5);
    expect(stopped).toBe(false);
    await clock.advance(10);
    await stopping;
    expect(ended).toBe(true);
  });
});
