import { expect, it } from 'vitest';
import { EngineRuns } from '../../runtime/terraform/engine-runs.ts';
import { untilApplied } from './until-applied.ts';

const apply = { action: 'apply', directory: '/project' } as const;

function serverOf(runs: EngineRuns) {
  return {
    unfinishedRuns: () => runs.unfinished(),
    onChange: (listener: () => void) => runs.subscribe(listener),
  };
}

async function hasSettled(promise: Promise<void>): Promise<boolean> {
  const not = Symbol('not');
  return (await Promise.race([promise, Promise.resolve().then(() => not)])) !== not;
}

it('waits over failed applies for one that succeeds', async () => {
  const runs = new EngineRuns();
  await runs.during(apply, () => Promise.resolve(1));
  const waiting = untilApplied(serverOf(runs), new AbortController().signal);
  await runs.during(apply, () => Promise.resolve(1));
  expect(await hasSettled(waiting)).toBe(false);
  await runs.during(apply, () => Promise.resolve(0));
  await waiting;
});

it('ends when it is aborted, before or meanwhile', async () => {
  const runs = new EngineRuns();
  await runs.during(apply, () => Promise.resolve(1));
  const abort = new AbortController();
  const waiting = untilApplied(serverOf(runs), abort.signal);
  abort.abort();
  await waiting;
  await untilApplied(serverOf(runs), abort.signal);
});
