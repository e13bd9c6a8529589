import { mkdirSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { releaseDisks } from '../../drivers/build/small-disk.ts';
import {
  type OnFailure,
  type PhaseSpec,
  userPhases,
  type UserPhase,
} from '../../services/codebuild/buildspec/buildspec.ts';
import type { BuildRow } from '../../services/codebuild/store.ts';
import { networkOf } from '../../services/faults/network-faults.ts';
import { keepSource } from '../../drivers/build/kept-source.ts';
import { saveCache } from './build-cache.ts';
import { openBuildLog } from './build-log.ts';
import { requireLinuxMachine } from './build-machine.ts';
import { attachToVpc, internetLines } from './build-network.ts';
import { type BuildRecord, buildRecord, type PhaseContext } from './build-record.ts';
import { type BuildEnvironment, BuildInterruption, PhaseFailure } from './environment.ts';
import { handOn } from './hand-on.ts';
import { keptSource } from './kept-source.ts';
import { limitDisk } from './limit-disk.ts';
import { masking } from './masking.ts';
import { type PreparedBuild, prepareBuild, type ProvisionedBuild } from './prepare-build.ts';
import { assumeServiceRole, inServiceRole } from './service-role.ts';
import { phaseAfter, type RunPhase } from './transitions.ts';

const minuteMs = 60_000;

/**
 * Runs a build that waits, from the end of its queuing to COMPLETED, and leaves nothing of it running. Aborting ends it; the
 * signal's reason is a BuildInterruption. Never rejects: what goes wrong is written into the build.
 */
export async function runBuild(
  environment: BuildEnvironment,
  scope: string,
  row: BuildRow,
  signal: AbortSignal,
): Promise<void> {
  const record = buildRecord(environment, scope, row);
  // In this turn, so that the place in the queue is taken.
  record.end('SUCCEEDED');
  record.begin('PROVISIONING');
  const limit = new AbortController();
  const cancelLimit = environment.clock.setTimer(row.settings.timeoutInMinutes * minuteMs, () =>
    limit.abort(new BuildInterruption('TIMED_OUT', 'BUILD_TIMED_OUT', 'Build has timed out. ')),
  );
  const run = new BuildRun(environment, scope, record, AbortSignal.any([signal, limit.signal]));
  try {
    await run.all();
  } finally {
    cancelLimit();
  }
}

class BuildRun {
  readonly #environment: BuildEnvironment;
  readonly #scope: string;
  readonly #record: BuildRecord;
  readonly #signal: AbortSignal;
  readonly #directory: string;
  #provisioned: ProvisionedBuild | undefined;
  #prepared: PreparedBuild | undefined;
  #hasFailed = false;

  constructor(environment: BuildEnvironment, scope: string, record: BuildRecord, signal: AbortSignal) {
    this.#environment = environment;
    this.#scope = scope;
    this.#record = record;
    this.#signal = signal;
    this.#directory = path.join(environment.buildDirectory, record.row().uuid);
  }

  async all(): Promise<void> {
    try {
      await this.#phases();
      await this.#finalize(this.#hasFailed ? 'FAILED' : 'SUCCEEDED');
    } catch (error) {
      await this.#interrupted(error);
    }
  }

  async #phases(): Promise<void> {
    const isProvisioned = await this.#work(async () => this.#provision());
    if (!isProvisioned) return;
    let phase: RunPhase = 'DOWNLOAD_SOURCE';
    while (phase !== 'FINALIZING') {
      const current: Exclude<RunPhase, 'FINALIZING'> = phase;
      this.#record.begin(current);
      const hasSucceeded = await this.#work(async () => this.#runPhase(current));
      phase = phaseAfter(current, hasSucceeded, this.#onFailure(current).kind);
    }
  }

  /** Does the work of the phase under way and ends it; whether it has succeeded. */
  async #work(work: () => Promise<PhaseContext | undefined>): Promise<boolean> {
    let failure: PhaseContext | undefined;
    const phase = this.#record.row().observed.currentPhase;
    try {
      this.#signal.throwIfAborted();
      failure = await work();
      this.#signal.throwIfAborted();
    } catch (error) {
      if (this.#signal.aborted) throw error;
      failure = contextOf(error);
    }
    if (failure !== undefined) this.#fail(failure);
    const status = failure === undefined ? 'SUCCEEDED' : 'FAILED';
    this.#record.end(status, failure === undefined ? [] : [failure]);
    if (phase !== 'PROVISIONING') this.#sayComplete(phase, status, failure);
    return failure === undefined;
  }

  #fail(failure: PhaseContext): void {
    this.#hasFailed = true;
    this.#prepared?.commands.markFailed();
    this.#environment.log.debug('build: phase failed', { ...failure });
  }

  #sayComplete(phase: string, status: string, context: PhaseContext | undefined): void {
    this.#provisioned?.log.say(`Phase complete: ${phase} State: ${status}`);
    this.#provisioned?.log.say(
      `Phase context status code: ${context?.statusCode ?? ''} Message: ${context?.message ?? ''}`,
    );
  }

  async #provision(): Promise<undefined> {
    const environment = this.#environment;
    const row = this.#record.row();
    const context = environment.contextOf(this.#scope);
    requireLinuxMachine(row.settings.environment);
    const credentials = assumeServiceRole(context, row);
    const hidden = masking();
    const { AWS_SECRET_ACCESS_KEY: key = '', AWS_SESSION_TOKEN: token = '' } = credentials;
    hidden.hide([key, token]);
    const log = openBuildLog(inServiceRole(context, row), row, hidden);
    this.#provisioned = {
      environment,
      scope: this.#scope,
      record: this.#record,
      log,
      masking: hidden,
      credentials,
      directory: this.#directory,
      signal: this.#signal,
    };
    this.#record.observe({ logs: log.place });
    attachToVpc(environment, this.#scope, this.#record);
    rmSync(this.#directory, { recursive: true, force: true });
    mkdirSync(this.#directory, { recursive: true, mode: 0o711 });
    limitDisk(environment, this.#scope, row, this.#directory);
    // Others may pass and not look: a build that is root runs programs, such as PostgreSQL, that refuse to be.
    mkdirSync(path.join(this.#directory, 'tmp'), { recursive: true, mode: 0o711 });
    log.say('Running on Neargate');
    const { networkInterface } = this.#record.row().observed;
    if (networkInterface !== undefined)
      for (const line of internetLines(networkOf(environment.store, this.#scope), networkInterface))
        log.say(line);
    log.say('Waiting for DOWNLOAD_SOURCE');
  }

  async #runPhase(phase: Exclude<RunPhase, 'FINALIZING'>): Promise<PhaseContext | undefined> {
    const build = this.#provisioned;
    if (build === undefined) throw new Error('the build is not provisioned');
    if (phase === 'DOWNLOAD_SOURCE') {
      this.#prepared = await prepareBuild(build);
      return undefined;
    }
    const prepared = this.#prepared;
    if (prepared === undefined) throw new Error('the build has no sources');
    if (phase === 'UPLOAD_ARTIFACTS') {
      await handOn(build, prepared);
      return undefined;
    }
    build.log.say(`Entering phase ${phase}`);
    const spec = prepared.spec.phases[phase];
    return spec === undefined ? undefined : this.#runCommands(prepared, spec);
  }

  async #runCommands({ commands }: PreparedBuild, phase: PhaseSpec): Promise<PhaseContext | undefined> {
    const { onFailure } = phase;
    for (let retries = 0; ; retries++) {
      const failure = await commands.runPhase(phase, this.#signal);
      if (failure === undefined || onFailure.kind !== 'retry' || retries === onFailure.limit) return failure;
      if (!new RegExp(onFailure.pattern, 's').test(failure.message)) return failure;
      this.#provisioned?.log.say(`Retrying the phase: ${retries + 1} of ${onFailure.limit}`);
    }
  }

  #onFailure(phase: RunPhase): OnFailure {
    const userPhase = userPhases.find((candidate): candidate is UserPhase => candidate === phase);
    const given = userPhase && this.#prepared?.spec.phases[userPhase]?.onFailure;
    return given ?? { kind: 'default' };
  }

  async #interrupted(error: unknown): Promise<void> {
    const reason: unknown = this.#signal.aborted ? this.#signal.reason : error;
    const interruption =
      reason instanceof BuildInterruption
        ? reason
        : new BuildInterruption('FAULT', 'INTERNAL_SERVICE_ERROR', `Neargate failed: ${String(reason)}`);
    const { buildStatus, context } = interruption;
    if (!(reason instanceof BuildInterruption)) {
      this.#environment.log.error('build: failed inside Neargate', { id: this.#record.row().id, error });
    }
    const phase = this.#record.row().observed.currentPhase;
    this.#record.end(buildStatus, [context]);
    this.#sayComplete(phase, buildStatus, context);
    await this.#finalize(buildStatus);
  }

  async #finalize(buildStatus: 'SUCCEEDED' | 'FAILED' | BuildInterruption['buildStatus']): Promise<void> {
    this.#record.begin('FINALIZING');
    const contexts: PhaseContext[] = [];
    try {
      await this.#prepared?.commands.end();
      // However the build has ended: what it took from the cache would be lost. Artifacts have been taken by now.
      if (this.#provisioned !== undefined) saveCache(this.#provisioned, this.#prepared?.cache ?? []);
      const s3Log = await this.#provisioned?.log.close();
      if (s3Log !== undefined) this.#record.observe({ s3Log });
    } catch (error) {
      contexts.push({
        statusCode: 'CLIENT_ERROR',
        message: `The log could not be put into S3: ${String(error)}`,
      });
    }
    this.#record.end(contexts.length === 0 ? 'SUCCEEDED' : 'FAILED', contexts);
    this.#record.complete(buildStatus);
    // Thousands of files: removing them at once would hold up everything else for seconds, and nobody need wait for it.
    releaseDisks(this.#directory);
    if (this.#environment.keepsFolders) return;
    if (this.#provisioned !== undefined)
      await keepSource(path.join(this.#directory, 'src'), keptSource(this.#provisioned));
    await rm(this.#directory, { recursive: true, force: true });
  }
}

/** What a failure says of its phase. What is not the build's own is thrown on. */
function contextOf(error: unknown): PhaseContext {
  if (error instanceof PhaseFailure) return { statusCode: error.statusCode, message: error.message };
  // The build's disk is full while Neargate itself writes to it, as for its sources.
  if ((error as NodeJS.ErrnoException).code === 'ENOSPC')
    return { statusCode: 'CLIENT_ERROR', message: 'no space left on device' };
  throw error;
}
