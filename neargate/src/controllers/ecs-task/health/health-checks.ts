import { type Clock, delay } from '../../../core/clock.ts';
import type { ExecRequest, ExecSession } from '../../../drivers/task/driver.ts';
import {
  afterCheck,
  type CheckResult,
  type HealthCheckPlan,
  type HealthState,
  initialHealth,
} from './health-state.ts';

/** As much of a check's output as Docker keeps. */
const longestOutput = 4096;

/** The health checks of one container, from its start until they are stopped. */
export interface HealthChecks {
  state(): HealthState;
  stop(): void;
}

/**
 * Runs the command inside the container, an interval after the last one has ended, as Docker does.
 * https://docs.docker.com/reference/dockerfile/#healthcheck
 * @param exec starts a command in the container
 * @param onChange called when the status changes
 * @param onFailure called when checking itself fails, which is a bug of ours
 */
export function startHealthChecks(
  clock: Clock,
  plan: HealthCheckPlan,
  exec: (request: ExecRequest) => Promise<ExecSession>,
  onChange: (state: HealthState) => void,
  onFailure: (error: unknown) => void,
): HealthChecks {
  const startedAtMs = clock.now();
  const stopping = new AbortController();
  let state = initialHealth(startedAtMs);
  const run = async () => {
    for (;;) {
      await delay(clock, plan.intervalMs, stopping.signal);
      const result = await runCheck(clock, plan, exec, stopping.signal);
      stopping.signal.throwIfAborted();
      const before = state;
      state = afterCheck(before, result, plan, clock.now() - startedAtMs, clock.now());
      if (state.status !== before.status) onChange(state);
    }
  };
  // It ends by being stopped only: a check that cannot be run is a failed one.
  run().catch((error: unknown) => (stopping.signal.aborted ? undefined : onFailure(error)));
  return { state: () => state, stop: () => stopping.abort(new Error('stopped')) };
}

async function runCheck(
  clock: Clock,
  { command, timeoutMs }: HealthCheckPlan,
  exec: (request: ExecRequest) => Promise<ExecSession>,
  signal: AbortSignal,
): Promise<CheckResult> {
  let output = '';
  let session: ExecSession;
  try {
    session = await exec({
      command,
      onOutput(_stream, chunk) {
        if (output.length < longestOutput) output += Buffer.from(chunk).toString().slice(0, longestOutput);
      },
    });
  } catch (error) {
    return { exitCode: -1, output: error instanceof Error ? error.message : String(error) };
  }
  let isLate = false;
  const enough = new AbortController();
  const timeout = delay(clock, timeoutMs, AbortSignal.any([enough.signal, signal])).then(
    () => {
      isLate = true;
      session.kill();
    },
    () => (signal.aborted ? session.kill() : undefined),
  );
  const { exitCode = -1 } = await session.ended.finally(() => enough.abort());
  await timeout;
  if (isLate) return { exitCode: -1, output: `Health check exceeded timeout (${timeoutMs / 1000}s)` };
  return { exitCode, output };
}
