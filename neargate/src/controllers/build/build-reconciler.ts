import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { AwsError } from '../../core/aws-error.ts';
import { releaseDisks } from '../../drivers/build/small-disk.ts';
import { isSameProcess } from '../../drivers/task/process/process-identity.ts';
import { killGroup, killLeftovers } from '../../drivers/task/process/running-container.ts';
import { startAgain } from '../../services/codebuild/start-build.ts';
import { type BuildRow, codebuildTableNames, codebuildTables } from '../../services/codebuild/store.ts';
import type { Change } from '../../store/table.ts';
import type { Reconciler, ReconcileResult } from '../reconciler.ts';
import { buildRecord } from './build-record.ts';
import { type BuildEnvironment, BuildInterruption } from './environment.ts';
import { ownEnd } from './own-end.ts';
import { buildsToStart } from './queue.ts';
import { runBuild } from './run-build.ts';
import { buildMarker } from './run-commands.ts';

const minuteMs = 60_000;

export interface BuildReconciler extends Reconciler {
  /** Ends what an earlier process of Neargate left running: its processes and its builds. To be called before anything starts. */
  recover(): Promise<void>;
  /** Ends all builds, as FAULT, and resolves when nothing of them runs. */
  stopAll(): Promise<void>;
}

/**
 * Runs the builds that wait, as many at a time as there are places, the oldest first. Keyed by scope and build id. A build that
 * a crash interrupted is not continued: what its commands had done is not known.
 */
export function buildReconciler(environment: BuildEnvironment): BuildReconciler {
  const { store, clock } = environment;
  const running = new Map<string, { readonly abort: AbortController; readonly ended: Promise<void> }>();
  let isStopping = false;

  const rowOf = (key: string) => {
    const [scope, id] = splitKey(key);
    return codebuildTables(store, scope).builds.get(id);
  };

  function start(key: string, row: BuildRow): void {
    const [scope] = splitKey(key);
    const abort = new AbortController();
    const ended = runBuild(environment, scope, row, abort.signal)
      .catch((error: unknown) => {
        environment.log.error('build: could not be finished', { key, error });
        endAsFault(environment, scope, row, `Neargate failed: ${String(error)}`);
      })
      .finally(() => {
        running.delete(key);
        retryWhenAsked(environment, scope, row.id);
      });
    running.set(key, { abort, ended });
  }

  function waitOrStart(key: string, row: BuildRow): ReconcileResult | undefined {
    const [scope] = splitKey(key);
    const record = () => buildRecord(environment, scope, row);
    if (row.stopRequestedAtMs !== undefined) {
      record().complete('STOPPED', [stoppedContext]);
      return undefined;
    }
    const leftMs = row.startedAtMs + row.settings.queuedTimeoutInMinutes * minuteMs - clock.now();
    if (leftMs <= 0) {
      record().complete('TIMED_OUT', [
        { statusCode: 'BUILD_TIMED_OUT', message: 'Build has timed out in the queue. ' },
      ]);
      return undefined;
    }
    if (buildsToStart(activeBuilds(environment), environment.places).includes(key)) {
      start(key, row);
      return undefined;
    }
    return { requeueAfterMs: leftMs };
  }

  return {
    name: 'build',
    keysFor: (change) => keysFor(environment, change),
    initialKeys: () => activeBuilds(environment).map(({ key }) => key),
    async reconcile(key) {
      const row = rowOf(key);
      if (row === undefined || row.observed.buildStatus !== 'IN_PROGRESS' || isStopping) return undefined;
      if (isWaiting(row)) return waitOrStart(key, row);
      const run = running.get(key);
      if (run !== undefined && row.stopRequestedAtMs !== undefined) run.abort.abort(stopped());
      return undefined;
    },
    async recover() {
      for (const { key, isWaiting: waits } of activeBuilds(environment)) {
        if (waits) continue;
        const [scope, id] = splitKey(key);
        const row = codebuildTables(store, scope).builds.get(id);
        if (row === undefined) continue;
        const { process } = row.observed;
        if (process !== undefined && isSameProcess(process)) await killGroup(process.pid);
        await killLeftovers(buildMarker(id));
        endAsFault(environment, scope, row, ownEnd.killed);
      }
      releaseDisks(environment.buildDirectory);
      if (!environment.keepsFolders) removeFolders(environment.buildDirectory);
    },
    async stopAll() {
      isStopping = true;
      const reason = new BuildInterruption('FAULT', 'INTERNAL_SERVICE_ERROR', ownEnd.stopped);
      for (const { abort } of running.values()) abort.abort(reason);
      await Promise.all(Array.from(running.values(), ({ ended }) => ended));
    },
  };
}

const stoppedContext = { statusCode: 'BUILD_STOPPED', message: 'Build was stopped by the user. ' };

function stopped(): BuildInterruption {
  return new BuildInterruption('STOPPED', stoppedContext.statusCode, stoppedContext.message);
}

/** Its own key, and when a place gets free those of all that wait. */
function keysFor(environment: BuildEnvironment, change: Change): readonly string[] {
  const { table, scope, key, before, after } = change;
  if (table !== codebuildTableNames.builds) return [];
  const [was, is] = [before as BuildRow | undefined, after as BuildRow | undefined];
  const isFree = was?.observed.endedAtMs === undefined && is?.observed.endedAtMs !== undefined;
  const isConcerned = was === undefined || was.stopRequestedAtMs !== is?.stopRequestedAtMs;
  const others = isFree
    ? activeBuilds(environment).flatMap((build) => (build.isWaiting ? [build.key] : []))
    : [];
  return isConcerned ? [keyOf(scope, key), ...others] : others;
}

function activeBuilds({ store }: BuildEnvironment) {
  return store.scopes(codebuildTableNames.builds).flatMap((scope) =>
    Array.from(codebuildTables(store, scope).builds.values())
      .filter(({ observed }) => observed.buildStatus === 'IN_PROGRESS')
      .map((row) => ({
        key: keyOf(scope, row.id),
        startedAtMs: row.startedAtMs,
        isWaiting: isWaiting(row),
      })),
  );
}

function isWaiting({ observed }: BuildRow): boolean {
  return observed.currentPhase === 'QUEUED' || observed.currentPhase === 'SUBMITTED';
}

function endAsFault(environment: BuildEnvironment, scope: string, row: BuildRow, message: string): void {
  const current = codebuildTables(environment.store, scope).builds.get(row.id);
  if (current?.observed.buildStatus !== 'IN_PROGRESS') return;
  buildRecord(environment, scope, current).complete('FAULT', [
    { statusCode: 'INTERNAL_SERVICE_ERROR', message },
  ]);
}

/** https://docs.aws.amazon.com/codebuild/latest/userguide/auto-retry-build.html */
function retryWhenAsked(environment: BuildEnvironment, scope: string, id: string): void {
  const row = codebuildTables(environment.store, scope).builds.get(id);
  if (row?.autoRetry === undefined || row.observed.buildStatus !== 'FAILED') return;
  const { limit, number } = row.autoRetry;
  if (number >= limit || row.pipelineInput !== undefined) return;
  try {
    startAgain(environment.contextOf(scope), row, { limit, number: number + 1, previous: row.arn });
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    environment.log.warn('build: cannot be retried', { id, reason: error.message });
  }
}

/** Folders of builds that a crash left. */
function removeFolders(buildDirectory: string): void {
  let names: string[] = [];
  try {
    names = readdirSync(buildDirectory);
  } catch {
    // There has never been a build.
  }
  for (const name of names) rmSync(path.join(buildDirectory, name), { recursive: true, force: true });
}

function keyOf(scope: string, id: string): string {
  return `${scope} ${id}`;
}

function splitKey(key: string): readonly [scope: string, id: string] {
  const space = key.indexOf(' ');
  return [key.slice(0, space), key.slice(space + 1)];
}
