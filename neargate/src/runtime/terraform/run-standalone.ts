import { systemClock } from '../../core/clock.ts';
import { lineLogger } from '../../core/logger.ts';
import type { TerraformLine, TerraformRequest } from '../../gateway/admin-protocol.ts';
import { openControlPlane } from '../control-plane.ts';
import { startDataPlane } from '../data-plane.ts';
import { Lifecycle } from '../lifecycle.ts';
import type { Settings } from '../settings.ts';
import { lockState } from '../state-lock.ts';
import { runEngine } from './run-engine.ts';

const stopLimitMs = 5_000;

/**
 * Runs the engine without a server. A plan needs the tables only. An apply or destroy waits for things to become what they
 * say (a database available, a service drained), so those that bring that about run until it ends; no task is started.
 */
export async function runStandalone(
  settings: Settings,
  request: TerraformRequest,
  emit: (line: TerraformLine) => void,
  signal: AbortSignal,
): Promise<number> {
  const log = lineLogger(
    'error',
    () => systemClock.now(),
    (line) => emit({ kind: 'error', text: `${line}\n` }),
  );
  const life = new Lifecycle({ clock: systemClock, log, stopLimitMs });
  try {
    await life.start('state lock', () => {
      const lock = lockState(settings.stateDirectory);
      return { value: lock, stop: () => lock.release() };
    });
    const plane = await life.start('control plane', () => openControlPlane(settings, log));
    if (request.action !== 'plan') await startDataPlane(life, { plane, log, work: 'settle' });
    return await runEngine(plane, request, emit, signal);
  } finally {
    await life.stop();
  }
}
