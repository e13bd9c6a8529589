import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { BuildShell } from '../../drivers/build/build-shell.ts';
import { findProcessesByEnvironment, isSameProcess } from '../../drivers/task/process/process-identity.ts';
import { codebuildTablesOf, type BuildRow } from '../../services/codebuild/store.ts';
import { eventsTables } from '../../services/events/store.ts';
import { buildTestWorld, contextsOf, phasesOf } from './build-test-world.ts';
import { buildMarker } from './run-commands.ts';

type World = Awaited<ReturnType<typeof buildTestWorld>>;

const sleeping = `version: 0.2
phases:
  build: { commands: [touch started, sleep 300], finally: [echo never] }
  post_build: { commands: [echo never] }
`;

/** Starts a build that sleeps and resolves when it does. */
async function sleeper(world: World, request = {}): Promise<BuildRow> {
  if (codebuildTablesOf(world.context).projects.get('alone') === undefined) world.project('alone');
  const { id } = world.start('alone', { buildspecOverride: sleeping, ...request });
  return world.until(
    id,
    ({ observed }) => observed.process !== undefined && observed.currentPhase === 'BUILD',
  );
}

function expectNothingRuns(row: BuildRow): void {
  expect(findProcessesByEnvironment(buildMarker(row.id))).toEqual([]);
}

describe('a build that runs', () => {
  it('is stopped', async () => {
    const world = await buildTestWorld();
    const { id } = await sleeper(world);
    world.call('codebuild', 'StopBuild', { id });
    const row = await world.ended(id);
    expect(row.observed.buildStatus).toBe('STOPPED');
    expect(phasesOf(row).slice(-3)).toEqual(['BUILD STOPPED', 'FINALIZING SUCCEEDED', 'COMPLETED']);
    expect(world.logOf(row)).not.toContain('never');
    await expect.poll(() => world.hasFolder(row)).toBe(false);
    expectNothingRuns(row);
  });

  it('times out', async () => {
    const world = await buildTestWorld();
    const { id } = await sleeper(world, { timeoutInMinutesOverride: 5 });
    await world.clock.advance(5 * 60_000 - 1);
    expect(world.rowOf(id).observed.buildStatus).toBe('IN_PROGRESS');
    await world.clock.advance(1);
    const row = await world.ended(id);
    expect(row.observed.buildStatus).toBe('TIMED_OUT');
    expect(contextsOf(row)).toEqual(['BUILD BUILD_TIMED_OUT: Build has timed out. ']);
    const [build] = world.call('codebuild', 'BatchGetBuilds', { ids: [id] }).builds ?? [];
    expect(build?.phases?.find(({ phaseType }) => phaseType === 'BUILD')?.durationInSeconds).toBe(300);
    expectNothingRuns(row);
  });

  it('ends as a fault when Neargate stops', async () => {
    const world = await buildTestWorld();
    const { id } = await sleeper(world);
    await world.stop();
    const row = world.rowOf(id);
    expect(row.observed.buildStatus).toBe('FAULT');
    expect(contextsOf(row)).toEqual([
      expect.stringMatching(/^BUILD INTERNAL_SERVICE_ERROR: Neargate was stopped/),
    ]);
    expectNothingRuns(row);
  });

  it('is ended by the next process after a crash, its processes too, and those that wait go on', async () => {
    const world = await buildTestWorld({ places: 1 });
    const crashed = await sleeper(world);
    const waiting = world.start('alone', { buildspecOverride: 'version: 0.2\n' });
    await world.stop();
    // What a crash leaves: the row as it was, and processes that nobody waits for.
    const folder = path.join(world.environment.buildDirectory, crashed.uuid);
    mkdirSync(folder, { recursive: true });
    let identity: BuildRow['observed']['process'];
    const orphan = new BuildShell({
      shell: 'sh',
      workingDirectory: folder,
      environment: { PATH: process.env['PATH'] ?? '', CODEBUILD_BUILD_ID: crashed.id },
      directory: path.join(folder, 'shell'),
      marker: buildMarker(crashed.id),
      onLine: () => undefined,
      onStart: (started) => {
        identity = started;
      },
    });
    const command = orphan.run('setsid sleep 300 & sleep 300');
    await expect.poll(() => findProcessesByEnvironment(buildMarker(crashed.id)).length).toBe(3);
    codebuildTablesOf(world.context).builds.put(crashed.id, {
      ...crashed,
      observed: { ...crashed.observed, process: identity },
    });
    await world.restart();
    await command;
    const row = world.rowOf(crashed.id);
    expect(row.observed.buildStatus).toBe('FAULT');
    expect(phasesOf(row).slice(-2)).toEqual(['BUILD FAULT', 'COMPLETED']);
    expect(contextsOf(row)).toEqual([
      'BUILD INTERNAL_SERVICE_ERROR: Neargate ended while the build was running. Start the build again.',
    ]);
    expectNothingRuns(row);
    expect(identity !== undefined && isSameProcess(identity)).toBe(false);
    await expect.poll(() => world.hasFolder(row)).toBe(false);
    expect((await world.ended(waiting.id)).observed.buildStatus).toBe('SUCCEEDED');
  });
});

describe('the queue', () => {
  it('runs as many builds as there are places, at the same time, the oldest first', async () => {
    const world = await buildTestWorld();
    world.project('alone');
    const meeting = path.join(world.root, 'meeting');
    mkdirSync(meeting);
    // Each of the two waits for the other.
    const meet = (own: string, other: string) => ({
      buildspecOverride: `version: 0.2\nphases: { build: { commands: ['touch ${meeting}/${own}; until test -e ${meeting}/${other}; do sleep 0.02; done'] } }\n`,
    });
    const first = world.start('alone', meet('a', 'b'));
    const second = world.start('alone', meet('b', 'a'));
    const third = world.start('alone', { buildspecOverride: 'version: 0.2\n' });
    await world.until(second.id, ({ observed }) => observed.currentPhase !== 'QUEUED');
    expect(world.rowOf(third.id).observed.currentPhase).toBe('QUEUED');
    for (const { id } of [first, second, third])
      expect((await world.ended(id)).observed.buildStatus).toBe('SUCCEEDED');
  });

  it('lets a build go that is stopped or waits too long', async () => {
    const world = await buildTestWorld({ places: 1 });
    const running = await sleeper(world);
    const stopped = world.start('alone');
    const late = world.start('alone', { queuedTimeoutInMinutesOverride: 5 });
    world.call('codebuild', 'StopBuild', { id: stopped.id });
    expect((await world.ended(stopped.id)).observed.buildStatus).toBe('STOPPED');
    await world.clock.advance(5 * 60_000);
    const row = await world.ended(late.id);
    expect(row.observed.buildStatus).toBe('TIMED_OUT');
    expect(phasesOf(row)).toEqual(['SUBMITTED SUCCEEDED', 'QUEUED TIMED_OUT', 'COMPLETED']);
    expect(world.rowOf(running.id).observed.buildStatus).toBe('IN_PROGRESS');
  });

  it('starts a failed build again as often as its project asks for', async () => {
    const world = await buildTestWorld();
    world.project('alone', { autoRetryLimit: 1 });
    const first = await world.build('version: 0.2\nphases: { build: { commands: ["false"] } }\n');
    const { builds } = codebuildTablesOf(world.context);
    await expect.poll(() => builds.size).toBe(2);
    const second = [...builds.values()].at(-1);
    expect(second).toMatchObject({ buildNumber: 2, autoRetry: { number: 1, previous: first.arn } });
    await world.ended(second?.id ?? '');
    await expect.poll(() => builds.size).toBe(2);
  });
});

it('the end of a build and of each phase is an event', async () => {
  const world = await buildTestWorld();
  const row = await world.build('version: 0.2\nphases: { build: { commands: ["false"] } }\n');
  const events = [...eventsTables(world.context.store, '123456789012/us-east-1').acceptedEvents.values()]
    .map(({ event }) => ({ ...event, detail: event.detail as Record<string, unknown> }))
    .filter(({ source }) => source === 'aws.codebuild');
  const states = events.filter((event) => event['detail-type'] === 'CodeBuild Build State Change');
  expect(states.map(({ detail }) => detail['build-status'])).toEqual(['IN_PROGRESS', 'FAILED']);
  expect(states.at(-1)?.detail).toMatchObject({
    'build-id': row.arn,
    'current-phase': 'COMPLETED',
    'current-phase-context':
      '[COMMAND_EXECUTION_ERROR: Error while executing command: false. Reason: exit status 1]',
  });
  const phases = events.filter((event) => event['detail-type'] === 'CodeBuild Build Phase Change');
  expect(phases.map(({ detail }) => detail['completed-phase'])).toEqual([
    'SUBMITTED',
    'QUEUED',
    'PROVISIONING',
    'DOWNLOAD_SOURCE',
    'INSTALL',
    'PRE_BUILD',
    'BUILD',
    'POST_BUILD',
    'UPLOAD_ARTIFACTS',
    'FINALIZING',
  ]);
  expect(phases[6]?.detail).toMatchObject({ 'completed-phase-status': 'FAILED' });
});

it('folders stay for those who want to look at them', async () => {
  const world = await buildTestWorld({ keepsFolders: true });
  const row = await world.build('version: 0.2\nphases: { build: { commands: [echo seen > seen] } }\n');
  expect(readFileSync(path.join(world.environment.buildDirectory, row.uuid, 'src/seen'), 'utf8')).toBe(
    'seen\n',
  );
});
