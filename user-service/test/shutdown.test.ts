import { describe, expect, it } from 'vitest';
import { shutdownWith } from '../src/shutdown.ts';

/** Shuts down with the given way of closing, and resolves with the first exit code and the messages logged by then. */
async function exitOf(
  close: () => Promise<void>,
  requested: number,
): Promise<{ code: number; messages: string[] }> {
  const messages: string[] = [];
  const keep = (first: unknown, message?: string) => {
    messages.push(typeof first === 'string' ? first : String(message));
  };
  const code = await new Promise<number>((resolve) => {
    shutdownWith({ close, deadlineMs: 10, log: { info: keep, fatal: keep }, exit: resolve })(requested);
  });
  return { code, messages };
}

describe('the shutdown', () => {
  it.each([0, 1])('exits %d as asked once everything is closed', async (requested) => {
    expect(await exitOf(async () => undefined, requested)).toEqual({
      code: requested,
      messages: ['stopped'],
    });
  });

  it('exits 1 when closing takes longer than the deadline', async () => {
    expect(await exitOf(() => new Promise(() => undefined), 0)).toEqual({
      code: 1,
      messages: ['requests or connections outlived the shutdown deadline'],
    });
  });

  it('exits 1 when closing fails', async () => {
    const failing = () => Promise.reject(new Error('no'));
    expect(await exitOf(failing, 0)).toEqual({ code: 1, messages: ['the service could not be closed'] });
  });

  it('closes once, however often it is asked to', () => {
    let closings = 0;
    const close = async (): Promise<void> => {
      closings += 1;
    };
    const log = { info: () => undefined, fatal: () => undefined };
    const shutDown = shutdownWith({ close, deadlineMs: 10, log, exit: () => undefined });
    shutDown(0);
    shutDown(1);
    expect(closings).toBe(1);
  });
});
