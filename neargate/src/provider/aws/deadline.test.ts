import { expect, it } from 'vitest';
import { VirtualClock } from '../../core/virtual-clock.ts';
import type { OperationEnvironment } from '../../terraform/provider.ts';
import { type AwsClient, awsClient } from './client.ts';
import { waitUntil } from './deadline.ts';

const caller = {
  accountId: '123456789012',
  region: 'us-east-1',
  partition: 'aws',
  principalArn: 'arn:aws:iam::123456789012:root',
} as const;

function environmentOf(clock: VirtualClock, signal: AbortSignal): OperationEnvironment<AwsClient> {
  const client = awsClient(() => Promise.reject(new Error('nothing is to be called')), caller, clock);
  return { client, address: 'aws_x.test', signal, progress: () => undefined };
}

it('waits for what is probed, but not longer than the limit', async () => {
  const clock = new VirtualClock();
  const environment = environmentOf(clock, new AbortController().signal);
  const readyAt = clock.now() + 90_000;
  const wait = (limitMinutes: number) =>
    waitUntil(environment, {
      what: 'a thing to be there',
      limitMinutes,
      probe: () => Promise.resolve(clock.now() >= readyAt ? 'there' : undefined),
    });
  const inTime = wait(2);
  const late = wait(1);
  late.catch(() => undefined);
  await clock.advance(120_000);
  await expect(inTime).resolves.toBe('there');
  await expect(late).rejects.toThrow('timeout while waiting for a thing to be there (1m)');
});

it('ends when the run is interrupted', async () => {
  const clock = new VirtualClock();
  const controller = new AbortController();
  const waiting = waitUntil(environmentOf(clock, controller.signal), {
    what: 'nothing',
    limitMinutes: 1,
    probe: () => Promise.resolve(undefined),
  });
  waiting.catch(() => undefined);
  await clock.advance(100);
  controller.abort(new Error('interrupted'));
  await expect(waiting).rejects.toThrow('interrupted');
});
