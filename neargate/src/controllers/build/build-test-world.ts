import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { CreateProjectInput, ProjectEnvironment } from '@aws-sdk/client-codebuild';
import { onTestFinished } from 'vitest';
import { silentLogger } from '../../core/logger.ts';
import { unpackOverKept } from '../../drivers/build/kept-source.ts';
import { unpackInto } from '../../drivers/build/unpack.ts';
import { type BuildRequest, startBuild } from '../../services/codebuild/start-build.ts';
import { type BuildRow, codebuildTablesOf } from '../../services/codebuild/store.ts';
import { createTestContext } from '../../services/test-context.ts';
import { startReconcilers } from '../reconciler.ts';
import { type BuildReconciler, buildReconciler } from './build-reconciler.ts';
import type { BuildEnvironment } from './environment.ts';

export const roleArn = 'arn:aws:iam::123456789012:role/build';

export const buildImage: ProjectEnvironment = {
  type: 'LINUX_CONTAINER',
  image: 'aws/codebuild/amazonlinux-x86_64-standard:5.0',
  computeType: 'BUILD_GENERAL1_SMALL',
};

/** An account with a service role, a folder for builds, and the controller that runs them with real shells. */
export async function buildTestWorld(changes: Partial<BuildEnvironment> = {}) {
  const test = await createTestContext();
  const { context, call } = test;
  const root = mkdtempSync(path.join(tmpdir(), 'builds-'));
  const environment: BuildEnvironment = {
    store: context.store,
    clock: test.clock,
    ids: context.ids,
    log: silentLogger,
    contextOf: () => context,
    buildDirectory: path.join(root, 'builds'),
    cacheDirectory: path.join(root, 'cache'),
    places: 2,
    keepsFolders: false,
    unpack: async ({ directory, bytes, kept }) =>
      kept === undefined ? unpackInto(directory, bytes) : unpackOverKept(directory, bytes, kept),
    inherited: { PATH: process.env['PATH'] },
    shims: () => ({ binDirectories: [path.join(root, 'bin')], environment: {} }),
    ...changes,
  };
  call('iam', 'CreateRole', {
    RoleName: 'build',
    AssumeRolePolicyDocument: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'codebuild.amazonaws.com' } },
      ],
    }),
  });
  let builds: BuildReconciler = buildReconciler(environment);
  let running = startReconcilers([builds], environment);
  const stop = async () => {
    await running.stop();
    await builds.stopAll();
  };
  onTestFinished(async () => {
    await stop();
    rmSync(root, { recursive: true });
  });
  const rowOf = (id: string): BuildRow => {
    const row = codebuildTablesOf(context).builds.get(id);
    if (row === undefined) throw new Error(`no build ${id}`);
    return row;
  };
  const until = async (id: string, isReached: (row: BuildRow) => boolean): Promise<BuildRow> => {
    for (let tries = 0; tries < 5000; tries++) {
      const row = rowOf(id);
      if (isReached(row)) return row;
      await new Promise((resolve) => {
        setTimeout(resolve, 4);
      });
    }
    throw new Error(`the build stays in ${JSON.stringify(rowOf(id).observed)}`);
  };
  const project = (name: string, given: Partial<CreateProjectInput> = {}) =>
    call('codebuild', 'CreateProject', {
      name,
      source: { type: 'NO_SOURCE', buildspec: 'version: 0.2\n' },
      artifacts: { type: 'NO_ARTIFACTS' },
      environment: buildImage,
      serviceRole: roleArn,
      ...given,
    });
  return {
    ...test,
    root,
    environment,
    project,
    rowOf,
    until,
    stop,
    /** As a new process does after the last one is gone. */
    async restart() {
      builds = buildReconciler(environment);
      await builds.recover();
      running = startReconcilers([builds], environment);
    },
    start: (projectName: string, request: Partial<BuildRequest> = {}) =>
      startBuild(context, { projectName, initiator: 'test', ...request }),
    ended: async (id: string) => until(id, ({ observed }) => observed.endedAtMs !== undefined),
    /** Runs a buildspec without a source to its end. */
    async build(buildspec: string, request: Partial<BuildRequest> = {}) {
      if (codebuildTablesOf(context).projects.get('alone') === undefined) project('alone');
      const { id } = startBuild(context, {
        projectName: 'alone',
        initiator: 'test',
        buildspecOverride: buildspec,
        ...request,
      });
      return until(id, ({ observed }) => observed.endedAtMs !== undefined);
    },
    /** The lines of a build's log without the times of CodeBuild's own. */
    logOf(row: BuildRow): string[] {
      const { groupName = '', streamName = '' } = row.observed.logs ?? {};
      return context.logs
        .read({ scope: '123456789012/us-east-1', group: groupName, stream: streamName })
        .map(({ message }) => message.replace(/^\[Container\] [\d/]+ [\d:.]+ /, '> '));
    },
    hasFolder: (row: BuildRow) => existsSync(path.join(environment.buildDirectory, row.uuid)),
  };
}

/** Which phases ran, and how each ended. */
export function phasesOf({ observed }: BuildRow): string[] {
  return observed.phases.map(({ phaseType, phaseStatus }) => `${phaseType} ${phaseStatus ?? ''}`.trim());
}

/** The contexts of phases that did not succeed. */
export function contextsOf({ observed }: BuildRow): string[] {
  return observed.phases.flatMap(({ phaseType, contexts }) =>
    contexts.map(({ statusCode, message }) => `${phaseType} ${statusCode}: ${message}`),
  );
}
