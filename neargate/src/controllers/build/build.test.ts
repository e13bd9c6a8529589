import { describe, expect, it } from 'vitest';
import { contextsOf, phasesOf, buildTestWorld } from './build-test-world.ts';
import { buildsToStart } from './queue.ts';
import { masking } from './masking.ts';
import { phaseAfter } from './transitions.ts';

describe('the phase after', () => {
  it.each([
    ['DOWNLOAD_SOURCE', false, 'default', 'FINALIZING'],
    ['DOWNLOAD_SOURCE', true, 'default', 'INSTALL'],
    ['INSTALL', true, 'default', 'PRE_BUILD'],
    ['INSTALL', false, 'default', 'FINALIZING'],
    ['INSTALL', false, 'continue', 'PRE_BUILD'],
    ['PRE_BUILD', true, 'abort', 'BUILD'],
    ['PRE_BUILD', false, 'default', 'FINALIZING'],
    ['PRE_BUILD', false, 'retry', 'FINALIZING'],
    ['PRE_BUILD', false, 'continue', 'BUILD'],
    ['BUILD', false, 'default', 'POST_BUILD'],
    ['BUILD', false, 'retry', 'POST_BUILD'],
    ['BUILD', false, 'abort', 'FINALIZING'],
    ['POST_BUILD', false, 'default', 'UPLOAD_ARTIFACTS'],
    ['POST_BUILD', false, 'abort', 'FINALIZING'],
    ['UPLOAD_ARTIFACTS', true, 'default', 'FINALIZING'],
    ['UPLOAD_ARTIFACTS', false, 'default', 'FINALIZING'],
  ] as const)('%s, success %s, on-failure %s is %s', (phase, hasSucceeded, onFailure, next) => {
    expect(phaseAfter(phase, hasSucceeded, onFailure)).toBe(next);
  });
});

it('the queue gives its places to the oldest', () => {
  const build = (key: string, startedAtMs: number, isWaiting: boolean) => ({ key, startedAtMs, isWaiting });
  const builds = [build('c', 3, true), build('a', 1, false), build('b', 2, true)];
  expect(buildsToStart(builds, 2)).toEqual(['b']);
  expect(buildsToStart(builds, 9)).toEqual(['b', 'c']);
  expect(buildsToStart(builds, 1)).toEqual([]);
});

it('secrets are hidden line by line, the longest first', () => {
  const hidden = masking();
  hidden.hide(['pass', 'password-1', 'first\nsecond line', 'x', '']);
  expect(hidden.mask('password-1 pass first x second line')).toBe('*** *** *** x ***');
});

describe('a build', () => {
  it('runs the phases of its buildspec in one shell and tells of it', async () => {
    const world = await buildTestWorld();
    const row = await world.build(`
version: 0.2
env:
  variables: { GREETING: hello }
  exported-variables: [TAG, AWS_REGION, MISSING]
phases:
  install:
    commands: [mkdir inner, cd inner]
  build:
    commands:
      - TAG="$GREETING-$CODEBUILD_BUILD_NUMBER"
      - |
        echo "$TAG"
        pwd
    finally: [echo "done $CODEBUILD_BUILD_SUCCEEDING"]
  post_build:
    commands: [echo "again $TAG"]
`);
    expect(row.observed.buildStatus).toBe('SUCCEEDED');
    expect(phasesOf(row)).toEqual([
      'SUBMITTED SUCCEEDED',
      'QUEUED SUCCEEDED',
      'PROVISIONING SUCCEEDED',
      'DOWNLOAD_SOURCE SUCCEEDED',
      'INSTALL SUCCEEDED',
      'PRE_BUILD SUCCEEDED',
      'BUILD SUCCEEDED',
      'POST_BUILD SUCCEEDED',
      'UPLOAD_ARTIFACTS SUCCEEDED',
      'FINALIZING SUCCEEDED',
      'COMPLETED',
    ]);
    expect(row.observed.exportedEnvironmentVariables).toEqual([{ name: 'TAG', value: 'hello-1' }]);
    const lines = world.logOf(row);
    const directory = `${world.root}/builds/${row.uuid}/src`;
    expect(row.observed.logs).toEqual({ groupName: '/aws/codebuild/alone', streamName: row.uuid });
    expect(lines).toEqual([
      '> Running on Neargate',
      '> Waiting for DOWNLOAD_SOURCE',
      '> Phase is DOWNLOAD_SOURCE',
      `> CODEBUILD_SRC_DIR=${directory}`,
      '> YAML location is /codebuild/readonly/buildspec.yml',
      '> Processing environment variables',
      '> No runtime version selected in buildspec.',
      `> Moving to directory ${directory}`,
      '> Cache is not defined in the buildspec',
      '> Skip cache due to: no paths specified to be cached',
      '> Registering with agent',
      '> Phases found in YAML: 3',
      '>  INSTALL: 2 commands',
      '>  BUILD: 2 commands',
      '>  POST_BUILD: 1 commands',
      '> Phase complete: DOWNLOAD_SOURCE State: SUCCEEDED',
      '> Phase context status code:  Message: ',
      '> Entering phase INSTALL',
      '> Running command mkdir inner',
      '> Running command cd inner',
      '> Phase complete: INSTALL State: SUCCEEDED',
      '> Phase context status code:  Message: ',
      '> Entering phase PRE_BUILD',
      '> Phase complete: PRE_BUILD State: SUCCEEDED',
      '> Phase context status code:  Message: ',
      '> Entering phase BUILD',
      '> Running command TAG="$GREETING-$CODEBUILD_BUILD_NUMBER"',
      '> Running command echo "$TAG"\npwd',
      'hello-1',
      `${directory}/inner`,
      '> Running command echo "done $CODEBUILD_BUILD_SUCCEEDING"',
      'done 1',
      '> Phase complete: BUILD State: SUCCEEDED',
      '> Phase context status code:  Message: ',
      '> Entering phase POST_BUILD',
      '> Running command echo "again $TAG"',
      'again hello-1',
      '> Phase complete: POST_BUILD State: SUCCEEDED',
      '> Phase context status code:  Message: ',
      '> Phase complete: UPLOAD_ARTIFACTS State: SUCCEEDED',
      '> Phase context status code:  Message: ',
    ]);
    await expect.poll(() => world.hasFolder(row)).toBe(false);
  });

  it('that fails in BUILD still runs POST_BUILD, which is told', async () => {
    const world = await buildTestWorld();
    const row = await world.build(`
version: 0.2
phases:
  build:
    commands: [echo one, 'sh -c "exit 3"', echo never]
    finally: [echo last]
  post_build:
    commands: [echo "succeeding=$CODEBUILD_BUILD_SUCCEEDING"]
`);
    expect(row.observed.buildStatus).toBe('FAILED');
    expect(phasesOf(row).slice(4)).toEqual([
      'INSTALL SUCCEEDED',
      'PRE_BUILD SUCCEEDED',
      'BUILD FAILED',
      'POST_BUILD SUCCEEDED',
      'UPLOAD_ARTIFACTS SUCCEEDED',
      'FINALIZING SUCCEEDED',
      'COMPLETED',
    ]);
    expect(contextsOf(row)).toEqual([
      'BUILD COMMAND_EXECUTION_ERROR: Error while executing command: sh -c "exit 3". Reason: exit status 3',
    ]);
    const lines = world.logOf(row);
    expect(lines).toContain('> Command did not exit successfully sh -c "exit 3" exit status 3');
    expect(lines).toContain('last');
    expect(lines).not.toContain('never');
    expect(lines).toContain('succeeding=0');
  });

  it.each<[string, string, string[], string[]]>([
    [
      'PRE_BUILD ends it',
      'phases: { pre_build: { commands: [exit 4] }, build: { commands: [echo built] } }',
      ['PRE_BUILD FAILED', 'FINALIZING SUCCEEDED', 'COMPLETED'],
      ['PRE_BUILD COMMAND_EXECUTION_ERROR: Error while executing command: exit 4. Reason: exit status 4'],
    ],
    [
      'CONTINUE goes on',
      'phases: { pre_build: { on-failure: CONTINUE, commands: ["false"] }, build: { commands: [echo built] } }',
      [
        'PRE_BUILD FAILED',
        'BUILD SUCCEEDED',
        'POST_BUILD SUCCEEDED',
        'UPLOAD_ARTIFACTS SUCCEEDED',
        'FINALIZING SUCCEEDED',
        'COMPLETED',
      ],
      ['PRE_BUILD COMMAND_EXECUTION_ERROR: Error while executing command: false. Reason: exit status 1'],
    ],
    [
      'ABORT in BUILD skips POST_BUILD',
      'phases: { build: { on-failure: ABORT, commands: ["false"] }, post_build: { commands: [echo after] } }',
      ['PRE_BUILD SUCCEEDED', 'BUILD FAILED', 'FINALIZING SUCCEEDED', 'COMPLETED'],
      ['BUILD COMMAND_EXECUTION_ERROR: Error while executing command: false. Reason: exit status 1'],
    ],
    [
      'RETRY tries again',
      'phases: { pre_build: { on-failure: RETRY-2, commands: ["echo x >> tries; test $(wc -l < tries) = 3"] } }',
      [
        'PRE_BUILD SUCCEEDED',
        'BUILD SUCCEEDED',
        'POST_BUILD SUCCEEDED',
        'UPLOAD_ARTIFACTS SUCCEEDED',
        'FINALIZING SUCCEEDED',
        'COMPLETED',
      ],
      [],
    ],
    [
      'a missing program is named',
      'phases: { pre_build: { commands: [no-such-program build] } }',
      ['PRE_BUILD FAILED', 'FINALIZING SUCCEEDED', 'COMPLETED'],
      [
        'PRE_BUILD COMMAND_EXECUTION_ERROR: Error while executing command: no-such-program build. Reason: exit status 127. no-such-program is not installed on this machine, and Neargate has no shim for it: install no-such-program, or remove the command from the buildspec.',
      ],
    ],
    [
      'a wrong buildspec ends it',
      'phases: { postbuild: { commands: [x] } }',
      ['DOWNLOAD_SOURCE FAILED', 'FINALIZING SUCCEEDED', 'COMPLETED'],
      [
        'DOWNLOAD_SOURCE YAML_FILE_ERROR: Invalid buildspec phase name: POSTBUILD. Expecting: BUILD,INSTALL,POST_BUILD,PRE_BUILD at line 2',
      ],
    ],
  ])('%s', async (_, phases, expectedPhases, expectedContexts) => {
    const world = await buildTestWorld();
    const row = await world.build(`version: 0.2\n${phases}\n`);
    expect(phasesOf(row).slice(-expectedPhases.length)).toEqual(expectedPhases);
    expect(contextsOf(row)).toEqual(expectedContexts);
    expect(row.observed.buildStatus).toBe(expectedContexts.length === 0 ? 'SUCCEEDED' : 'FAILED');
  });
});
