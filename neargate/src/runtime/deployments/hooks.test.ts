import { describe, expect, it } from 'vitest';
import type { LifecycleHookRow } from '../../services/ecs/service-deployment-row.ts';
import { ecsTables } from '../../services/ecs/store.ts';
import { openStore } from '../../store/store.ts';
import { answerWaitingHook, hookStatuses } from './hooks.ts';

const scope = '123456789012/us-east-1';

async function storeWith(...hooks: readonly Pick<LifecycleHookRow, 'hookId' | 'targetType' | 'status'>[]) {
  const store = await openStore();
  const { serviceDeployments } = ecsTables(store, scope);
  serviceDeployments.put('arn:one', {
    serviceDeploymentArn: 'arn:one',
    serviceArn: 'arn:service',
    clusterArn: 'arn:cluster',
    deploymentId: 'ecs-svc/1',
    targetServiceRevisionArn: 'arn:revision',
    sourceServiceRevisionArns: [],
    deploymentConfiguration: {},
    createdAtMs: 0,
    observed: {
      status: 'IN_PROGRESS',
      updatedAtMs: 0,
      hooks: hooks.map((hook) => ({
        ...hook,
        stage: 'POST_TEST_TRAFFIC_SHIFT',
        step: 0,
        startedAtMs: 0,
        expiresAtMs: 86_400_000,
        timeoutAction: 'ROLLBACK',
      })),
    },
  });
  return { store, answers: () => serviceDeployments.get('arn:one')?.hookAnswers };
}

describe('the hooks that deployments wait for', () => {
  it('are those without an answer, and the only one needs no name', async () => {
    const { store, answers } = await storeWith(
      { hookId: 'ecs-lambda-1', targetType: 'AWS_LAMBDA', status: 'IN_PROGRESS' },
      { hookId: 'ecs-pause-2', targetType: 'PAUSE', status: 'SUCCEEDED' },
    );
    expect(hookStatuses(store)).toMatchObject([
      { hookId: 'ecs-lambda-1', status: 'IN_PROGRESS', expiresAt: '1970-01-02T00:00:00.000Z' },
    ]);
    answerWaitingHook(store, { action: 'CONTINUE' });
    expect(answers()).toEqual({ 'ecs-lambda-1': 'CONTINUE' });
    expect(() => answerWaitingHook(store, { action: 'ROLLBACK' })).toThrow('cannot be continued');
  });

  it('have to be named where there are several', async () => {
    const { store, answers } = await storeWith(
      { hookId: 'ecs-pause-1', targetType: 'PAUSE', status: 'AWAITING_ACTION' },
      { hookId: 'ecs-pause-2', targetType: 'PAUSE', status: 'AWAITING_ACTION' },
    );
    expect(() => answerWaitingHook(store, { action: 'CONTINUE' })).toThrow('More than one hook');
    expect(() => answerWaitingHook(store, { action: 'CONTINUE', hookId: 'other' })).toThrow('No hook other');
    answerWaitingHook(store, { action: 'ROLLBACK', hookId: 'ecs-pause-2' });
    expect(answers()).toEqual({ 'ecs-pause-2': 'ROLLBACK' });
  });
});
