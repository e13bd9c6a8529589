import { describe, expect, it } from 'vitest';
import { AcceptPace } from './accept-pace.ts';

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** A pace with so many connections waiting, and the numbers of those whose turn has come. */
function pacing(count: number): { pace: AcceptPace; served: number[] } {
  const pace = new AcceptPace();
  const served: number[] = [];
  pace.noteAccepted();
  for (let number = 0; number < count; number++) pace.wait({ takeTurn: () => served.push(number) });
  return { pace, served };
}

describe('AcceptPace', () => {
  it('does not pace while nobody connects', () => {
    expect(new AcceptPace().isPacing).toBe(false);
  });

  it('serves a few a turn, in their order, while connections arrive', async () => {
    const { pace, served } = pacing(20);
    await turn();
    expect(served).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    pace.noteAccepted();
    await turn();
    expect(served.length).toBe(16);
    expect(pace.isPacing).toBe(true);
  });

  it('serves all at once after a turn in which nobody has connected, and stops pacing', async () => {
    const { pace, served } = pacing(20);
    await turn();
    await turn();
    expect(served).toEqual(Array.from({ length: 20 }, (_, number) => number));
    expect(pace.isPacing).toBe(false);
  });

  it('lets who asks during a turn wait for the next one', async () => {
    const pace = new AcceptPace();
    const served: string[] = [];
    pace.noteAccepted();
    pace.wait({
      takeTurn: () => {
        served.push('first');
        pace.wait({ takeTurn: () => served.push('second') });
      },
    });
    await turn();
    expect(served).toEqual(['first']);
    await turn();
    expect(served).toEqual(['first', 'second']);
  });
});
