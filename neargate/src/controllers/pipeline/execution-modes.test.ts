import type { PipelineDeclaration, StageDeclaration } from '@aws-sdk/client-codepipeline';
import { describe, expect, it, onTestFinished } from 'vitest';
import { snsTables } from '../../services/sns/store.ts';
import {
  approvalAction,
  buildAction,
  createPipelineWorld,
  type PipelineWorld,
  sourceAction,
} from './pipeline-test-world.ts';

const stages: readonly StageDeclaration[] = [
  { name: 'Source', actions: [sourceAction] },
  { name: 'Approve', actions: [approvalAction('Ask')] },
  { name: 'Build', actions: [buildAction('web')] },
];

async function createWorld(
  more: Partial<PipelineDeclaration> = {},
  own: readonly StageDeclaration[] = stages,
): Promise<PipelineWorld> {
  const world = await createPipelineWorld();
  onTestFinished(() => world.stop());
  world.push({ a: '1' });
  world.createPipeline(own, more);
  await world.settle();
  return world;
}

function executions(world: PipelineWorld) {
  const { pipelineExecutionSummaries = [] } = world.call('codepipeline', 'ListPipelineExecutions', {
    pipelineName: 'delivery',
  });
  return pipelineExecutionSummaries.toReversed();
}

const statuses = (world: PipelineWorld) => executions(world).map(({ status }) => status);
const idOf = (world: PipelineWorld, index: number) => executions(world)[index]?.pipelineExecutionId ?? '';

function stageState(world: PipelineWorld, stageName: string) {
  const { stageStates = [] } = world.call('codepipeline', 'GetPipelineState', { name: 'delivery' });
  const found = stageStates.find((stage) => stage.stageName === stageName);
  if (found === undefined) throw new Error(`no stage ${stageName}`);
  return found;
}

function answer(world: PipelineWorld, status: 'Approved' | 'Rejected', summary = 'ok') {
  const token = stageState(world, 'Approve').actionStates?.[0]?.latestExecution?.token;
  world.call('codepipeline', 'PutApprovalResult', {
    pipelineName: 'delivery',
    stageName: 'Approve',
    actionName: 'Ask',
    result: { status, summary },
    token,
  });
  return token;
}

async function run(world: PipelineWorld): Promise<string> {
  const id = world.start();
  await world.settle();
  return id;
}

describe('a manual approval', () => {
  it('lets the execution go on when approved, and takes one answer only', async () => {
    const world = await createWorld();
    expect(world.latest().slice(2)).toEqual(['Approve: InProgress', '  Ask: InProgress']);
    const token = answer(world, 'Approved', 'looks good');
    await world.settle();
    expect(world.latest().slice(2, 6)).toEqual([
      'Approve: Succeeded',
      '  Ask: Succeeded',
      'Build: InProgress',
      '  web: InProgress',
    ]);
    expect(stageState(world, 'Approve').actionStates?.[0]?.latestExecution).toMatchObject({
      summary: 'looks good',
      lastUpdatedBy: 'arn:aws:iam::123456789012:root',
    });
    const again = (given: string | undefined) => () =>
      world.call('codepipeline', 'PutApprovalResult', {
        pipelineName: 'delivery',
        stageName: 'Approve',
        actionName: 'Ask',
        result: { status: 'Approved', summary: '' },
        token: given,
      });
    expect(again(token)).toThrow(expect.objectContaining({ code: 'ApprovalAlreadyCompletedException' }));
    expect(again('00000000-0000-4000-8000-000000000000')).toThrow(
      expect.objectContaining({ code: 'InvalidApprovalTokenException' }),
    );
  });

  it('tells its topic once, with the token to answer with', async () => {
    const TopicArn = 'arn:aws:sns:us-east-1:123456789012:approvals';
    const world = await createWorld({}, [
      { name: 'Source', actions: [sourceAction] },
      {
        name: 'Approve',
        actions: [
          approvalAction('Ask', { configuration: { NotificationArn: TopicArn, CustomData: 'Look first.' } }),
        ],
      },
    ]);
    // The topic is not there yet: the action fails, as it would for a role that may not publish.
    expect(statuses(world)).toEqual(['Failed']);
    world.call('sns', 'CreateTopic', { Name: 'approvals' });
    const Endpoint = 'arn:aws:sqs:us-east-1:123456789012:approvals';
    world.call('sns', 'Subscribe', { TopicArn, Protocol: 'sqs', Endpoint });
    await run(world);
    await world.settle();
    const sent = [...snsTables(world.context.store, '123456789012/us-east-1').notifications.values()];
    expect(sent.map(({ message }) => message.subject)).toEqual([
      'APPROVAL NEEDED: AWS CodePipeline delivery for action Ask',
    ]);
    const state = stageState(world, 'Approve').actionStates?.[0]?.latestExecution;
    expect(state).toMatchObject({ status: 'InProgress' });
    expect(state?.externalExecutionId).toBeUndefined();
    expect(JSON.parse(sent[0]?.message.bodies['default'] ?? '')).toMatchObject({
      region: 'us-east-1',
      approval: {
        pipelineName: 'delivery',
        stageName: 'Approve',
        actionName: 'Ask',
        token: state?.token,
        customData: 'Look first.',
      },
    });
    answer(world, 'Approved');
    await world.settle();
    expect(statuses(world).at(-1)).toBe('Succeeded');
  });

  it('fails the stage when rejected', async () => {
    const world = await createWorld();
    answer(world, 'Rejected', 'not today');
    await world.settle();
    expect(statuses(world)).toEqual(['Failed']);
    expect(stageState(world, 'Approve').actionStates?.[0]?.latestExecution?.errorDetails).toEqual({
      code: 'JobFailed',
      message: 'Rejected: not today',
    });
  });

  it('fails when nobody answers in time', async () => {
    const own = [
      { name: 'Source', actions: [sourceAction] },
      { name: 'Approve', actions: [approvalAction('Ask', { timeoutInMinutes: 5 })] },
    ];
    const world = await createWorld({}, own);
    await world.clock.advance(4 * 60_000);
    expect(statuses(world)).toEqual(['InProgress']);
    await world.restart();
    await world.clock.advance(60_000);
    await world.settle();
    expect(statuses(world)).toEqual(['Failed']);
  });
});

describe('execution modes', () => {
  it('SUPERSEDED keeps one execution in a stage and the newest one waiting', async () => {
    const world = await createWorld();
    await run(world);
    await run(world);
    expect(statuses(world)).toEqual(['InProgress', 'Superseded', 'InProgress']);
    expect(stageState(world, 'Approve')).toMatchObject({
      latestExecution: { pipelineExecutionId: idOf(world, 0) },
      inboundExecutions: [{ pipelineExecutionId: idOf(world, 2) }],
    });
    answer(world, 'Rejected');
    await world.settle();
    expect(statuses(world)).toEqual(['Failed', 'Superseded', 'InProgress']);
    expect(stageState(world, 'Approve').latestExecution?.pipelineExecutionId).toBe(idOf(world, 2));
    expect(() =>
      world.call('codepipeline', 'RetryStageExecution', {
        pipelineName: 'delivery',
        stageName: 'Approve',
        pipelineExecutionId: idOf(world, 0),
        retryMode: 'ALL_ACTIONS',
      }),
    ).toThrow(expect.objectContaining({ code: 'NotLatestPipelineExecutionException' }));
  });

  it('QUEUED supersedes none and keeps their order', async () => {
    const world = await createWorld({ executionMode: 'QUEUED' });
    await run(world);
    await run(world);
    expect(stageState(world, 'Approve').inboundExecutions).toHaveLength(2);
    answer(world, 'Rejected');
    await world.settle();
    expect(stageState(world, 'Approve').latestExecution?.pipelineExecutionId).toBe(idOf(world, 1));
    answer(world, 'Rejected');
    await world.settle();
    answer(world, 'Rejected');
    await world.settle();
    expect(statuses(world)).toEqual(['Failed', 'Failed', 'Failed']);
  });

  it('PARALLEL lets all run beside each other, up to the quota', async () => {
    const own = [stages[0], stages[2]].flatMap((stage) => stage ?? []);
    const world = await createWorld({ executionMode: 'PARALLEL' }, own);
    await run(world);
    await run(world);
    expect(world.builds()).toHaveLength(3);
    for (let count = 3; count < 50; count++) world.start();
    expect(() => world.start()).toThrow(
      expect.objectContaining({ code: 'ConcurrentPipelineExecutionsLimitExceededException' }),
    );
  });
});

describe('a transition', () => {
  it('that is disabled keeps executions out until it is enabled', async () => {
    const world = await createWorld();
    const build = { pipelineName: 'delivery', stageName: 'Build', transitionType: 'Inbound' } as const;
    world.call('codepipeline', 'DisableStageTransition', { ...build, reason: 'freeze' });
    answer(world, 'Approved');
    await world.settle();
    expect(stageState(world, 'Build')).toMatchObject({
      inboundExecutions: [{ pipelineExecutionId: idOf(world, 0) }],
      inboundTransitionState: { enabled: false, disabledReason: 'freeze' },
    });
    await world.restart();
    world.call('codepipeline', 'EnableStageTransition', build);
    await world.settle();
    expect(world.builds()).toHaveLength(1);
  });
});

describe('a stop', () => {
  const stop = (world: PipelineWorld, pipelineExecutionId: string, abandon: boolean) =>
    world.call('codepipeline', 'StopPipelineExecution', {
      pipelineName: 'delivery',
      pipelineExecutionId,
      abandon,
      reason: 'wrong branch',
    });

  it('waits for what runs, or abandons it', async () => {
    const world = await createWorld(
      {},
      [stages[0], stages[2]].flatMap((stage) => stage ?? []),
    );
    const id = idOf(world, 0);
    stop(world, id, false);
    await world.settle();
    expect(world.latest().slice(2)).toEqual(['Build: Stopping', '  web: InProgress']);
    expect(() => stop(world, id, false)).toThrow(
      expect.objectContaining({ code: 'DuplicatedStopRequestException' }),
    );
    stop(world, id, true);
    await world.settle();
    expect(world.latest().slice(2)).toEqual(['Build: Stopped', '  web: Abandoned']);
    expect(executions(world)[0]).toMatchObject({
      status: 'Stopped',
      stopTrigger: { reason: 'wrong branch' },
    });
    expect(world.events().slice(-5)).toEqual([
      'STOPPING',
      'Build STOPPING',
      'Build web ABANDONED',
      'Build STOPPED',
      'STOPPED',
    ]);
    expect(() => stop(world, id, true)).toThrow(
      expect.objectContaining({ code: 'PipelineExecutionNotStoppableException' }),
    );
    world.call('codepipeline', 'RetryStageExecution', {
      pipelineName: 'delivery',
      stageName: 'Build',
      pipelineExecutionId: id,
      retryMode: 'FAILED_ACTIONS',
    });
    await world.settle();
    expect(world.latest().slice(2)).toEqual(['Build: InProgress', '  web: InProgress']);
  });

  it('takes effect at once between stages', async () => {
    const world = await createWorld();
    const second = await run(world);
    stop(world, second, false);
    await world.settle();
    expect(statuses(world)).toEqual(['InProgress', 'Stopped']);
  });
});

describe('a rollback', () => {
  const own = (onFailure: StageDeclaration['onFailure']): StageDeclaration[] => [
    { name: 'Source', actions: [sourceAction] },
    {
      name: 'Build',
      ...(onFailure === undefined ? {} : { onFailure }),
      actions: [
        buildAction('web', {
          configuration: {
            ProjectName: 'web',
            EnvironmentVariables: '[{"name":"C","value":"#{Source.CommitId}"}]',
          },
        }),
      ],
    },
  ];

  it('runs a stage again with what an earlier execution brought to it', async () => {
    const world = await createWorld({ pipelineType: 'V2' }, own(undefined));
    await world.succeed(world.builds()[0]);
    world.push({ a: '2' });
    await run(world);
    await world.succeed(world.builds()[1]);
    await world.settle();
    const { pipelineExecutionId = '' } = world.call('codepipeline', 'RollbackStage', {
      pipelineName: 'delivery',
      stageName: 'Build',
      targetPipelineExecutionId: idOf(world, 0),
    });
    await world.settle();
    const [first, , third] = world.builds();
    expect(third?.pipelineInput).toEqual(first?.pipelineInput);
    expect(third?.environmentVariablesOverride).toEqual(first?.environmentVariablesOverride);
    await world.succeed(third);
    await world.settle();
    expect(
      world.call('codepipeline', 'GetPipelineExecution', { pipelineName: 'delivery', pipelineExecutionId })
        .pipelineExecution,
    ).toMatchObject({
      status: 'Succeeded',
      executionType: 'ROLLBACK',
      rollbackMetadata: { rollbackTargetPipelineExecutionId: idOf(world, 0) },
      trigger: { triggerType: 'ManualRollback' },
    });
    world.call('codepipeline', 'UpdatePipeline', {
      pipeline: world.call('codepipeline', 'GetPipeline', { name: 'delivery' }).pipeline,
    });
    expect(() =>
      world.call('codepipeline', 'RollbackStage', {
        pipelineName: 'delivery',
        stageName: 'Build',
        targetPipelineExecutionId: idOf(world, 0),
      }),
    ).toThrow(expect.objectContaining({ code: 'PipelineExecutionOutdatedException' }));
  });

  it('comes by itself when the stage says so, and is not rolled back itself', async () => {
    const world = await createWorld({ pipelineType: 'V2' }, own({ result: 'ROLLBACK' }));
    await world.succeed(world.builds()[0]);
    await run(world);
    world.end(world.builds()[1], { buildStatus: 'FAILED' });
    await world.settle();
    expect(executions(world)[2]).toMatchObject({
      executionType: 'ROLLBACK',
      trigger: { triggerType: 'AutomatedRollback', triggerDetail: idOf(world, 1) },
    });
    world.end(world.builds()[2], { buildStatus: 'FAILED' });
    await world.settle();
    expect(statuses(world)).toEqual(['Succeeded', 'Failed', 'Failed']);
  });

  it('fails and says so when there is nothing to go back to', async () => {
    const world = await createWorld({ pipelineType: 'V2' }, own({ result: 'ROLLBACK' }));
    world.end(world.builds()[0], { buildStatus: 'FAILED' });
    await world.settle();
    expect(executions(world)).toMatchObject([
      { status: 'Failed', statusSummary: expect.stringContaining('was not rolled back') as string },
    ]);
  });

  it('is not what a stage does that is retried: it runs once more, then fails', async () => {
    const world = await createWorld({ pipelineType: 'V2' }, own({ result: 'RETRY' }));
    world.end(world.builds()[0], { buildStatus: 'FAILED' });
    await world.settle();
    expect(stageState(world, 'Build').retryStageMetadata).toMatchObject({
      autoStageRetryAttempt: 1,
      latestRetryTrigger: 'AutomatedStageRetry',
    });
    world.end(world.builds()[1], { buildStatus: 'FAILED' });
    await world.settle();
    expect(statuses(world)).toEqual(['Failed']);
  });
});

describe('a pipeline under way', () => {
  it('goes on as it was declared when it is updated, and is gone when it is deleted', async () => {
    const world = await createWorld();
    const { pipeline } = world.call('codepipeline', 'GetPipeline', { name: 'delivery' });
    world.call('codepipeline', 'UpdatePipeline', {
      pipeline: {
        ...pipeline,
        name: 'delivery',
        roleArn: pipeline?.roleArn,
        stages: pipeline?.stages?.slice(0, 2),
      },
    });
    answer(world, 'Approved');
    await world.settle();
    expect(world.builds()).toHaveLength(1);
    expect(
      world.call('codepipeline', 'GetPipelineExecution', {
        pipelineName: 'delivery',
        pipelineExecutionId: idOf(world, 0),
      }).pipelineExecution?.pipelineVersion,
    ).toBe(1);
    world.call('codepipeline', 'DeletePipeline', { name: 'delivery' });
    await world.succeed(world.builds()[0]);
    await world.settle();
    expect(() => world.call('codepipeline', 'GetPipelineState', { name: 'delivery' })).toThrow(
      expect.objectContaining({ code: 'PipelineNotFoundException' }),
    );
    world.createPipeline(stages);
    await world.settle();
    expect(executions(world)).toHaveLength(1);
  });

  it('starts once for one client token', async () => {
    const world = await createWorld();
    const start = () =>
      world.call('codepipeline', 'StartPipelineExecution', { name: 'delivery', clientRequestToken: 'once' })
        .pipelineExecutionId;
    expect(start()).toBe(start());
    await world.settle();
    expect(executions(world)).toHaveLength(2);
  });
});
