import { expect, it } from 'vitest';
import type { TaskEnvironment } from './environment.ts';
import { RunningContainer } from './running-container.ts';

it('ends a container that was on its way when everything was stopped', async () => {
  const giveUp = new AbortController();
  const destroyed: unknown[] = [];
  const driver = {
    async start() {
      giveUp.abort(new Error('stopping'));
      return 'handle';
    },
    async destroy(handle: unknown) {
      destroyed.push(handle);
    },
  };
  type Arguments = Parameters<typeof RunningContainer.start>;
  const started = RunningContainer.start(
    { driver } as unknown as TaskEnvironment,
    { spec: {} } as Arguments[1],
    {} as Arguments[2],
    giveUp.signal,
  );
  await expect(started).rejects.toThrow('stopping');
  expect(destroyed).toEqual(['handle']);
});
