import type { ContainerDefinition } from '@aws-sdk/client-ecs';
import {
  ContainerStartError,
  type ContainerSpec,
  type ContainerUsage,
  type ExecRequest,
  type ExecSession,
  type ExitResult,
} from '../../drivers/task/driver.ts';
import type { Handle, TaskEnvironment } from './environment.ts';
import { type HealthChecks, startHealthChecks } from './health/health-checks.ts';
import { healthCheckPlan, type HealthState } from './health/health-state.ts';
import { restartsInPlace } from './restart-policy.ts';
import { stopSignal } from './stop-signal.ts';

/** What to run, and under which rules. */
export interface ContainerRun {
  readonly taskArn: string;
  /** With the task's overrides. */
  readonly definition: ContainerDefinition;
  readonly spec: ContainerSpec;
  /** Called once, when the container has ended for good. */
  readonly onEnd: () => void;
}

/** What becomes of a container, told as it happens. */
export interface ContainerListener {
  /** Each time its program starts; `restarts` counts from 0. */
  onStart(handle: Handle, restarts: number): void;
  onHealth(state: HealthState): void;
  onEnd(result: ExitResult): void;
  /** Whether its restart policy may still be followed. */
  isWanted(): boolean;
}

/** One container from its first start to its end for good, restarts in place and health checks included. */
export class RunningContainer {
  /** Resolves when it has ended for good. */
  readonly ended: Promise<void>;
  readonly #environment: TaskEnvironment;
  readonly #run: ContainerRun;
  readonly #listener: ContainerListener;
  #handle: Handle;
  #health: HealthChecks | undefined;
  #restarts = 0;
  #isStopping = false;

  private constructor(
    environment: TaskEnvironment,
    run: ContainerRun,
    listener: ContainerListener,
    handle: Handle,
    giveUp: AbortSignal,
  ) {
    this.#environment = environment;
    this.#run = run;
    this.#listener = listener;
    this.#handle = handle;
    this.#begin();
    this.ended = this.#live(giveUp).finally(run.onEnd);
    this.ended.catch((error: unknown) => {
      if (!giveUp.aborted)
        environment.log.error('waiting for a container failed', { taskArn: run.taskArn, error });
    });
  }

  /** @throws ContainerStartError */
  static async start(
    environment: TaskEnvironment,
    run: ContainerRun,
    listener: ContainerListener,
    giveUp: AbortSignal,
  ): Promise<RunningContainer> {
    const handle = await environment.driver.start(run.spec);
    if (giveUp.aborted) {
      // It was on its way when everything was stopped: nobody else would end it.
      await environment.driver.destroy(handle);
      throw giveUp.reason as Error;
    }
    return new RunningContainer(environment, run, listener, handle, giveUp);
  }

  get healthState(): HealthState | undefined {
    return this.#health?.state();
  }

  usage(): ContainerUsage | undefined {
    return this.#environment.driver.usage(this.#handle);
  }

  exec(request: ExecRequest): Promise<ExecSession> {
    return this.#environment.driver.exec(this.#handle, request);
  }

  /**
   * Stop signal of the image, then SIGKILL. Without an init process the program is the first of its container, which gets no signal that it
   * does not handle. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-lifecycle-explanation.html
   */
  async stop(timeoutMs: number, options: { readonly isOurs?: boolean } = {}): Promise<void> {
    const { driver, timing } = this.#environment;
    const { spec } = this.#run;
    this.#isStopping = true;
    const isProtected = spec.hasInit !== true && options.isOurs !== true;
    await driver.stop(this.#handle, {
      signal: stopSignal(spec.image.config.config.StopSignal),
      timeoutMs,
      ...(isProtected ? { whenUnhandledMs: timing.scaled('ecs-stop-of-unhandled-signal', timeoutMs) } : {}),
    });
    await this.ended.catch(() => undefined);
    await driver.destroy(this.#handle);
  }

  #begin(): void {
    const { clock, timing, driver } = this.#environment;
    this.#listener.onStart(this.#handle, this.#restarts);
    const plan = healthCheckPlan(this.#run.definition.healthCheck, timing);
    if (plan === undefined) return;
    const handle = this.#handle;
    this.#health = startHealthChecks(
      clock,
      plan,
      (request) => driver.exec(handle, request),
      (state) => this.#listener.onHealth(state),
      (error) => this.#environment.log.error('health checks failed', { taskArn: this.#run.taskArn, error }),
    );
  }

  async #live(giveUp: AbortSignal): Promise<void> {
    const { clock, driver } = this.#environment;
    for (;;) {
      const startedAtMs = clock.now();
      const result = await driver.wait(this.#handle, giveUp);
      this.#health?.stop();
      const mayRestart = !this.#isStopping && this.#listener.isWanted();
      const policy = this.#run.definition.restartPolicy;
      if (!mayRestart || !restartsInPlace(policy, result.exitCode, clock.now() - startedAtMs)) {
        this.#listener.onEnd(result);
        return;
      }
      const failure = await this.#restart();
      if (failure !== undefined) {
        this.#listener.onEnd({ ...result, reason: failure });
        return;
      }
    }
  }

  /** @returns why it could not be started again */
  async #restart(): Promise<string | undefined> {
    const { driver } = this.#environment;
    try {
      this.#handle = await driver.start(this.#run.spec);
    } catch (error) {
      if (error instanceof ContainerStartError) return error.message;
      throw error;
    }
    this.#restarts += 1;
    if (this.#isStopping) {
      await driver.stop(this.#handle, { signal: 'SIGKILL', timeoutMs: 0 });
      return undefined;
    }
    this.#begin();
    return undefined;
  }
}
