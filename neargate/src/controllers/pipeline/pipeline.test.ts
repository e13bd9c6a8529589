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
});
