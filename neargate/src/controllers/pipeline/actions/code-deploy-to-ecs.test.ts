import type { ActionDeclaration } from '@aws-sdk/client-codepipeline';
import { describe, expect, it, onTestFinished } from 'vitest';
import { silentLogger } from '../../../core/logger.ts';
import { timing } from '../../../core/timing.ts';
import { createTestRoutes, testGroup } from '../../../services/codedeploy/test-group.ts';
import { codeDeployReconciler } from '../../code-deploy/code-deploy-reconciler.ts';
import { startReconcilers } from '../../reconciler.ts';
import { buildAction, createPipelineWorld, sourceAction } from '../pipeline-test-world.ts';

const taskdef = JSON.stringify(
  {
    family: 'web',
    requiresCompatibilities: ['FARGATE'],
    networkMode: 'awsvpc',
    cpu: '256',
    memory: '512',
    executionRoleArn: 'arn:aws:iam::123456789012:role/execution',
    taskRoleArn: null,
    containerDefinitions: [{ name: 'web', image: '<IMAGE1_NAME>', portMappings: [{ containerPort: 80 }] }],
  },
  undefined,
  2,
);
const appspec = `version: 0.0
Resources:
  - TargetService:
      Type: AWS::ECS::Service
      Properties:
        TaskDefinition: <TASK_DEFINITION>
        LoadBalancerInfo:
          ContainerName: "web"
          ContainerPort: 80
`;
const sources = { 'taskdef.json': taskdef, 'appspec.yaml': appspec };
const image = { 'imageDetail.json': '{"ImageURI":"web:2"}' };

const deployAction: ActionDeclaration = {
  name: 'Deploy',
  actionTypeId: { category: 'Deploy', owner: 'AWS', provider: 'CodeDeployToECS', version: '1' },
  configuration: {
    ApplicationName: 'shop',
    DeploymentGroupName: 'web',
    TaskDefinitionTemplateArtifact: 'Source',
    AppSpecTemplateArtifact: 'Source',
    Image1ArtifactName: 'web-output',
    Image1ContainerName: 'IMAGE1_NAME',
  },
  inputArtifacts: [{ name: 'Source' }, { name: 'web-output' }],
};

/** A pipeline from a push over a build to a service that CodeDeploy deploys. */
async function world(files: Readonly<Record<string, string>> = sources) {
  const pipeline = await createPipelineWorld();
  const { context, clock, call } = pipeline;
  const environment = { ...context, timing: timing('fast'), contextOf: () => context };
  const controller = startReconcilers([codeDeployReconciler(environment)], {
    ...environment,
    log: silentLogger,
  });
  onTestFinished(async () => {
    await controller.stop();
    await pipeline.stop();
  });
  const { blue, subnets, listenerArn } = createTestRoutes(pipeline);
  call('ecs', 'CreateService', {
    cluster: 'main',
    serviceName: 'web',
    desiredCount: 1,
    launchType: 'FARGATE',
    taskDefinition: pipeline.registerTaskDefinition('web:1'),
    deploymentController: { type: 'CODE_DEPLOY' },
    networkConfiguration: { awsvpcConfiguration: { subnets } },
    loadBalancers: [{ targetGroupArn: blue, containerName: 'web', containerPort: 80 }],
  });
  call('codedeploy', 'CreateApplication', { applicationName: 'shop', computePlatform: 'ECS' });
  call('codedeploy', 'CreateDeploymentGroup', testGroup({ listenerArn }));
  pipeline.push(files);
  await clock.advance(5000);
  pipeline.createPipeline([
    { name: 'Source', actions: [sourceAction] },
    { name: 'Build', actions: [buildAction('web')] },
    { name: 'Deploy', actions: [deployAction] },
  ]);
  await pipeline.settle();
  return {
    ...pipeline,
    async build(output: Readonly<Record<string, string>>) {
      await pipeline.succeed(pipeline.builds()[0], output);
      await pipeline.settle();
    },
    action: () =>
      call('codepipeline', 'GetPipelineState', { name: 'delivery' }).stageStates?.[2]?.actionStates?.[0]
        ?.latestExecution,
  };
}

describe('the action CodeDeployToECS', () => {
  it('registers the task definition with the image and ends with its deployment', async () => {
    const pipeline = await world();
    await pipeline.build(image);
    expect(pipeline.action()).toMatchObject({
      status: 'InProgress',
      externalExecutionId: expect.stringMatching(/^d-[A-Z0-9]{9}$/),
    });
    await pipeline.clock.advance(30_000);
    await pipeline.settle();
    expect(pipeline.latest().at(-1)).toBe('  Deploy: Succeeded');
    expect(pipeline.runningImages()).toEqual(['web:2']);
  });

  it('fails with why its deployment failed', async () => {
    const pipeline = await world({ ...sources, 'appspec.yaml': appspec.replace('80', '8080') });
    await pipeline.build(image);
    const { status, errorDetails, externalExecutionId } = pipeline.action() ?? {};
    expect(status).toBe('Failed');
    expect(errorDetails).toEqual({
      code: 'JobFailed',
      message: `Deployment ${externalExecutionId} failed. The ECS service cannot be updated due to an unexpected error: The container web did not have a container port 8080 defined. (Error code: ECS_UPDATE_ERROR).`,
    });
    expect(pipeline.runningImages()).toEqual(['web:1']);
  });

  const prefix = 'Invalid action configuration. Exception while trying to read the';
  it.each([
    [sources, {}, `${prefix} image artifact file from: web-output: there is no file imageDetail.json in it.`],
    [sources, { 'imageDetail.json': '{"imageUri":"web:2"}' }, 'imageDetail.json has no "ImageURI"'],
    [
      { 'appspec.yaml': appspec },
      image,
      `${prefix} task definition artifact file from: Source: there is no file taskdef.json in it.`,
    ],
    [{ 'taskdef.json': taskdef }, image, `${prefix} appspec artifact file from: Source`],
    [
      { ...sources, 'taskdef.json': '{"image": "<IMAGE1_NAME>",\n  "family": }' },
      image,
      'taskdef.json is not valid JSON at line 2',
    ],
    [
      { ...sources, 'taskdef.json': taskdef.replace('<IMAGE1_NAME>', 'web:1') },
      image,
      'The task definition has no placeholder <IMAGE1_NAME>',
    ],
  ])('says which file it cannot use, and why: %#', async (files, output, expected) => {
    const pipeline = await world(files);
    await pipeline.build(output);
    expect(pipeline.action()?.errorDetails).toMatchObject({
      code: 'ConfigurationError',
      message: expect.stringContaining(expected),
    });
  });
});
