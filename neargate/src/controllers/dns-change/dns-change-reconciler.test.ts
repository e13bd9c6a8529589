import { expect, it } from 'vitest';
import { timing, type TimingProfile } from '../../core/timing.ts';
import { createTestContext } from '../../services/test-context.ts';
import { dnsChangeReconciler } from './dns-change-reconciler.ts';

async function changed(profile: TimingProfile) {
  const { call, clock, context } = await createTestContext();
  const { ChangeInfo } = call('route53', 'CreateHostedZone', { Name: 'example.com', CallerReference: 'a' });
  const reconciler = dnsChangeReconciler({ store: context.store, clock, timing: timing(profile) });
  const [key = ''] = reconciler.initialKeys();
  return {
    clock,
    reconcile: () => reconciler.reconcile(key, new AbortController().signal),
    status: () => call('route53', 'GetChange', { Id: ChangeInfo?.Id }).ChangeInfo?.Status,
  };
}

it('a change is INSYNC after a minute', async () => {
  const { clock, reconcile, status } = await changed('aws');
  await clock.advance(59_999);
  expect(await reconcile()).toEqual({ requeueAfterMs: 1 });
  expect(status()).toBe('PENDING');
  await clock.advance(1);
  expect(await reconcile()).toBeUndefined();
  expect(status()).toBe('INSYNC');
});

it('a change is INSYNC when somebody asks, where waits are shortened', async () => {
  const { reconcile, status } = await changed('fast');
  expect(status()).toBe('PENDING');
  await reconcile();
  expect(status()).toBe('INSYNC');
});
