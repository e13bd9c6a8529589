import type { ExecutionMode, StageDeclaration } from '@aws-sdk/client-codepipeline';
import { describe, expect, it } from 'vitest';
import { executionsOf, hasEnded } from '../../services/codepipeline/executions.ts';
import { codepipelineTablesOf } from '../../services/codepipeline/store.ts';
import {
  approvalAction,
  buildAction,
  createPipelineWorld,
  type PipelineWorld,
  sourceAction,
} from './pipeline-test-world.ts';

/** mulberry32 */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const modes: readonly ExecutionMode[] = ['SUPERSEDED', 'QUEUED', 'PARALLEL'];
const steps = 40;

function stagesOf(mode: ExecutionMode, random: () => number): StageDeclaration[] {
  const onFailure = (): Pick<StageDeclaration, 'onFailure'> => {
    const drawn = random();
    if (drawn < 0.3) return { onFailure: { result: 'RETRY' } };
    if (drawn < 0.6 && mode !== 'PARALLEL') return { onFailure: { result: 'ROLLBACK' } };
    return {};
  };
  return [
    { name: 'Source', actions: [sourceAction] },
    {
      name: 'Build',
      ...onFailure(),
      actions: [
        buildAction('web'),
        buildAction('api'),
        buildAction('test', { runOrder: 2, inputArtifacts: [{ name: 'web-output' }] }),
      ],
    },
    { name: 'Approve', ...onFailure(), actions: [approvalAction('Ask', { timeoutInMinutes: 5 })] },
    { name: 'Last', ...onFailure(), actions: [buildAction('last')] },
  ];
}

/** What can happen from outside, drawn at random. Calls that AWS refuses at that moment are refused. */
async function happen(world: PipelineWorld, random: () => number): Promise<void> {
  const pick = <Item>(items: readonly Item[]): Item | undefined => items[Math.floor(random() * items.length)];
  const attempt = (call: () => unknown) => {
    try {
      call();
    } catch (error) {
      expect(error).toMatchObject({ name: 'AwsError' });
    }
  };
  const executions = executionsOf(codepipelineTablesOf(world.context), 'delivery');
  const execution = pick(executions);
  const stageName = pick(['Build', 'Approve', 'Last']) ?? '';
  const build = pick(world.builds().filter(({ view }) => view.buildStatus === 'IN_PROGRESS'));
  const drawn = random();
  if (drawn < 0.15) attempt(() => world.start());
  else if (drawn < 0.35 && build !== undefined) await world.succeed(build, { a: '1' });
  else if (drawn < 0.45 && build !== undefined) world.end(build, { buildStatus: 'FAILED' });
  else if (drawn < 0.55) answer(world, random() < 0.7 ? 'Approved' : 'Rejected');
  else if (drawn < 0.62)
    attempt(() =>
      world.call('codepipeline', 'StopPipelineExecution', {
        pipelineName: 'delivery',
        pipelineExecutionId: execution?.pipelineExecutionId,
        abandon: random() < 0.5,
      }),
    );
  else if (drawn < 0.72)
    attempt(() =>
      world.call('codepipeline', 'RetryStageExecution', {
        pipelineName: 'delivery',
        stageName,
        pipelineExecutionId: execution?.pipelineExecutionId,
        retryMode: random() < 0.5 ? 'FAILED_ACTIONS' : 'ALL_ACTIONS',
      }),
    );
  else if (drawn < 0.8)
    attempt(() =>
      world.call('codepipeline', 'RollbackStage', {
        pipelineName: 'delivery',
        stageName,
        targetPipelineExecutionId: execution?.pipelineExecutionId,
      }),
    );
  else if (drawn < 0.85) transition(world, stageName, random() < 0.5);
  else if (drawn < 0.95) await world.restart();
  else world.push({ a: String(random()) });
}

function answer(world: PipelineWorld, status: 'Approved' | 'Rejected'): void {
  const { stageStates = [] } = world.call('codepipeline', 'GetPipelineState', { name: 'delivery' });
  const token = stageStates.find((one) => one.stageName === 'Approve')?.actionStates?.[0]?.latestExecution
    ?.token;
  if (token === undefined) return;
  world.call('codepipeline', 'PutApprovalResult', {
    pipelineName: 'delivery',
    stageName: 'Approve',
    actionName: 'Ask',
    result: { status, summary: '' },
    token,
  });
}

function transition(world: PipelineWorld, stageName: string, isEnabled: boolean): void {
  const stage = { pipelineName: 'delivery', stageName, transitionType: 'Inbound' } as const;
  if (isEnabled) world.call('codepipeline', 'EnableStageTransition', stage);
  else world.call('codepipeline', 'DisableStageTransition', { ...stage, reason: 'simulation' });
}

/** What must hold at any moment. */
function check(world: PipelineWorld, mode: ExecutionMode): void {
  const tables = codepipelineTablesOf(world.context);
  const executions = executionsOf(tables, 'delivery');
  for (const stage of ['Source', 'Build', 'Approve', 'Last']) {
    const inside = executions.filter(({ observed }) => observed.isInside && observed.stageName === stage);
    if (mode !== 'PARALLEL') expect(inside.length).toBeLessThanOrEqual(1);
  }
  for (const { pipelineExecutionId, observed } of executions) {
    const running = [...tables.actions.values()].filter(
      (row) => row.pipelineExecutionId === pipelineExecutionId && row.observed.status === 'InProgress',
    );
    // An action runs only for an execution that is inside a stage, and counts there.
    for (const row of running) {
      expect(observed.isInside && observed.stageName === row.stageName).toBe(true);
      const run = observed.stages.find(({ stageName }) => stageName === row.stageName);
      expect(run?.actions[row.actionName]).toBe(row.actionExecutionId);
    }
    if (observed.status === 'Succeeded')
      for (const run of observed.stages) expect(run.status).toBe('Succeeded');
  }
  // Every build was begun by exactly one action.
  const begun = [...tables.actions.values()].flatMap((row) => row.observed.externalExecutionId ?? []);
  for (const { id } of world.builds()) expect(begun.filter((other) => other === id)).toHaveLength(1);
}

/** Ends everything that waits for somebody: after that every execution must end by itself. */
async function finish(world: PipelineWorld): Promise<void> {
  for (const stage of ['Build', 'Approve', 'Last']) transition(world, stage, true);
  const tables = codepipelineTablesOf(world.context);
  for (let round = 0; round < 200; round++) {
    await world.settle(6);
    if (executionsOf(tables, 'delivery').every(hasEnded)) return;
    for (const build of world.builds())
      if (build.view.buildStatus === 'IN_PROGRESS') await world.succeed(build, { a: '1' });
    if (round % 5 === 4) await world.clock.advance(5 * 60_000);
  }
  const stuck = executionsOf(tables, 'delivery').filter((row) => !hasEnded(row));
  throw new Error(`these executions never end: ${JSON.stringify(stuck.map(({ observed }) => observed))}`);
}

describe('pipelines in a world of failures and restarts', () => {
  const seeds = Array.from({ length: 12 }, (_, index) => index + 1);

  it.each(seeds)('with seed %i keep their rules at every step, and every execution ends', async (seed) => {
    const random = randomOf(seed);
    const mode = modes[seed % modes.length] ?? 'SUPERSEDED';
    const world = await createPipelineWorld();
    try {
      world.push({ a: '1' });
      world.createPipeline(stagesOf(mode, random), { executionMode: mode, pipelineType: 'V2' });
      for (let step = 0; step < steps; step++) {
        await happen(world, random);
        await world.settle(random() < 0.5 ? 1 : 6);
        check(world, mode);
      }
      await finish(world);
      check(world, mode);
    } finally {
      await world.stop();
    }
  });
});
