import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { codepipelineTables } from '../../services/codepipeline/store.ts';
import { openStore, type Store } from '../../store/store.ts';
import { createEventBusWorld, type EventBusWorld, ruleArn, scope } from './event-bus-test-world.ts';
import { eventMatchReconciler } from './event-match-reconciler.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'event-bus-'));
});
afterEach(() => rm(directory, { recursive: true }));

/** Runs `work` with event buses that do not deliver by themselves, and leaves as a crash does: with what is on disk. */
async function untilCrash(work: (world: EventBusWorld, store: Store) => Promise<void>): Promise<void> {
  const store = await openStore({ directory });
  const world = await createEventBusWorld(store);
  await world.stopControllers();
  await work(world, store);
  await store.close();
}

/** Starts again on what is on disk, twice. */
async function afterRestarts(check: (world: EventBusWorld) => void): Promise<void> {
  for (let start = 0; start < 2; start++) {
    const store = await openStore({ directory });
    const world = await createEventBusWorld(store);
    await world.clock.advance(60_000);
    check(world);
    await world.stopControllers();
    await store.close();
  }
}

function expectOneExecution(world: EventBusWorld): void {
  expect(world.executions()).toEqual([ruleArn]);
  expect(world.deliveries().map(({ observed }) => observed.status)).toEqual(['DELIVERED']);
}

describe('a crash neither loses nor doubles an event', () => {
  it('between acceptance and match', async () => {
    await untilCrash(async (world) => world.push());
    await afterRestarts(expectOneExecution);
  });

  it('between match and delivery', async () => {
    await untilCrash(async (world) => {
      world.push();
      await eventMatchReconciler(world.environment).reconcile(scope, new AbortController().signal);
      expect(world.deliveries().map(({ observed }) => observed.status)).toEqual(['PENDING']);
    });
    await afterRestarts(expectOneExecution);
  });

  it('while a delivery waits to be tried again', async () => {
    await untilCrash(async (world) => {
      for (let count = 1; count < 50; count++)
        world.call('codepipeline', 'StartPipelineExecution', { name: 'delivery' });
      world.push();
      world.startControllers();
      await world.clock.advance(1);
      await world.stopControllers();
      expect(world.deliveries()[0]?.observed).toMatchObject({ status: 'PENDING', attempts: 1 });
      const { executions } = codepipelineTables(world.context.store, scope);
      const [id = ''] = executions.keys();
      executions.update(id, (row) => ({ ...row, observed: { ...row.observed, status: 'Succeeded' } }));
    });
    await afterRestarts(expectOneExecution);
  });
});
