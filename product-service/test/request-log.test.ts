import { describe, expect, it } from 'vitest';
import { startApp } from './start-app.ts';

async function linesOf(request: {
  url: string;
  headers?: Record<string, string>;
}): Promise<Record<string, unknown>[]> {
  const lines: string[] = [];
  const running = await startApp({
    logger: { level: 'info', stream: { write: (line) => lines.push(line) } },
  });
  await running.app.inject(request);
  await running.close();
  return lines.map((line) => JSON.parse(line));
}

describe('the log', () => {
  it('has one line per request, with the trace id of the load balancer', async () => {
    const traceId = 'Root=1-67891233-abcdef012345678912345678';
    const lines = await linesOf({
      url: '/products?q=mug',
      headers: { 'x-amzn-trace-id': traceId },
    });
    expect(lines).toEqual([
      expect.objectContaining({
        msg: 'request completed',
        traceId,
        method: 'GET',
        path: '/products',
        status: 200,
        durationMs: expect.any(Number),
      }),
    ]);
  });

  it('has no line for a health check that succeeds', async () => {
    expect(await linesOf({ url: '/health' })).toEqual([]);
  });
});
