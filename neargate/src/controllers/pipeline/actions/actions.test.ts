import type { ActionDeclaration, PipelineDeclaration, StageDeclaration } from '@aws-sdk/client-codepipeline';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { unpackZip } from '../../../drivers/zip/read-zip.ts';
import { writeZip } from '../../../drivers/zip/write-zip.ts';
import { storeLayer } from '../../../services/ecr/layers.ts';
import { connectedRepositories } from '../connected-repositories.ts';
import type { ConnectedRepositories } from '../environment.ts';
import {
  buildAction,
  createPipelineWorld,
  type PipelineWorld,
  sourceAction,
} from '../pipeline-test-world.ts';

async function createWorld(): Promise<PipelineWorld> {
  const world = await createPipelineWorld();
  onTestFinished(() => world.stop());
  return world;
}

/** A pipeline with one source and a build of what it puts out. */
function after(source: ActionDeclaration, more: Partial<ActionDeclaration> = {}): StageDeclaration[] {
  return [
    { name: 'Source', actions: [source] },
    { name: 'Build', actions: [buildAction('web', more)] },
  ];
}

function source(provider: string, configuration: Record<string, string>): ActionDeclaration {
  return {
    ...sourceAction,
    actionTypeId: { category: 'Source', owner: 'AWS', provider, version: '1' },
    configuration,
  };
}

function action(world: PipelineWorld, name: string) {
  return world
    .call('codepipeline', 'ListActionExecutions', { pipelineName: 'delivery' })
    .actionExecutionDetails?.find(({ actionName }) => actionName === name);
}

function failure(world: PipelineWorld, name: string): string | undefined {
  return action(world, name)?.output?.executionResult?.errorDetails?.message;
}

/** The files in what the named action put out. */
function output(world: PipelineWorld, name: string): Record<string, string> {
  const [artifact] = action(world, name)?.output?.outputArtifacts ?? [];
  const { Body } = world.call('s3', 'GetObject', {
    Bucket: artifact?.s3location?.bucket,
    Key: artifact?.s3location?.key,
  });
  const text = Buffer.from(Body as Uint8Array);
  if (text[0] === 0x7b) return JSON.parse(text.toString()) as Record<string, string>;
  return Object.fromEntries(unpackZip(text).map((entry) => [entry.path, entry.content.toString()]));
}

describe('a CodeCommit source', () => {
  it('tells what it found to later actions', async () => {
    const world = await createWorld();
    const commitId = world.push({ a: '1' });
    world.createPipeline(
      after(sourceAction, {
        configuration: {
          ProjectName: 'web',
          EnvironmentVariables: JSON.stringify([
            { name: 'COMMIT', value: '#{Source.CommitId}', type: 'PLAINTEXT' },
            { name: 'RUN', value: '#{codepipeline.PipelineExecutionId}' },
            { name: 'KEY', value: '/shop/key', type: 'PARAMETER_STORE' },
          ]),
        },
      }),
    );
    await world.settle();
    expect(action(world, 'Source')?.output?.outputVariables).toEqual({
      AuthorDate: '2023-11-14T22:13:20Z',
      BranchName: 'main',
      CommitId: commitId,
      CommitMessage: 'Change main',
      CommitterDate: '2023-11-14T22:13:20Z',
      RepositoryName: 'shop',
    });
    expect(world.builds()[0]?.environmentVariablesOverride).toEqual([
      { name: 'COMMIT', value: commitId, type: 'PLAINTEXT' },
      { name: 'RUN', value: action(world, 'Source')?.pipelineExecutionId, type: 'PLAINTEXT' },
      { name: 'KEY', value: '/shop/key', type: 'PARAMETER_STORE' },
    ]);
  });

  it('takes the commit that the start names, and says when it is not there', async () => {
    const world = await createWorld();
    const first = world.push({ a: '1' });
    world.push({ a: '2' });
    world.createPipeline(after(sourceAction));
    await world.settle();
    const start = (revisionValue: string) =>
      world.call('codepipeline', 'StartPipelineExecution', {
        name: 'delivery',
        sourceRevisions: [{ actionName: 'Source', revisionType: 'COMMIT_ID', revisionValue }],
      });
    start('0'.repeat(40));
    await world.settle();
    expect(failure(world, 'Source')).toMatch(/CommitIdDoesNotExistException/);
    start(first);
    await world.settle();
    expect(output(world, 'Source')).toEqual({ a: '1' });
    expect(() =>
      world.call('codepipeline', 'StartPipelineExecution', {
        name: 'delivery',
        sourceRevisions: [{ actionName: 'Nope', revisionType: 'COMMIT_ID', revisionValue: first }],
      }),
    ).toThrow("does not have a source action with name 'Nope'");
  });

  it('points to the commit instead of packing it when asked to', async () => {
    const world = await createWorld();
    const commitId = world.push({ a: '1' });
    const configuration = { ...sourceAction.configuration, OutputArtifactFormat: 'CODEBUILD_CLONE_REF' };
    world.createPipeline(after({ ...sourceAction, configuration }));
    await world.settle();
    expect(output(world, 'Source')).toMatchObject({
      commitId,
      cloneUrl: 'http://localhost:4566/v1/repos/shop',
      branchName: 'main',
    });
  });

  it('is polled unless it says no, and starts the pipeline once for a change', async () => {
    const world = await createWorld();
    const { PollForSourceChanges: _, ...configuration } = sourceAction.configuration ?? {};
    world.push({ a: '1' });
    world.createPipeline(after({ ...sourceAction, configuration }));
    await world.settle();
    await world.restart();
    const starts = () =>
      world
        .call('codepipeline', 'ListPipelineExecutions', { pipelineName: 'delivery' })
        .pipelineExecutionSummaries?.map(({ trigger }) => trigger?.triggerType);
    await world.clock.advance(60_000);
    expect(starts()).toEqual(['CreatePipeline']);
    world.push({ a: '2' });
    await world.clock.advance(10_000);
    expect(starts()).toEqual(['PollForSourceChanges', 'CreatePipeline']);
  });
});

describe('an S3 source', () => {
  const s3 = source('S3', { S3Bucket: 'sources', S3ObjectKey: 'app.zip', PollForSourceChanges: 'false' });

  it('takes the version of an object, from a bucket with versioning only', async () => {
    const world = await createWorld();
    world.call('s3', 'CreateBucket', { Bucket: 'sources' });
    const Body = await writeZip([{ path: 'a', content: Buffer.from('1'), mode: 0o100_644 }], 0);
    world.call('s3', 'PutObject', { Bucket: 'sources', Key: 'app.zip', Body });
    world.createPipeline(after(s3));
    await world.settle();
    expect(failure(world, 'Source')).toMatch(/'sources' .* does not have versioning enabled/);
    world.call('s3', 'PutBucketVersioning', {
      Bucket: 'sources',
      VersioningConfiguration: { Status: 'Enabled' },
    });
    const { VersionId } = world.call('s3', 'PutObject', { Bucket: 'sources', Key: 'app.zip', Body });
    world.start();
    await world.settle();
    expect(output(world, 'Source')).toEqual({ a: '1' });
    expect(action(world, 'Source')?.output?.outputVariables).toMatchObject({ VersionId });
    expect(world.builds()[0]?.resolvedSourceVersion).toBe(VersionId);
  });
});

describe('a connection source', () => {
  const connectionArn = 'arn:aws:codestar-connections:us-east-1:123456789012:connection/abc';
  const connection = source('CodeStarSourceConnection', {
    ConnectionArn: connectionArn,
    FullRepositoryId: 'acme/shop',
    BranchName: 'main',
  });

  it('says how to bind it when it is bound to nothing', async () => {
    const world = await createWorld();
    world.createPipeline(after(connection));
    await world.settle();
    expect(failure(world, 'Source')).toBe(
      `No local git directory stands for acme/shop behind the connection ${connectionArn}. Set NEARGATE_CONNECTIONS to 'acme/shop=<directory>' and start again.`,
    );
  });

  it('reads the local git directory that it is bound to', async ({ skip }) => {
    if (spawnSync('git', ['--version']).status !== 0) skip('git is not installed');
    const directory = mkdtempSync(path.join(tmpdir(), 'connection-'));
    onTestFinished(() => rmSync(directory, { recursive: true }));
    const git = (...args: string[]) =>
      spawnSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', ...args], {
        cwd: directory,
        encoding: 'utf8',
      }).stdout.trim();
    git('init', '-q', '-b', 'main');
    writeFileSync(path.join(directory, 'a'), '1');
    git('add', '.');
    git('commit', '-q', '-m', 'First\n\nbody');
    const connections: ConnectedRepositories = connectedRepositories(new Map([['acme/shop', directory]]));
    const commit = await connections.commit(directory, { branch: 'main' });
    expect(commit).toMatchObject({
      commitId: git('rev-parse', 'HEAD'),
      message: 'First\n\nbody',
      authorName: 'Ada',
      authorEmail: 'ada@example.com',
    });
    expect(await connections.commit(directory, { branch: 'other' })).toBeUndefined();
    expect(await connections.commit(directory, { commitId: '--help' })).toBeUndefined();
    writeFileSync(path.join(directory, 'b'), '2');
    git('add', '.');
    git('commit', '-q', '-m', 'Second');
    expect(await connections.changedFiles(directory, 'HEAD~1', 'HEAD')).toEqual(['b']);
    const zip = await connections.archive(directory, commit?.commitId ?? '');
    expect(unpackZip(zip).map((entry) => [entry.path, entry.content.toString()])).toEqual([['a', '1']]);
    expect(connections.directoryOf(connectionArn, 'acme/shop')).toBe(directory);
    expect(connections.directoryOf(connectionArn, 'acme/other')).toBeUndefined();
  });
});

describe('a GitHub source', () => {
  const github = {
    ...source('GitHub', { Owner: 'acme', Repo: 'shop', Branch: 'main', OAuthToken: 'token' }),
    actionTypeId: { category: 'Source', owner: 'ThirdParty', provider: 'GitHub', version: '1' },
  } as const;
  const commit = {
    commitId: 'c'.repeat(40),
    message: 'First',
    authorName: 'Ada',
    authorEmail: 'ada@example.com',
    authorDate: '2026-01-01T00:00:00Z',
    committerDate: '2026-01-02T00:00:00Z',
  };

  it('says how to bind it when it is bound to nothing', async () => {
    const world = await createWorld();
    world.createPipeline(after(github));
    await world.settle();
    expect(failure(world, 'Source')).toBe(
      "No local git directory stands for acme/shop of GitHub. Set NEARGATE_CONNECTIONS to 'acme/shop=<directory>' and start again.",
    );
  });

  it('takes the branch of the directory that stands for it, and starts when that moves', async () => {
    let head = commit;
    const archive = await writeZip([{ path: 'a', content: Buffer.from('1'), mode: 0o100_644 }], 0);
    const world = await createPipelineWorld({
      directoryOf: (_arn, id) => (id === 'acme/shop' ? '/shop' : undefined),
      commit: async () => head,
      changedFiles: async () => [],
      archive: async () => archive,
    });
    onTestFinished(() => world.stop());
    world.createPipeline(after(github));
    await world.settle();
    expect(output(world, 'Source')).toEqual({ a: '1' });
    expect(action(world, 'Source')?.output?.outputVariables).toEqual({
      AuthorDate: commit.authorDate,
      BranchName: 'main',
      CommitId: commit.commitId,
      CommitMessage: 'First',
      CommitterDate: commit.committerDate,
      CommitUrl: `https://api.github.com/repos/acme/shop/git/commits/${commit.commitId}`,
      RepositoryName: 'shop',
    });
    head = { ...commit, commitId: 'd'.repeat(40) };
    await world.clock.advance(60_000);
    await world.settle();
    const { pipelineExecutionSummaries: [latest] = [] } = world.call(
      'codepipeline',
      'ListPipelineExecutions',
      { pipelineName: 'delivery' },
    );
    expect(latest).toMatchObject({
      trigger: { triggerType: 'PollForSourceChanges', triggerDetail: 'Source' },
      sourceRevisions: [{ revisionId: head.commitId }],
    });
  });
});

describe('an ECR source', () => {
  it('fails when there is no such repository', async () => {
    const world = await createWorld();
    world.createPipeline(after(source('ECR', { RepositoryName: 'app' })));
    await world.settle();
    expect(failure(world, 'Source')).toMatch(/The repository with name 'app' does not exist/);
  });
});

describe('an image in ECR', () => {
  it('is named by its digest in imageDetail.json', async () => {
    const world = await createWorld();
    world.call('ecr', 'CreateRepository', { repositoryName: 'app' });
    const [config, layer] = ['{}', 'layer'].map((text) => ({
      mediaType: 'text/plain',
      digest: storeLayer(world.context, 'app', Buffer.from(text)),
      size: text.length,
    }));
    const { image } = world.call('ecr', 'PutImage', {
      repositoryName: 'app',
      imageManifest: JSON.stringify({ schemaVersion: 2, config, layers: [layer] }),
      imageTag: 'latest',
    });
    world.createPipeline(after(source('ECR', { RepositoryName: 'app' })));
    await world.settle();
    const digest = image?.imageId?.imageDigest ?? '';
    const { 'imageDetail.json': detail = '' } = output(world, 'Source');
    expect(JSON.parse(detail)).toMatchObject({
      ImageURI: `localhost:4566/app@${digest}`,
      ImageTags: ['latest'],
      RepositoryName: 'app',
    });
    expect(world.builds()[0]?.resolvedSourceVersion).toBe(digest);
  });
});

describe('an S3 deployment', () => {
  const deploy = (configuration: Record<string, string>): StageDeclaration[] => [
    { name: 'Source', actions: [sourceAction] },
    {
      name: 'Deploy',
      actions: [
        {
          name: 'Site',
          actionTypeId: { category: 'Deploy', owner: 'AWS', provider: 'S3', version: '1' },
          configuration: { BucketName: 'site', ...configuration },
          inputArtifacts: [{ name: 'Source' }],
        },
      ],
    },
  ];

  it('puts the files, or the artifact itself, into the bucket', async () => {
    const world = await createWorld();
    world.call('s3', 'CreateBucket', { Bucket: 'site' });
    world.push({ 'index.html': '<p>1</p>' });
    world.createPipeline(
      deploy({ Extract: 'true', ObjectKey: '#{Source.CommitId}/', CacheControl: 'no-cache' }),
    );
    await world.settle();
    const [object] = world.call('s3', 'ListObjectsV2', { Bucket: 'site' }).Contents ?? [];
    expect(object?.Key).toMatch(/^[0-9a-f]{40}\/index\.html$/);
    expect(world.call('s3', 'HeadObject', { Bucket: 'site', Key: object?.Key })).toMatchObject({
      ContentType: 'text/html',
      CacheControl: 'no-cache',
    });
    const pipeline = { ...world.call('codepipeline', 'GetPipeline', { name: 'delivery' }).pipeline };
    world.call('codepipeline', 'UpdatePipeline', {
      pipeline: {
        ...(pipeline as PipelineDeclaration),
        stages: deploy({ Extract: 'false', ObjectKey: 'all.zip' }),
      },
    });
    world.start();
    await world.settle();
    expect(world.call('s3', 'HeadObject', { Bucket: 'site', Key: 'all.zip' }).ContentType).toBe(
      'application/zip',
    );
  });

  it('fails when the bucket is not there, and writes nothing', async () => {
    const world = await createWorld();
    world.push({ a: '1' });
    world.createPipeline(deploy({ Extract: 'true' }));
    await world.settle();
    expect(failure(world, 'Site')).toBe('The specified bucket does not exist (NoSuchBucket)');
  });
});

describe('an action that cannot run', () => {
  it('of a provider that is not run here fails and says so', async () => {
    const world = await createWorld();
    world.push({ a: '1' });
    world.createPipeline([
      { name: 'Source', actions: [sourceAction] },
      {
        name: 'Invoke',
        actions: [
          {
            name: 'Call',
            actionTypeId: { category: 'Invoke', owner: 'AWS', provider: 'Lambda', version: '1' },
            configuration: { FunctionName: 'f' },
          },
        ],
      },
    ]);
    await world.settle();
    expect(failure(world, 'Call')).toBe('Neargate does not run Invoke actions of the provider Lambda.');
  });

  it('because a variable has no value fails before it begins', async () => {
    const world = await createWorld();
    world.push({ a: '1' });
    world.createPipeline([
      ...after(sourceAction, { namespace: 'Build' }),
      {
        name: 'Test',
        actions: [
          {
            ...buildAction('test', { outputArtifacts: [] }),
            configuration: {
              ProjectName: 'test',
              EnvironmentVariables: '[{"name":"V","value":"#{Build.VERSION}"}]',
            },
          },
        ],
      },
    ]);
    await world.settle();
    await world.succeed(world.builds()[0], {}, { OTHER: '1' });
    await world.settle();
    expect(failure(world, 'test')).toBe(
      'An action in this pipeline failed because one or more variables could not be resolved: Action name=[test]. This can result when a variable is referenced that does not exist. Validate the pipeline action configuration. Variable=[#{Build.VERSION}]',
    );
    world.start();
    await world.settle();
    await world.succeed(world.builds()[1], {}, { VERSION: '1.2' });
    await world.settle();
    expect(world.builds()[2]?.environmentVariablesOverride).toEqual([
      { name: 'V', value: '1.2', type: 'PLAINTEXT' },
    ]);
  });

  it('because its role, or the artifact bucket, is missing', async () => {
    const world = await createWorld();
    world.push({ a: '1' });
    const roleArn = 'arn:aws:iam::123456789012:role/gone';
    world.createPipeline(after(sourceAction), { roleArn });
    await world.settle();
    expect(failure(world, 'Source')).toBe(
      `CodePipeline is not authorized to perform AssumeRole on role ${roleArn}: the role does not exist.`,
    );
    world.call('codepipeline', 'DeletePipeline', { name: 'delivery' });
    world.createPipeline(after(sourceAction), { artifactStore: { type: 'S3', location: 'gone' } });
    await world.settle();
    expect(failure(world, 'Source')).toBe(
      "The artifact could not be put into the pipeline's artifact bucket 'gone': The specified bucket does not exist",
    );
  });

  it('because its stage has conditions or the pipeline a variable without value fails the stage', async () => {
    const world = await createWorld();
    world.push({ a: '1' });
    const [first, build] = after(sourceAction);
    const conditional: StageDeclaration = {
      ...(build as StageDeclaration),
      beforeEntry: {
        conditions: [
          {
            result: 'FAIL',
            rules: [{ name: 'Alarms', ruleTypeId: { category: 'Rule', provider: 'CloudWatchAlarm' } }],
          },
        ],
      },
    };
    world.createPipeline([first as StageDeclaration, conditional]);
    await world.settle();
    const [summary] =
      world.call('codepipeline', 'ListPipelineExecutions', { pipelineName: 'delivery' })
        .pipelineExecutionSummaries ?? [];
    expect(summary).toMatchObject({
      status: 'Failed',
      statusSummary:
        "Stage 'Build' has beforeEntry conditions, whose rules Neargate does not evaluate; remove them to run it here.",
    });
    expect(world.builds()).toEqual([]);
    world.call('codepipeline', 'DeletePipeline', { name: 'delivery' });
    world.createPipeline(after(sourceAction), { variables: [{ name: 'TAG' }] });
    await world.settle();
    expect(world.latest()).toEqual(['Source: Failed', '  Source: none']);
    world.call('codepipeline', 'StartPipelineExecution', {
      name: 'delivery',
      variables: [{ name: 'TAG', value: 'v1' }],
    });
    await world.settle();
    expect(world.latest()[0]).toBe('Source: Succeeded');
  });
});
