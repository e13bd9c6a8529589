import { describe, expect, it, onTestFinished } from 'vitest';
import { unpackZip } from '../../drivers/zip/read-zip.ts';
import {
  buildAction,
  createPipelineWorld,
  deployAction,
  type PipelineWorld,
  sourceAction,
} from './pipeline-test-world.ts';

async function createWorld(): Promise<PipelineWorld> {
  const created = await createPipelineWorld();
  onTestFinished(() => created.stop());
  return created;
}

function createService(world: PipelineWorld, breaker = false): void {
  const subnets = (world.call('ec2', 'DescribeSubnets', {}).Subnets ?? [])
    .slice(0, 2)
    .map(({ SubnetId }) => SubnetId ?? '');
  world.call('ecs', 'CreateService', {
    cluster: 'main',
    serviceName: 'web',
    taskDefinition: world.registerTaskDefinition('web:1'),
    desiredCount: 2,
    launchType: 'FARGATE',
    networkConfiguration: { awsvpcConfiguration: { subnets } },
    deploymentConfiguration: {
      deploymentCircuitBreaker: { enable: breaker, rollback: breaker },
    },
  });
}

const delivery = [
  { name: 'Source', actions: [sourceAction] },
  { name: 'Build', actions: [buildAction('web')] },
  { name: 'Deploy', actions: [deployAction] },
];

describe('a pipeline from CodeCommit over CodeBuild to ECS', () => {
  it('deploys what is in the branch', async () => {
    const world = await createWorld();
    createService(world);
    await world.clock.advance(60_000);
    const commitId = world.push({ 'app.js': 'console.log(1)', Dockerfile: 'FROM node' });
    world.createPipeline(delivery);
    await world.settle();
    expect(world.latest()).toEqual([
      'Source: Succeeded',
      '  Source: Succeeded',
      'Build: InProgress',
      '  web: InProgress',
    ]);
    const [build] = world.builds();
    expect(build).toMatchObject({
      projectName: 'web',
      initiator: 'codepipeline/delivery',
      resolvedSourceVersion: commitId,
      pipelineInput: { primary: 'Source' },
    });
    const [input] = build?.pipelineInput.artifacts ?? [];
    expect(input?.key).toMatch(/^delivery\/Source\/[A-Za-z0-9]{7}$/);
    expect(build?.sourceVersion).toBe(`arn:aws:s3:::artifacts/${input?.key}`);
    const { Body } = world.call('s3', 'GetObject', { Bucket: 'artifacts', Key: input?.key ?? '' });
    expect(unpackZip(Body as Uint8Array).map(({ path, content }) => [path, content.toString()])).toEqual([
      ['Dockerfile', 'FROM node'],
      ['app.js', 'console.log(1)'],
    ]);

    await world.succeed(build, { 'imagedefinitions.json': '[{"name":"web","imageUri":"web:2"}]' });
    await world.settle();
    expect(world.latest().slice(-2)).toEqual(['Deploy: InProgress', '  Deploy: InProgress']);
    expect(world.service('web').taskDefinition).toMatch(/:2$/);
    await world.clock.advance(60_000);
    expect(world.latest().slice(-2)).toEqual(['Deploy: Succeeded', '  Deploy: Succeeded']);
    expect(new Set(world.runningImages())).toEqual(new Set(['web:2']));
    expect(world.events()).toEqual([
      'STARTED',
      'Source STARTED',
      'Source Source STARTED',
      'Source Source SUCCEEDED',
      'Source SUCCEEDED',
      'Build STARTED',
      'Build web STARTED',
      'Build web SUCCEEDED',
      'Build SUCCEEDED',
      'Deploy STARTED',
      'Deploy Deploy STARTED',
      'Deploy Deploy SUCCEEDED',
      'Deploy SUCCEEDED',
      'SUCCEEDED',
    ]);
    const { pipelineExecutionSummaries: [summary] = [] } = world.call(
      'codepipeline',
      'ListPipelineExecutions',
      { pipelineName: 'delivery' },
    );
    expect(summary).toMatchObject({
      status: 'Succeeded',
      sourceRevisions: [{ actionName: 'Source', revisionId: commitId, revisionSummary: 'Change main' }],
    });
  });

  it('fails its first execution when the repository is empty, as on AWS, and runs once something is pushed', async () => {
    const world = await createWorld();
    world.createPipeline(delivery);
    await world.settle();
    expect(world.latest()).toEqual(['Source: Failed', '  Source: Failed']);
    expect(failure(world, 'Source')).toEqual({
      code: 'ConfigurationError',
      message:
        'The action failed because no branch named main was found in the selected AWS CodeCommit repository shop. Make sure you are using the correct branch name, and then try again. Error: null',
    });
    expect(world.events()).toContain('Source Source FAILED');
    world.push({ a: '1' });
    world.start();
    await world.settle();
    expect(world.latest().slice(0, 2)).toEqual(['Source: Succeeded', '  Source: Succeeded']);
  });

  it('fails with the phase and message of a failed build, when the builds beside it have ended', async () => {
    const world = await createWorld();
    world.push({ a: '1' });
    world.createPipeline([
      { name: 'Source', actions: [sourceAction] },
      { name: 'Build', actions: [buildAction('web'), buildAction('api')] },
    ]);
    await world.settle();
    const [web, api] = world.builds();
    world.end(web, {
      buildStatus: 'FAILED',
      phases: [
        { phaseType: 'INSTALL', phaseStatus: 'SUCCEEDED', contexts: [{ statusCode: '', message: '' }] },
        {
          phaseType: 'BUILD',
          phaseStatus: 'FAILED',
          contexts: [
            {
              statusCode: 'COMMAND_EXECUTION_ERROR',
              message: 'Error while executing command: npm test. Reason: exit status 1',
            },
          ],
        },
      ],
    });
    await world.settle();
    expect(world.latest().slice(2)).toEqual(['Build: InProgress', '  web: Failed', '  api: InProgress']);
    expect(failure(world, 'web')).toEqual({
      code: 'JobFailed',
      message:
        'Build terminated with state: FAILED. Phase: BUILD, Code: COMMAND_EXECUTION_ERROR, Message: Error while executing command: npm test. Reason: exit status 1',
    });
    await world.succeed(api);
    await world.settle();
    expect(world.latest().slice(2)).toEqual(['Build: Failed', '  web: Failed', '  api: Succeeded']);

    const [first] = executionIds(world);
    expect(world.status(first ?? '')).toBe('Failed');
    const retry = {
      pipelineName: 'delivery',
      stageName: 'Build',
      pipelineExecutionId: first ?? '',
      retryMode: 'FAILED_ACTIONS',
    } as const;
    world.call('codepipeline', 'RetryStageExecution', retry);
    await world.settle();
    expect(world.builds().map(({ projectName }) => projectName)).toEqual(['web', 'api', 'web']);
    expect(() => world.call('codepipeline', 'RetryStageExecution', retry)).toThrow(
      expect.objectContaining({ code: 'StageNotRetryableException' }),
    );
    await world.succeed(world.builds()[2]);
    await world.settle();
    expect(world.status(first ?? '')).toBe('Succeeded');
    const { actionExecutionDetails = [] } = world.call('codepipeline', 'ListActionExecutions', {
      pipelineName: 'delivery',
      filter: { pipelineExecutionId: first },
    });
    expect(actionExecutionDetails.map(({ actionName, status }) => `${actionName} ${status}`)).toEqual([
      'web Succeeded',
      'api Succeeded',
      'web Failed',
      'Source Succeeded',
    ]);
    expect(
      world.call('codepipeline', 'ListActionExecutions', {
        pipelineName: 'delivery',
        filter: { latestInPipelineExecution: { pipelineExecutionId: first, startTimeRange: 'Latest' } },
      }).actionExecutionDetails,
    ).toHaveLength(3);
  });

  it.each([
    [
      { 'other.json': '[]' },
      /^Did not find the image definition file imagedefinitions\.json in the input artifacts ZIP file\. Verify the file is stored in your pipeline's Amazon S3 artifact bucket: artifacts key: delivery\/web-output\/\w{7}$/,
    ],
    [
      { 'imagedefinitions.json': '[{"name":"web",' },
      /^The image definition file imagedefinitions\.json is not valid JSON: .* at line 1, column 16\.$/,
    ],
    [
      { 'imagedefinitions.json': '[{"name":"nope","imageUri":"web:2"}]' },
      /^The task definition arn:.*task-definition\/web:1 has no container with name 'nope'\. Its containers are: web\.$/,
    ],
  ])('leaves the service alone when the artifact is %j', async (files, message) => {
    const world = await createWorld();
    createService(world);
    await world.clock.advance(60_000);
    await deployed(world, files);
    expect(failure(world, 'Deploy')?.message).toMatch(message);
    expect(world.latest().slice(-2)).toEqual(['Deploy: Failed', '  Deploy: Failed']);
    expect(world.service('web').taskDefinition).toMatch(/:1$/);
    expect(world.call('ecs', 'ListTaskDefinitions', {}).taskDefinitionArns).toHaveLength(1);
  });

  it('fails when a build put nothing out, and when the service is not there', async () => {
    const world = await createWorld();
    world.push({ a: '1' });
    world.createPipeline(delivery);
    await world.settle();
    world.end(world.builds()[0], { buildStatus: 'SUCCEEDED' });
    await world.settle();
    expect(failure(world, 'Deploy')?.message).toMatch(
      /^Unable to access the artifact with Amazon S3 object key 'delivery\/web-output\/\w{7}' located in the Amazon S3 artifact bucket 'artifacts'\./,
    );
    world.start();
    await world.settle();
    await world.succeed(world.builds()[1], { 'imagedefinitions.json': '[{"name":"web","imageUri":"a"}]' });
    await world.settle();
    expect(failure(world, 'Deploy')?.message).toBe(
      "The Amazon ECS service 'web' in the cluster 'main' was not found: MISSING",
    );
  });

  it('fails with the cause when the circuit breaker turns a deployment back', async () => {
    const world = await createWorld();
    createService(world, true);
    await world.clock.advance(60_000);
    world.programs.set('web:bad', { missing: true });
    await deployed(world, { 'imagedefinitions.json': '[{"name":"web","imageUri":"web:bad"}]' });
    await world.clock.advance(300_000);
    expect(failure(world, 'Deploy')).toEqual({
      code: 'JobFailed',
      message: expect.stringMatching(
        /^The deployment ecs-svc\/\d+ of service web failed\. ECS deployment circuit breaker: rolling back to deploymentId ecs-svc\/\d+\. Last stopped task: CannotPullContainerError: web:bad: not found\.$/,
      ) as string,
    });
    expect(new Set(world.runningImages())).toEqual(new Set(['web:1']));
    expect(world.service('web').taskDefinition).toMatch(/:1$/);
  });

  it('fails after its timeout when a deployment comes to no end', async () => {
    const world = await createWorld();
    createService(world);
    await world.clock.advance(60_000);
    world.programs.set('web:missing', { missing: true });
    const configuration = { ...deployAction.configuration, DeploymentTimeout: '5' };
    await deployed(world, { 'imagedefinitions.json': '[{"name":"web","imageUri":"web:missing"}]' }, [
      ...delivery.slice(0, 2),
      { name: 'Deploy', actions: [{ ...deployAction, configuration }] },
    ]);
    await world.clock.advance(4 * 60_000);
    expect(world.latest().at(-1)).toBe('  Deploy: InProgress');
    await world.clock.advance(61_000);
    expect(failure(world, 'Deploy')).toEqual({
      code: 'TimeoutError',
      message: 'The action did not end within its timeout of 5 minutes.',
    });
  });

  it('goes on after a restart wherever it was', async () => {
    const world = await createWorld();
    createService(world);
    await world.clock.advance(60_000);
    world.push({ a: '1' });
    world.createPipeline(delivery);
    await world.restart();
    await world.settle();
    await world.restart();
    expect(world.builds()).toHaveLength(1);
    await world.succeed(world.builds()[0], {
      'imagedefinitions.json': '[{"name":"web","imageUri":"web:2"}]',
    });
    await world.restart();
    await world.settle();
    await world.restart();
    await world.clock.advance(60_000);
    expect(world.latest().at(-1)).toBe('  Deploy: Succeeded');
    expect(world.call('ecs', 'ListTaskDefinitions', {}).taskDefinitionArns).toHaveLength(2);
  });
});

async function deployed(
  world: PipelineWorld,
  files: Readonly<Record<string, string>>,
  stages = delivery,
): Promise<void> {
  world.push({ a: '1' });
  world.createPipeline(stages);
  await world.settle();
  await world.succeed(world.builds()[0], files);
  await world.settle();
}

/** Why the named action's last execution failed. */
function failure(world: PipelineWorld, actionName: string) {
  const { stageStates = [] } = world.call('codepipeline', 'GetPipelineState', { name: 'delivery' });
  return stageStates
    .flatMap(({ actionStates = [] }) => actionStates)
    .find((action) => action.actionName === actionName)?.latestExecution?.errorDetails;
}

/** Oldest first. */
function executionIds(world: PipelineWorld): readonly string[] {
  const { pipelineExecutionSummaries = [] } = world.call('codepipeline', 'ListPipelineExecutions', {
    pipelineName: 'delivery',
  });
  return pipelineExecutionSummaries.map(({ pipelineExecutionId = '' }) => pipelineExecutionId).toReversed();
}
