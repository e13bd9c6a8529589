import { expect, it, onTestFinished } from 'vitest';
import { createCodeDeployWorld } from '../../controllers/code-deploy/code-deploy-test-world.ts';
import { codeDeployFailure } from './code-deploy-failure.ts';

it('tells of the latest deployment of CodeDeploy only, when it failed', async () => {
  const code = await createCodeDeployWorld();
  onTestFinished(() => code.stop());
  const failure = () => codeDeployFailure(code.context.store, '123456789012/us-east-1', code.service('web'));
  expect(failure()).toBeUndefined();
  const failed = code.deploy('', { appSpec: 'version: 0.0' });
  await code.clock.advance(1000);
  expect(failure()).toBe(
    `deployment ${failed} of CodeDeploy: Resources is missing at line 1: write a list with one item, "- TargetService:".`,
  );
  const stopped = code.deploy('web:2');
  await code.clock.advance(1000);
  code.call('codedeploy', 'StopDeployment', { deploymentId: stopped });
  await code.clock.advance(1000);
  expect(failure()).toBeUndefined();
});
