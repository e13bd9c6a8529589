import type { CreateDeploymentGroupInput } from '@aws-sdk/client-codedeploy';
import { describe, expect, it } from 'vitest';
import { createTestContext } from '../test-context.ts';
import { createTestRoutes, testGroup } from './test-group.ts';

const appSpec = 'version: 0.0';
const revision = { revisionType: 'AppSpecContent', appSpecContent: { content: appSpec } } as const;
const listenerArn = 'arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/app/web/1/2';

async function account() {
  const test = await createTestContext();
  const { call } = test;
  call('codedeploy', 'CreateApplication', { applicationName: 'shop', computePlatform: 'ECS' });
  call('ecs', 'CreateCluster', { clusterName: 'main' });
  const { blue, subnets } = createTestRoutes(test);
  const { taskDefinition } = call('ecs', 'RegisterTaskDefinition', {
    family: 'web',
    requiresCompatibilities: ['FARGATE'],
    networkMode: 'awsvpc',
    cpu: '256',
    memory: '512',
    executionRoleArn: 'arn:aws:iam::123456789012:role/execution',
    containerDefinitions: [{ name: 'web', image: 'web', portMappings: [{ containerPort: 80 }] }],
  });
  const createService = (serviceName: string, type: 'CODE_DEPLOY' | 'ECS') =>
    call('ecs', 'CreateService', {
      cluster: 'main',
      serviceName,
      desiredCount: 1,
      launchType: 'FARGATE',
      taskDefinition: taskDefinition?.taskDefinitionArn,
      deploymentController: { type },
      networkConfiguration: { awsvpcConfiguration: { subnets } },
      loadBalancers: [{ targetGroupArn: blue, containerName: 'web', containerPort: 80 }],
    });
  createService('web', 'CODE_DEPLOY');
  const createGroup = (more: Partial<CreateDeploymentGroupInput> = {}) =>
    call('codedeploy', 'CreateDeploymentGroup', testGroup({ listenerArn }, more));
  return { ...test, createService, createGroup };
}

const codeOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    return `${(error as { code: string }).code}: ${(error as Error).message}`;
  }
  return 'no error';
};

describe('applications', () => {
  it('are created, renamed with their groups, and deleted with them', async () => {
    const { call, createGroup } = await account();
    createGroup();
    call('codedeploy', 'UpdateApplication', { applicationName: 'shop', newApplicationName: 'store' });
    expect(call('codedeploy', 'ListApplications', {}).applications).toEqual(['store']);
    expect(call('codedeploy', 'ListDeploymentGroups', { applicationName: 'store' }).deploymentGroups).toEqual(
      ['web'],
    );
    call('codedeploy', 'DeleteApplication', { applicationName: 'store' });
    expect(codeOf(() => call('codedeploy', 'GetApplication', { applicationName: 'store' }))).toBe(
      'ApplicationDoesNotExistException: No application found for name: store',
    );
  });

  it('and groups have tags', async () => {
    const { call, createGroup } = await account();
    createGroup({ tags: [{ Key: 'a', Value: '1' }] });
    const ResourceArn = 'arn:aws:codedeploy:us-east-1:123456789012:deploymentgroup:shop/web';
    call('codedeploy', 'TagResource', { ResourceArn, Tags: [{ Key: 'b', Value: '2' }] });
    call('codedeploy', 'UntagResource', { ResourceArn, TagKeys: ['a'] });
    expect(call('codedeploy', 'ListTagsForResource', { ResourceArn }).Tags).toEqual([
      { Key: 'b', Value: '2' },
    ]);
    expect(
      codeOf(() => call('codedeploy', 'ListTagsForResource', { ResourceArn: 'arn:aws:s3:::bucket' })),
    ).toContain('InvalidArnException');
  });
});

describe('deployment configurations', () => {
  it('of AWS are there', async () => {
    const { call } = await account();
    const get = (name: string) =>
      call('codedeploy', 'GetDeploymentConfig', { deploymentConfigName: `CodeDeployDefault.${name}` })
        .deploymentConfigInfo;
    expect(get('ECSCanary10Percent5Minutes')).toMatchObject({
      computePlatform: 'ECS',
      trafficRoutingConfig: {
        type: 'TimeBasedCanary',
        timeBasedCanary: { canaryPercentage: 10, canaryInterval: 5 },
      },
    });
    expect(get('OneAtATime')).toMatchObject({ computePlatform: 'Server' });
  });

  it('of the account are checked, and kept while a group uses them', async () => {
    const { call, createGroup } = await account();
    const create = (linearPercentage: number, linearInterval: number) =>
      call('codedeploy', 'CreateDeploymentConfig', {
        deploymentConfigName: 'quarters',
        computePlatform: 'ECS',
        trafficRoutingConfig: {
          type: 'TimeBasedLinear',
          timeBasedLinear: { linearPercentage, linearInterval },
        },
      });
    expect(codeOf(() => create(100, 1))).toContain('InvalidTrafficRoutingConfigurationException');
    expect(codeOf(() => create(25, 0))).toContain('from 1 to 2880 minutes');
    create(25, 2);
    createGroup({ deploymentConfigName: 'quarters' });
    const remove = () => call('codedeploy', 'DeleteDeploymentConfig', { deploymentConfigName: 'quarters' });
    expect(codeOf(remove)).toContain('DeploymentConfigInUseException');
  });
});

describe('a deployment group', () => {
  it('shows what it was given', async () => {
    const { call, createGroup } = await account();
    createGroup({
      autoRollbackConfiguration: { enabled: true, events: ['DEPLOYMENT_FAILURE'] },
      triggerConfigurations: [{ triggerName: 'all', triggerTargetArn: 'arn:aws:sns:us-east-1:1:topic' }],
    });
    const { deploymentGroupInfo } = call('codedeploy', 'GetDeploymentGroup', {
      applicationName: 'shop',
      deploymentGroupName: 'web',
    });
    expect(deploymentGroupInfo).toMatchObject({
      computePlatform: 'ECS',
      ecsServices: [{ clusterName: 'main', serviceName: 'web' }],
      autoRollbackConfiguration: { enabled: true, events: ['DEPLOYMENT_FAILURE'] },
      triggerConfigurations: [{ triggerName: 'all' }],
      blueGreenDeploymentConfiguration: {
        terminateBlueInstancesOnDeploymentSuccess: { action: 'TERMINATE', terminationWaitTimeInMinutes: 5 },
      },
    });
  });

  it('is refused where it cannot be deployed to', async () => {
    const { createGroup, createService } = await account();
    createService('rolling', 'ECS');
    const pair = testGroup({ listenerArn }).loadBalancerInfo?.targetGroupPairInfoList?.[0];
    const refusals: readonly (readonly [Partial<CreateDeploymentGroupInput>, string])[] = [
      [{ serviceRoleArn: '' }, 'RoleRequiredException'],
      [{ deploymentConfigName: 'none' }, 'No Deployment Configuration found for name: none'],
      [{ deploymentConfigName: 'CodeDeployDefault.OneAtATime' }, 'InvalidDeploymentConfigNameException'],
      [
        { deploymentStyle: { deploymentType: 'IN_PLACE', deploymentOption: 'WITH_TRAFFIC_CONTROL' } },
        'InvalidDeploymentStyleException',
      ],
      [{ ecsServices: [] }, 'InvalidECSServiceException'],
      [{ ecsServices: [{ clusterName: 'main', serviceName: 'none' }] }, 'was not found'],
      [
        { ecsServices: [{ clusterName: 'main', serviceName: 'rolling' }] },
        'must be configured for a CODE_DEPLOY deployment controller',
      ],
      [{ loadBalancerInfo: {} }, 'InvalidTargetGroupPairException'],
      [
        { loadBalancerInfo: { targetGroupPairInfoList: [{ ...pair, prodTrafficRoute: {} }] } },
        'InvalidLoadBalancerInfoException',
      ],
      [{ autoRollbackConfiguration: { enabled: true } }, 'InvalidAutoRollbackConfigException'],
      [{ alarmConfiguration: { enabled: true, alarms: [] } }, 'InvalidAlarmConfigException'],
      [
        {
          blueGreenDeploymentConfiguration: {
            deploymentReadyOption: { actionOnTimeout: 'STOP_DEPLOYMENT' },
          },
        },
        'InvalidBlueGreenDeploymentConfigurationException',
      ],
    ];
    for (const [more, expected] of refusals) expect(codeOf(() => createGroup(more))).toContain(expected);
    createGroup();
    expect(codeOf(() => createGroup())).toBe(
      'DeploymentGroupAlreadyExistsException: Deployment group already exists: web',
    );
    expect(codeOf(() => createGroup({ deploymentGroupName: 'other' }))).toContain(
      'ECSServiceMappingLimitExceededException',
    );
  });

  it('keeps what an update does not give', async () => {
    const { call, createGroup } = await account();
    createGroup();
    call('codedeploy', 'UpdateDeploymentGroup', {
      applicationName: 'shop',
      currentDeploymentGroupName: 'web',
      newDeploymentGroupName: 'site',
      deploymentConfigName: 'CodeDeployDefault.ECSLinear10PercentEvery1Minutes',
    });
    expect(
      call('codedeploy', 'GetDeploymentGroup', { applicationName: 'shop', deploymentGroupName: 'site' })
        .deploymentGroupInfo,
    ).toMatchObject({
      deploymentConfigName: 'CodeDeployDefault.ECSLinear10PercentEvery1Minutes',
      ecsServices: [{ serviceName: 'web' }],
    });
  });
});

describe('a deployment', () => {
  const group = { applicationName: 'shop', deploymentGroupName: 'web' };

  it('is created once at a time, and shows its AppSpec file by the digest only', async () => {
    const { call, createGroup } = await account();
    createGroup();
    const { deploymentId = '' } = call('codedeploy', 'CreateDeployment', { ...group, revision });
    expect(deploymentId).toMatch(/^d-[A-Z0-9]{9}$/);
    const { deploymentInfo } = call('codedeploy', 'GetDeployment', { deploymentId });
    expect(deploymentInfo).toMatchObject({ status: 'Created', creator: 'user', computePlatform: 'ECS' });
    expect(deploymentInfo?.revision?.appSpecContent?.content).toBeUndefined();
    const { revision: registered } = call('codedeploy', 'GetApplicationRevision', {
      applicationName: 'shop',
      revision: deploymentInfo?.revision ?? revision,
    });
    expect(registered?.appSpecContent?.content).toBe(appSpec);
    expect(codeOf(() => call('codedeploy', 'CreateDeployment', { ...group, revision }))).toBe(
      `DeploymentLimitExceededException: The Deployment Group 'web' already has an active Deployment '${deploymentId}'`,
    );
    expect(call('codedeploy', 'ListDeployments', { ...group, includeOnlyStatuses: ['Created'] })).toEqual({
      deployments: [deploymentId],
    });
    expect(call('codedeploy', 'ListDeploymentTargets', { deploymentId }).targetIds).toEqual(['main:web']);
  });

  it('is refused with a revision that is none of ECS', async () => {
    const { call, createGroup } = await account();
    createGroup();
    const create = (given: object | undefined) => () =>
      call('codedeploy', 'CreateDeployment', { ...group, revision: given as never });
    expect(codeOf(create(undefined))).toContain('RevisionRequiredException');
    expect(codeOf(create({ revisionType: 'GitHub' }))).toContain('InvalidRevisionException');
    expect(
      codeOf(create({ revisionType: 'S3', s3Location: { bucket: 'b', key: 'k', bundleType: 'zip' } })),
    ).toBe('InvalidRevisionException: BundleType must be either YAML or JSON');
    expect(codeOf(create({ ...revision, appSpecContent: { content: appSpec, sha256: 'other' } }))).toContain(
      'sha256',
    );
  });

  it('of instances is refused, and says so', async () => {
    const { call } = await account();
    call('codedeploy', 'CreateApplication', { applicationName: 'fleet' });
    call('codedeploy', 'CreateDeploymentGroup', {
      applicationName: 'fleet',
      deploymentGroupName: 'all',
      serviceRoleArn: 'arn:aws:iam::123456789012:role/codedeploy',
    });
    expect(
      codeOf(() =>
        call('codedeploy', 'CreateDeployment', { applicationName: 'fleet', deploymentGroupName: 'all' }),
      ),
    ).toContain('Neargate does not run deployments to the compute platform Server');
  });

  it('goes on, and answers hooks, only where it waits', async () => {
    const { call, createGroup } = await account();
    createGroup();
    const { deploymentId = '' } = call('codedeploy', 'CreateDeployment', { ...group, revision });
    expect(codeOf(() => call('codedeploy', 'ContinueDeployment', { deploymentId }))).toContain(
      'DeploymentIsNotInReadyStateException',
    );
    const answer = (status: 'Succeeded' | 'Skipped') => () =>
      call('codedeploy', 'PutLifecycleEventHookExecutionStatus', {
        deploymentId,
        lifecycleEventHookExecutionId: 'x',
        status,
      });
    expect(codeOf(answer('Succeeded'))).toContain('InvalidLifecycleEventHookExecutionIdException');
    expect(codeOf(answer('Skipped'))).toContain('InvalidLifecycleEventHookExecutionStatusException');
    expect(codeOf(() => call('codedeploy', 'GetDeployment', { deploymentId: 'd-UNKNOWN12' }))).toBe(
      'DeploymentDoesNotExistException: The deployment d-UNKNOWN12 could not be found',
    );
  });
});
