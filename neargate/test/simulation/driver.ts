import { ContainerStartError, type ExitResult, type TaskDriver } from '../../src/drivers/task/driver.ts';
import { delay } from '../../src/core/clock.ts';
import type { Life } from './life.ts';
import type { Machine } from './machine.ts';
import { programOf } from './programs.ts';

export interface SimulatedHandle {
  readonly id: number;
}

const startMs = 700;

/** What goes wrong in the driver itself. */
export interface DriverTroubles {
  /** So many of the next starts fail. */
  failingStarts: number;
}

/**
 * Runs containers on the simulated machine, for one life of the control plane: what a dead one still asks for is never done and
 * never answered.
 */
export function simulatedDriver(
  machine: Machine,
  life: Life,
  troubles: DriverTroubles,
): TaskDriver<SimulatedHandle> {
  return {
    name: 'simulated',
    capabilities: { exec: false, network: 'own-address', cpuLimit: 'stated', memoryLimit: 'stated' },
    fingerprint: async () => ({ healthy: true, notes: [] }),
    async start(spec) {
      const image = spec.image.config.config.Labels?.['image'] ?? '';
      await life.answer(delay(life.clock, startMs));
      if (troubles.failingStarts > 0) {
        troubles.failingStarts--;
        throw new ContainerStartError('CannotStartContainerError: fork: resource temporarily unavailable');
      }
      const { failsToStart } = programOf(image);
      if (failsToStart !== undefined) throw new ContainerStartError(failsToStart);
      if (spec.address.kind !== 'own-address') throw new Error('tasks have addresses of their own here');
      return { id: machine.start(spec.taskArn, image, spec.address.address) };
    },
    recover: async ({ id }) => machine.has(id),
    wait: ({ id }) => life.answer(machine.wait(id)),
    stop: ({ id }, options) => life.answer(life.isOver ? undefined : machine.stop(id, options)),
    async destroy({ id }) {
      await life.answer(undefined);
      await machine.stop(id, { signal: 'SIGKILL', timeoutMs: 0 });
    },
    usage: () => undefined,
    async exec({ id }) {
      const exitCode = machine.check(id);
      const ended: Promise<ExitResult> = life.answer(Promise.resolve({ exitCode }));
      return {
        hasTerminal: false,
        ended,
        write: () => undefined,
        endInput: () => undefined,
        resize: () => undefined,
        kill: () => undefined,
      };
    },
  };
}
