import { expect, it } from 'vitest';
import { createTestContext } from '../../services/test-context.ts';
import { connectionReconciler } from './connection-reconciler.ts';

it('a connection is available while local directories stand for repositories, and pending again without them', async () => {
  const { call, context } = await createTestContext();
  const { ConnectionArn = '' } = call('codestar-connections', 'CreateConnection', {
    ConnectionName: 'github',
    ProviderType: 'GitHub',
  });
  const statusWith = async (...directories: (readonly [string, string])[]) => {
    const reconciler = connectionReconciler(context.store, new Map(directories));
    expect(reconciler.initialKeys()).toEqual([ConnectionArn]);
    await reconciler.reconcile(ConnectionArn, new AbortController().signal);
    return call('codestar-connections', 'GetConnection', { ConnectionArn }).Connection?.ConnectionStatus;
  };
  expect(await statusWith(['acme/shop', '/shop'])).toBe('AVAILABLE');
  expect(await statusWith()).toBe('PENDING');
  expect(await statusWith([ConnectionArn, '/shop'])).toBe('AVAILABLE');
  expect(await statusWith([`${ConnectionArn}-other`, '/shop'])).toBe('PENDING');
});
