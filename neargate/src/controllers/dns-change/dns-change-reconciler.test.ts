import { expect, it } from 'vitest';
import { timing } from '../../core/timing.ts';
import { createTestContext } from '../../services/test-context.ts';
import { dnsChangeReconciler } from './dns-change-reconciler.ts';

it.each([
  ['aws', 60_000],
  ['fast', 1_000],
] as const)('a change is INSYNC after a minute, by the profile %s after %i ms', async (profile, afterMs) => {
  const { call, clock, context } = await createTestContext();
  const { ChangeInfo } = call('route53', 'CreateHostedZone', { Name: 'example.com', CallerReference: 'a' });
  const reconciler = dnsChangeReconciler({ store: context.store, clock, timing: timing(profile) });
  const [key = ''] = reconciler.initialKeys();
  const reconcile = () => reconciler.reconcile(key, new AbortController().signal);
  const status = () => call('route53', 'GetChange', { Id: ChangeInfo?.Id }).ChangeInfo?.Status;
  await clock.advance(afterMs - 1);
  expect(await reconcile()).toEqual({ requeueAfterMs: 1 });
  expect(status()).toBe('PENDING');
  await clock.advance(1);
  expect(await reconcile()).toBeUndefined();
  expect(status()).toBe('INSYNC');
});
