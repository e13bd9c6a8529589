import type { CreateProjectInput } from '@aws-sdk/client-codebuild';
import { describe, expect, it } from 'vitest';
import { eventsTables } from '../events/store.ts';
import { createTestContext } from '../test-context.ts';
import { codebuildTablesOf } from './store.ts';

const project: CreateProjectInput = {
  name: 'user-service',
  source: { type: 'CODEPIPELINE', buildspec: 'user-service/buildspec.yml' },
  artifacts: { type: 'CODEPIPELINE' },
  environment: {
    type: 'LINUX_CONTAINER',
    image: 'aws/codebuild/amazonlinux-x86_64-standard:5.0',
    computeType: 'BUILD_GENERAL1_SMALL',
    privilegedMode: true,
    environmentVariables: [{ name: 'CONTAINER_NAME', value: 'user-service' }],
  },
  serviceRole: 'arn:aws:iam::123456789012:role/build',
};
const arn = 'arn:aws:codebuild:us-east-1:123456789012:project/user-service';

async function createProject(changes: Partial<CreateProjectInput> = {}) {
  const test = await createTestContext();
  const { project: created } = test.call('codebuild', 'CreateProject', { ...project, ...changes });
  return { ...test, created };
}

describe('a project', () => {
  it("has AWS's defaults", async () => {
    const { created, clock } = await createProject();
    expect(created).toMatchObject({
      arn,
      timeoutInMinutes: 60,
      queuedTimeoutInMinutes: 480,
      encryptionKey: 'arn:aws:kms:us-east-1:123456789012:alias/aws/s3',
      badge: { badgeEnabled: false },
      cache: { type: 'NO_CACHE' },
      artifacts: { type: 'CODEPIPELINE', name: 'user-service', packaging: 'NONE', encryptionDisabled: false },
      environment: {
        imagePullCredentialsType: 'CODEBUILD',
        environmentVariables: [{ name: 'CONTAINER_NAME', value: 'user-service', type: 'PLAINTEXT' }],
      },
      logsConfig: { cloudWatchLogs: { status: 'ENABLED' }, s3Logs: { status: 'DISABLED' } },
      projectVisibility: 'PRIVATE',
      created: new Date(clock.now()),
    });
    expect(created?.concurrentBuildLimit).toBeUndefined();
  });

  it('is found by name and by ARN, and not found by others', async () => {
    const { call } = await createProject();
    const { projects, projectsNotFound } = call('codebuild', 'BatchGetProjects', {
      names: ['user-service', arn, 'product-service'],
    });
    expect(projects?.map(({ name }) => name)).toEqual(['user-service', 'user-service']);
    expect(projectsNotFound).toEqual(['product-service']);
    expect(() => call('codebuild', 'CreateProject', project)).toThrow(`Project already exists: ${arn}`);
    call('codebuild', 'DeleteProject', { name: arn });
    expect(call('codebuild', 'ListProjects', {}).projects).toEqual([]);
    expect(call('codebuild', 'DeleteProject', { name: 'user-service' })).toEqual({});
  });

  it('keeps on update what is not named', async () => {
    const { call, clock } = await createProject({ concurrentBuildLimit: 2, description: 'first' });
    await clock.advance(1000);
    const updated = call('codebuild', 'UpdateProject', {
      name: 'user-service',
      timeoutInMinutes: 20,
      concurrentBuildLimit: -1,
      badgeEnabled: true,
    }).project;
    expect(updated).toMatchObject({
      description: 'first',
      timeoutInMinutes: 20,
      environment: { privilegedMode: true },
      badge: { badgeEnabled: true, badgeRequestUrl: expect.stringContaining('/badges?uuid=') },
      lastModified: new Date(clock.now()),
    });
    expect(updated?.concurrentBuildLimit).toBeUndefined();
    expect(() => call('codebuild', 'UpdateProject', { name: 'other' })).toThrow(
      'Project cannot be found: arn:aws:codebuild:us-east-1:123456789012:project/other',
    );
  });

  const environment = project.environment ?? { type: undefined, image: undefined, computeType: undefined };
  it.each<[string, Partial<CreateProjectInput>, RegExp]>([
    ['a bad name', { name: '-x' }, /Value '-x' at 'name'/],
    ['a role that is none', { serviceRole: 'build' }, /not the ARN of an IAM role/],
    ['a source that does not fit', { source: { type: 'GITHUB', location: 'https://x' } }, /CODEPIPELINE too/],
    [
      'no location',
      { source: { type: 'CODECOMMIT' }, artifacts: { type: 'NO_ARTIFACTS' } },
      /location must be specified for source type CODECOMMIT/,
    ],
    [
      'nothing to build',
      { source: { type: 'NO_SOURCE', buildspec: 'buildspec.yml' }, artifacts: { type: 'NO_ARTIFACTS' } },
      /inline buildspec is required/,
    ],
    [
      'a computer that does not exist',
      { environment: { ...environment, computeType: 'BUILD_LAMBDA_1GB' } },
      /BUILD_LAMBDA_1GB is not supported for environment type LINUX_CONTAINER/,
    ],
    [
      'an unknown compute type',
      { environment: { ...environment, computeType: 'HUGE' as 'BUILD_GENERAL1_SMALL' } },
      /Value 'HUGE' at 'environment.computeType'/,
    ],
    ['a fleet type without fleet', { environment: { ...environment, type: 'MAC_ARM' } }, /use a fleet/],
    [
      'a privileged Lambda',
      { environment: { ...environment, type: 'ARM_LAMBDA_CONTAINER', computeType: 'BUILD_LAMBDA_1GB' } },
      /privileged mode is not supported/,
    ],
    ['a long timeout', { timeoutInMinutes: 2161 }, /less than or equal to 2160/],
    ['a local cache of nothing', { cache: { type: 'LOCAL' } }, /modes must be specified/],
    ['half a VPC', { vpcConfig: { vpcId: 'vpc-1' } }, /must be specified together/],
    [
      'a secondary source without name',
      { secondarySources: [{ type: 'CODECOMMIT', location: 'x' }] },
      /sourceIdentifier must be specified/,
    ],
    ['no builds at once', { concurrentBuildLimit: 0 }, /greater than zero/],
  ])('is refused with %s', async (_, changes, refusal) => {
    const { call } = await createTestContext();
    expect(() => call('codebuild', 'CreateProject', { ...project, ...changes })).toThrow(refusal);
    expect(call('codebuild', 'ListProjects', {}).projects).toEqual([]);
  });

  it('can be made public', async () => {
    const { call } = await createProject();
    const { publicProjectAlias } = call('codebuild', 'UpdateProjectVisibility', {
      projectArn: arn,
      projectVisibility: 'PUBLIC_READ',
    });
    expect(call('codebuild', 'BatchGetProjects', { names: [arn] }).projects).toMatchObject([
      { projectVisibility: 'PUBLIC_READ', publicProjectAlias },
    ]);
  });

  it('whose source is a pipeline is built by nobody else', async () => {
    const { call } = await createProject();
    expect(call('codebuild', 'ListBuildsForProject', { projectName: 'user-service' }).ids).toEqual([]);
    expect(() => call('codebuild', 'StartBuild', { projectName: 'user-service' })).toThrow(
      /source type CODEPIPELINE: start its pipeline/,
    );
    expect(() => call('codebuild', 'StartBuildBatch', { projectName: 'user-service' })).toThrow(
      /does not run batch builds/,
    );
  });
});

describe('a build', () => {
  const alone: Partial<CreateProjectInput> = {
    source: { type: 'NO_SOURCE', buildspec: 'version: 0.2\n' },
    artifacts: { type: 'NO_ARTIFACTS' },
  };

  it('waits in the queue, is told of, listed, stopped and deleted', async () => {
    const { call, context } = await createProject(alone);
    const { build } = call('codebuild', 'StartBuild', {
      projectName: 'user-service',
      environmentVariablesOverride: [{ name: 'CONTAINER_NAME', value: 'other' }],
      privilegedModeOverride: false,
      timeoutInMinutesOverride: 7,
    });
    expect(build).toMatchObject({
      id: expect.stringMatching(/^user-service:[0-9a-f-]{36}$/),
      buildNumber: 1,
      buildStatus: 'IN_PROGRESS',
      currentPhase: 'QUEUED',
      buildComplete: false,
      initiator: 'root',
      timeoutInMinutes: 7,
      environment: {
        privilegedMode: false,
        environmentVariables: [{ name: 'CONTAINER_NAME', value: 'other', type: 'PLAINTEXT' }],
      },
      phases: [
        { phaseType: 'SUBMITTED', phaseStatus: 'SUCCEEDED', durationInSeconds: 0 },
        { phaseType: 'QUEUED' },
      ],
    });
    const second = call('codebuild', 'StartBuild', { projectName: 'user-service' }).build;
    expect(second?.buildNumber).toBe(2);
    expect(call('codebuild', 'ListBuildsForProject', { projectName: 'user-service' }).ids).toEqual([
      second?.id,
      build?.id,
    ]);
    const id = build?.id ?? '';
    expect(call('codebuild', 'BatchGetBuilds', { ids: [build?.arn ?? '', 'x:y'] })).toMatchObject({
      builds: [{ id }],
      buildsNotFound: ['x:y'],
    });
    expect(call('codebuild', 'StopBuild', { id }).build?.buildStatus).toBe('IN_PROGRESS');
    expect(codebuildTablesOf(context).builds.get(id)?.stopRequestedAtMs).toBeDefined();
    expect(() => call('codebuild', 'RetryBuild', { id })).toThrow(/is in progress/);
    expect(call('codebuild', 'BatchDeleteBuilds', { ids: [id] })).toEqual({
      buildsDeleted: [],
      buildsNotDeleted: [{ id, statusCode: 'BUILD_IN_PROGRESS' }],
    });
    const events = [...eventsTables(context.store, '123456789012/us-east-1').acceptedEvents.values()];
    expect(events.map(({ event }) => event['detail-type'])).toEqual([
      'CodeBuild Build State Change',
      'CodeBuild Build Phase Change',
      'CodeBuild Build State Change',
      'CodeBuild Build Phase Change',
    ]);
    expect(events[0]?.event).toMatchObject({
      source: 'aws.codebuild',
      resources: [build?.arn],
      detail: {
        'build-status': 'IN_PROGRESS',
        'current-phase': 'QUEUED',
        'additional-information': { 'build-start-time': 'Jan 1, 2026 12:00:00 AM' },
      },
    });
  });

  it('is refused beyond the limit of its project, and with overrides that do not fit', async () => {
    const { call } = await createProject({ ...alone, concurrentBuildLimit: 1 });
    call('codebuild', 'StartBuild', { projectName: 'user-service' });
    expect(() => call('codebuild', 'StartBuild', { projectName: 'user-service' })).toThrow(
      'Cannot have more than 1 active builds for the project',
    );
    expect(() =>
      call('codebuild', 'StartBuild', { projectName: 'user-service', sourceTypeOverride: 'S3' }),
    ).toThrow(/location must be specified/);
    expect(() => call('codebuild', 'StartBuild', { projectName: 'nobody' })).toThrow(/cannot be found/);
  });
});

describe('a webhook', () => {
  it('is stored, shows its secret once and says that nobody was told', async () => {
    const { call } = await createProject({
      source: { type: 'GITHUB', location: 'https://github.com/o/r.git' },
      artifacts: { type: 'NO_ARTIFACTS' },
    });
    const create = (pattern: string) =>
      call('codebuild', 'CreateWebhook', {
        projectName: 'user-service',
        filterGroups: [
          [
            { type: 'EVENT', pattern: 'PUSH' },
            { type: 'HEAD_REF', pattern },
          ],
        ],
      });
    expect(() => create('(')).toThrow(/not a regular expression/);
    expect(create('^refs/heads/main$').webhook?.secret).toHaveLength(64);
    const [described] = call('codebuild', 'BatchGetProjects', { names: ['user-service'] }).projects ?? [];
    expect(described?.webhook).toMatchObject({ statusMessage: expect.stringContaining('Stored') });
    expect(described?.webhook?.secret).toBeUndefined();
    call('codebuild', 'DeleteWebhook', { projectName: 'user-service' });
    expect(() => call('codebuild', 'DeleteWebhook', { projectName: 'user-service' })).toThrow(/No webhook/);
  });

  it('is for source providers only', async () => {
    const { call } = await createProject();
    expect(() => call('codebuild', 'CreateWebhook', { projectName: 'user-service' })).toThrow(
      /not supported for source type CODEPIPELINE/,
    );
  });
});

describe('source credentials', () => {
  it('are listed without their token', async () => {
    const { call } = await createTestContext();
    const given = { token: 'secret', serverType: 'GITHUB', authType: 'PERSONAL_ACCESS_TOKEN' } as const;
    const { arn: tokenArn } = call('codebuild', 'ImportSourceCredentials', given);
    expect(tokenArn).toBe('arn:aws:codebuild:us-east-1:123456789012:token/github');
    expect(call('codebuild', 'ListSourceCredentials', {}).sourceCredentialsInfos).toEqual([
      { arn: tokenArn, serverType: 'GITHUB', authType: 'PERSONAL_ACCESS_TOKEN', resource: undefined },
    ]);
    call('codebuild', 'DeleteSourceCredentials', { arn: tokenArn });
    expect(() => call('codebuild', 'DeleteSourceCredentials', { arn: tokenArn })).toThrow(/cannot be found/);
  });
});

describe('a report group', () => {
  it('is created, described and deleted', async () => {
    const { call } = await createTestContext();
    const given = { name: 'unit', type: 'TEST', exportConfig: { exportConfigType: 'NO_EXPORT' } } as const;
    const groupArn = call('codebuild', 'CreateReportGroup', given).reportGroup?.arn;
    expect(groupArn).toBe('arn:aws:codebuild:us-east-1:123456789012:report-group/unit');
    expect(() => call('codebuild', 'CreateReportGroup', given)).toThrow(/already exists/);
    expect(
      call('codebuild', 'BatchGetReportGroups', { reportGroupArns: [groupArn ?? '', 'arn:none'] }),
    ).toMatchObject({ reportGroups: [{ name: 'unit' }], reportGroupsNotFound: ['arn:none'] });
    call('codebuild', 'DeleteReportGroup', { arn: groupArn });
    expect(call('codebuild', 'ListReportGroups', {}).reportGroups).toEqual([]);
  });
});
