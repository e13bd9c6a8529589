import { describe, expect, it, onTestFinished } from 'vitest';
import { codedeployTablesOf } from '../../services/codedeploy/store.ts';
import { createCodeDeployWorld } from './code-deploy-test-world.ts';

const second = 1000;
const minute = 60 * second;

async function world(...options: Parameters<typeof createCodeDeployWorld>) {
  const created = await createCodeDeployWorld(...options);
  for (const image of ['web:2', 'web:3']) created.programs.set(image, { healthyAfterMs: 10 * second });
  onTestFinished(() => created.stop());
  return created;
}

describe('the hooks of a deployment', () => {
  const hooks = `Hooks:
  - BeforeInstall: first
  - AfterAllowTestTraffic: "arn:aws:lambda:us-east-1:123456789012:function:probe"
`;
  const answer = (
    code: Awaited<ReturnType<typeof world>>,
    deploymentId: string,
    status: 'Succeeded' | 'Failed',
  ) => {
    const { hook } = codedeployTablesOf(code.context).deployments.get(deploymentId)?.observed ?? {};
    code.call('codedeploy', 'PutLifecycleEventHookExecutionStatus', {
      deploymentId,
      lifecycleEventHookExecutionId: hook?.executionId,
      status,
    });
  };

  it('are waited for, each in its place', async () => {
    const code = await world();
    const id = code.deploy('web:2', { hooks });
    await code.clock.advance(10 * minute);
    expect(code.lifecycle(id).slice(0, 2)).toEqual(['BeforeInstall InProgress', 'Install Pending']);
    expect(code.images()).toEqual(['web:1']);
    answer(code, id, 'Succeeded');
    await code.clock.advance(2 * minute);
    expect(code.lifecycle(id)[4]).toBe('AfterAllowTestTraffic InProgress');
    expect(code.green()).toEqual({ production: 0, test: 100 });
    answer(code, id, 'Succeeded');
    await code.clock.advance(7 * minute);
    expect(code.info(id).status).toBe('Succeeded');
    expect(code.lifecycle(id)[4]).toBe('AfterAllowTestTraffic Succeeded');
  });

  it('that fail take the deployment back by a new one, where the group wants that', async () => {
    const code = await world({
      autoRollbackConfiguration: { enabled: true, events: ['DEPLOYMENT_FAILURE'] },
    });
    const id = code.deploy('web:2', { hooks });
    await code.clock.advance(second);
    answer(code, id, 'Succeeded');
    await code.clock.advance(2 * minute);
    answer(code, id, 'Failed');
    await code.clock.advance(second);
    const info = code.info(id);
    expect(info).toMatchObject({
      status: 'Failed',
      errorInformation: { code: 'HOOK_EXECUTION_FAILURE' },
    });
    expect(code.lifecycle(id).slice(4)).toEqual([
      'AfterAllowTestTraffic Failed',
      'BeforeAllowTraffic Skipped',
      'AllowTraffic Skipped',
      'AfterAllowTraffic Skipped',
    ]);
    const rollback = info.rollbackInfo?.rollbackDeploymentId ?? '';
    expect(code.green()).toEqual({ production: 0, test: 0 });
    await code.clock.advance(minute);
    expect(code.info(rollback)).toMatchObject({
      status: 'Succeeded',
      creator: 'codeDeployRollback',
      rollbackInfo: { rollbackTriggeringDeploymentId: id },
    });
    expect(code.images()).toEqual(['web:1']);
    expect(code.forwarded()).toEqual(['blue']);
  });

  it('fail when nobody answers within an hour', async () => {
    const code = await world();
    const id = code.deploy('web:2', { hooks });
    await code.clock.advance(59 * minute);
    expect(code.info(id).status).toBe('InProgress');
    await code.clock.advance(2 * minute);
    expect(code.info(id).errorInformation?.message).toContain(
      'nobody answered for first, the hook of BeforeInstall, within 60 minutes',
    );
  });

  it('after test traffic are skipped without a test listener', async () => {
    const code = await world({}, { testListener: false });
    const id = code.deploy('web:2', { hooks: hooks.replace('  - BeforeInstall: first\n', '') });
    await code.clock.advance(7 * minute);
    expect(code.info(id).status).toBe('Succeeded');
    expect(code.lifecycle(id).slice(3, 5)).toEqual([
      'AllowTestTraffic Skipped',
      'AfterAllowTestTraffic Skipped',
    ]);
  });
});
