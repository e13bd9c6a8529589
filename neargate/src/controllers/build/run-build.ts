import { mkdirSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { hostEnvironment } from '../../drivers/build/host-environment.ts';
import {
  type CachePlace,
  cachePlaces,
  putIntoCache,
  takeFromCache,
} from '../../drivers/build/local-cache.ts';
import {
  type Buildspec,
  type OnFailure,
  type PhaseSpec,
  userPhases,
  type UserPhase,
} from '../../services/codebuild/buildspec/buildspec.ts';
import { type BuildRow, codebuildTables } from '../../services/codebuild/store.ts';
import { type BuildLog, openBuildLog } from './build-log.ts';
import { type BuildRecord, buildRecord, type PhaseContext } from './build-record.ts';
import { downloadSource } from './download-source.ts';
import { type BuildEnvironment, BuildInterruption, PhaseFailure } from './environment.ts';
import { findBuildspec } from './find-buildspec.ts';
import { masking } from './masking.ts';
import { recordReports } from './record-reports.ts';
import { type CommandRunner, commandRunner } from './run-commands.ts';
import { runtimeLines } from './runtime-versions.ts';
import { assumeServiceRole } from './service-role.ts';
import { standardVariables } from './standard-variables.ts';
import { phaseAfter, type RunPhase } from './transitions.ts';
import { uploadArtifacts } from './upload-artifacts.ts';
import { resolveVariables } from './variables.ts';

const minuteMs = 60_000;

/** What a build has once its sources are there. */
interface Prepared {
  readonly spec: Buildspec;
  readonly sourceDirectory: string;
  readonly commands: CommandRunner;
  readonly cache: readonly CachePlace[];
  readonly notExportable: readonly string[];
}

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
  readonly #masking = masking();
  readonly #directory: string;
  #log: BuildLog | undefined;
  #credentials: Readonly<Record<string, string>> = {};
  #prepared: Prepared | undefined;
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
      if (this.#signal.aborted || !(error instanceof PhaseFailure)) throw error;
      failure = { statusCode: error.statusCode, message: error.message };
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
    this.#log?.say(`Phase complete: ${phase} State: ${status}`);
    this.#log?.say(
      `Phase context status code: ${context?.statusCode ?? ''} Message: ${context?.message ?? ''}`,
    );
  }

  async #provision(): Promise<undefined> {
    const row = this.#record.row();
    const context = this.#environment.contextOf(this.#scope);
    this.#credentials = assumeServiceRole(context, row);
    this.#log = openBuildLog(context, row, this.#masking);
    this.#record.observe({ logs: this.#log.place });
    rmSync(this.#directory, { recursive: true, force: true });
    // Others may pass and not look: a build that is root runs programs, such as PostgreSQL, that refuse to be.
    mkdirSync(path.join(this.#directory, 'tmp'), { recursive: true, mode: 0o711 });
    this.#log.say('Running on Neargate');
    this.#log.say('Waiting for DOWNLOAD_SOURCE');
  }

  async #runPhase(phase: Exclude<RunPhase, 'FINALIZING'>): Promise<PhaseContext | undefined> {
    if (phase === 'DOWNLOAD_SOURCE') {
      this.#prepared = await this.#download();
      return undefined;
    }
    const prepared = this.#required();
    if (phase === 'UPLOAD_ARTIFACTS') {
      await this.#upload(prepared);
      return undefined;
    }
    this.#log?.say(`Entering phase ${phase}`);
    const spec = prepared.spec.phases[phase];
    return spec === undefined ? undefined : this.#runCommands(prepared, spec);
  }

  async #runCommands({ commands }: Prepared, phase: PhaseSpec): Promise<PhaseContext | undefined> {
    const { onFailure } = phase;
    for (let retries = 0; ; retries++) {
      const failure = await commands.runPhase(phase, this.#signal);
      if (failure === undefined || onFailure.kind !== 'retry' || retries === onFailure.limit) return failure;
      if (!new RegExp(onFailure.pattern, 's').test(failure.message)) return failure;
      this.#log?.say(`Retrying the phase: ${retries + 1} of ${onFailure.limit}`);
    }
  }

  #onFailure(phase: RunPhase): OnFailure {
    const userPhase = userPhases.find((candidate): candidate is UserPhase => candidate === phase);
    const given = userPhase && this.#prepared?.spec.phases[userPhase]?.onFailure;
    return given ?? { kind: 'default' };
  }

  #required(): Prepared {
    if (this.#prepared === undefined) throw new Error('the build has no sources');
    return this.#prepared;
  }

  async #download(): Promise<Prepared> {
    const context = this.#environment.contextOf(this.#scope);
    const log = this.#requiredLog();
    log.say('Phase is DOWNLOAD_SOURCE');
    const source = await downloadSource({
      context,
      row: this.#record.row(),
      accessKeyId: this.#credentials['AWS_ACCESS_KEY_ID'] ?? '',
      directory: this.#directory,
      signal: this.#signal,
    });
    if (source.resolvedVersion !== undefined)
      this.#record.observe({ resolvedSourceVersion: source.resolvedVersion });
    const row = this.#record.row();
    log.say(`CODEBUILD_SRC_DIR=${source.primary}`);
    const { location, spec } = findBuildspec(context, row, source.primary);
    log.say(`YAML location is ${location}`);
    for (const line of warningLines(spec)) log.say(line);
    log.say('Processing environment variables');
    const variables = resolveVariables(context, row, spec);
    this.#masking.hide(variables.secrets);
    const { environment, home } = this.#commandEnvironment();
    const all = { ...environment, ...variables.values, ...standardVariables(row, source) };
    for (const line of await runtimeLines(spec, all)) log.say(line);
    log.say(`Moving to directory ${source.primary}`);
    const cache = this.#takeCache(spec, source.primary, home);
    log.say('Registering with agent');
    const phases = userPhases.flatMap((name) => (spec.phases[name] === undefined ? [] : [name]));
    log.say(`Phases found in YAML: ${phases.length}`);
    for (const name of phases) log.say(` ${name}: ${spec.phases[name]?.commands.length ?? 0} commands`);
    for (const line of runAsLines(spec)) log.say(line);
    return {
      spec,
      sourceDirectory: source.primary,
      cache,
      notExportable: variables.notExportable,
      commands: commandRunner({
        spec,
        sourceDirectory: source.primary,
        environment: all,
        directory: path.join(this.#directory, 'tmp', 'shell'),
        buildId: row.id,
        log,
        onStart: ({ pid, startTime }) => this.#record.observe({ process: { pid, startTime } }),
      }),
    };
  }

  /** The machine's part of the environment, the shims' and the service role's. */
  #commandEnvironment(): { readonly environment: Readonly<Record<string, string>>; readonly home: string } {
    const { cacheDirectory, inherited } = this.#environment;
    const { gatewayUrl } = this.#environment.contextOf(this.#scope);
    const shims = this.#environment.shims();
    const home = path.join(this.#directory, 'home');
    const { privilegedMode = false } = this.#record.row().settings.environment;
    const host = hostEnvironment({
      binDirectories: shims.binDirectories,
      home,
      temporaryDirectory: path.join(this.#directory, 'tmp'),
      npmCache: path.join(cacheDirectory, 'npm'),
      inherited,
    });
    return {
      home,
      environment: {
        ...host,
        AWS_ENDPOINT_URL: gatewayUrl,
        ...shims.environment,
        NEARGATE_BUILD_PRIVILEGED: privilegedMode ? '1' : '0',
        ...this.#credentials,
      },
    };
  }

  #takeCache(spec: Buildspec, sourceDirectory: string, home: string): readonly CachePlace[] {
    const log = this.#requiredLog();
    if (spec.cachePaths.length === 0) {
      log.say('Cache is not defined in the buildspec');
      log.say('Skip cache due to: no paths specified to be cached');
      return [];
    }
    const { type, modes = [] } = this.#record.row().settings.cache;
    const isKept = type === 'S3' || (type === 'LOCAL' && modes.includes('LOCAL_CUSTOM_CACHE'));
    if (!isKept) {
      log.say('Skip cache due to: the project has no cache for paths of the buildspec');
      return [];
    }
    if (type === 'S3') log.say('Neargate keeps the cache on this machine, not in S3.');
    const places = cachePlaces(spec.cachePaths, { sourceDirectory, home });
    for (const { pattern, absolute } of places) {
      if (absolute === undefined) log.say(`Skipping cache path ${pattern}: it is outside of the build`);
    }
    for (const pattern of takeFromCache(this.#cacheDirectory(), places)) log.say(`Restored cache ${pattern}`);
    return places;
  }

  /** A folder of its own after each InvalidateProjectCache. */
  #cacheDirectory(): string {
    const { projectName } = this.#record.row();
    const project = codebuildTables(this.#environment.store, this.#scope).projects.get(projectName);
    const of = path.join(this.#environment.cacheDirectory, 'builds', ...this.#scope.split('/'), projectName);
    return path.join(of, String(project?.cacheInvalidatedAtMs ?? 0));
  }

  async #upload({ spec, sourceDirectory, commands, cache, notExportable }: Prepared): Promise<void> {
    const log = this.#requiredLog();
    const row = this.#record.row();
    const context = this.#environment.contextOf(this.#scope);
    await this.#export(spec, commands, notExportable);
    recordReports({ context, record: this.#record, spec, sourceDirectory, say: (line) => log.say(line) });
    for (const pattern of putIntoCache(this.#cacheDirectory(), cache)) log.say(`Saved cache ${pattern}`);
    this.#record.observe(
      await uploadArtifacts({
        context,
        row,
        spec,
        sourceDirectory,
        say: (line) => log.say(line),
        expand: async (text) => commands.expand(text),
      }),
    );
  }

  async #export(spec: Buildspec, commands: CommandRunner, notExportable: readonly string[]): Promise<void> {
    const names = spec.exportedVariables.filter(
      (name) => !notExportable.includes(name) && !name.startsWith('AWS_'),
    );
    if (names.length === 0) return;
    const values = await commands.valuesOf(names);
    this.#record.observe({
      exportedEnvironmentVariables: Object.entries(values).map(([name, value]) => ({ name, value })),
    });
  }

  #requiredLog(): BuildLog {
    if (this.#log === undefined) throw new Error('the build has no log');
    return this.#log;
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
      const s3Log = await this.#log?.close();
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
    if (!this.#environment.keepsFolders) await rm(this.#directory, { recursive: true, force: true });
  }
}

function warningLines({ warnings }: Buildspec): readonly string[] {
  if (warnings.length === 0) return [];
  return [
    'Found possible syntax errors in buildspec:',
    ...warnings.flatMap(({ section, keys }) => [
      `In the section ${section}`,
      '\tThe following keys cannot be identified:',
      ...keys.map((key) => `\t\t${key}`),
    ]),
  ];
}

/** A build image has users of its own; this machine's are none of the build's business. */
function runAsLines({ runAs, phases }: Buildspec): readonly string[] {
  const users = new Set([runAs, ...userPhases.map((name) => phases[name]?.runAs)]);
  return [...users].flatMap((user) =>
    user === undefined
      ? []
      : [`run-as ${user} is not followed: Neargate runs commands as the user it runs as.`],
  );
}
