import { expect, it, onTestFinished } from 'vitest';
import { createCodeDeployWorld } from '../../controllers/code-deploy/code-deploy-test-world.ts';
import { answerWaitingHook, hookStatuses } from './hooks.ts';

it('lists the validation function that a deployment of CodeDeploy waits for, and answers for it', async () => {
  const code = await createCodeDeployWorld();
  onTestFinished(() => code.stop());
  const { store } = code.context;
  const id = code.deploy('web:2', { hooks: 'Hooks:\n  - BeforeInstall: check\n' });
  await code.clock.advance(1000);
  expect(hookStatuses(store)).toMatchObject([
    {
      cluster: 'main',
      service: 'web',
      deployment: id,
      stage: 'BeforeInstall',
      targetArn: 'check',
      status: 'IN_PROGRESS',
      timeoutAction: 'FAIL',
    },
  ]);
  answerWaitingHook(store, { action: 'ROLLBACK' });
  expect(() => answerWaitingHook(store, { action: 'CONTINUE' })).toThrow('No hook waits for an answer');
  await code.clock.advance(1000);
  expect(code.info(id).status).toBe('Failed');
});
