import { beforeEach, describe, expect, it } from 'vitest';
import { createTestRoutes } from '../../../services/codedeploy/test-group.ts';
import { createTypeWorld, type TypeWorld } from '../testing/type-world.ts';

let world: TypeWorld;

beforeEach(async () => {
  world = await createTypeWorld();
});

const arn = 'arn:aws:codedeploy:us-east-1:123456789012';

describe('aws_codedeploy_app', () => {
  it('is created, renamed, tagged and destroyed', async () => {
    const resource = world.resource('aws_codedeploy_app');
    const body = 'name = "shop"\ncompute_platform = "ECS"\ntags = { A = "1" }';
    expect(await resource.apply(body)).toMatchObject({
      arn: `${arn}:application:shop`,
      compute_platform: 'ECS',
      linked_to_github: false,
      tags_all: { A: '1' },
    });
    expect((await resource.plan(body)).action).toBe('no-op');
    const renamed = 'name = "store"\ncompute_platform = "ECS"\ntags = { B = "2" }';
    expect(await resource.apply(renamed)).toMatchObject({ arn: `${arn}:application:store` });
    expect((await resource.plan(renamed)).action).toBe('no-op');
    await resource.destroy();
    expect(world.call('codedeploy', 'ListApplications', {}).applications).toEqual([]);
  });
});

describe('aws_codedeploy_deployment_config', () => {
  it('says how traffic is shifted', async () => {
    const resource = world.resource('aws_codedeploy_deployment_config');
    const body = `
      deployment_config_name = "quarters"
      compute_platform       = "ECS"
      traffic_routing_config {
        type = "TimeBasedLinear"
        time_based_linear {
          interval   = 2
          percentage = 25
        }
      }`;
    expect(await resource.apply(body)).toMatchObject({
      id: 'quarters',
      arn: `${arn}:deploymentconfig:quarters`,
    });
    expect(
      world.call('codedeploy', 'GetDeploymentConfig', { deploymentConfigName: 'quarters' })
        .deploymentConfigInfo?.trafficRoutingConfig,
    ).toEqual({ type: 'TimeBasedLinear', timeBasedLinear: { linearInterval: 2, linearPercentage: 25 } });
    expect((await resource.plan(body)).action).toBe('no-op');
    await resource.destroy();
  });
});

describe('aws_codedeploy_deployment_group', () => {
  const group = (more = '') => `
    app_name               = "shop"
    deployment_group_name  = "web"
    deployment_config_name = "CodeDeployDefault.ECSAllAtOnce"
    service_role_arn       = "arn:aws:iam::123456789012:role/codedeploy"
    blue_green_deployment_config {
      deployment_ready_option {
        action_on_timeout = "CONTINUE_DEPLOYMENT"
      }
      terminate_blue_instances_on_deployment_success {
        action                           = "TERMINATE"
        termination_wait_time_in_minutes = 5
      }
    }
    deployment_style {
      deployment_option = "WITH_TRAFFIC_CONTROL"
      deployment_type   = "BLUE_GREEN"
    }
    ecs_service {
      cluster_name = "main"
      service_name = "web"
    }
    load_balancer_info {
      target_group_pair_info {
        prod_traffic_route {
          listener_arns = ["arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/app/a/1/2"]
        }
        target_group {
          name = "blue"
        }
        target_group {
          name = "green"
        }
      }
    }
    ${more}`;

  function createService(): void {
    const { call } = world;
    const { subnets, blue } = createTestRoutes(world);
    call('ecs', 'CreateCluster', { clusterName: 'main' });
    call('ecs', 'RegisterTaskDefinition', {
      family: 'web',
      requiresCompatibilities: ['FARGATE'],
      networkMode: 'awsvpc',
      cpu: '256',
      memory: '512',
      executionRoleArn: 'arn:aws:iam::123456789012:role/execution',
      containerDefinitions: [{ name: 'web', image: 'web', portMappings: [{ containerPort: 80 }] }],
    });
    call('ecs', 'CreateService', {
      cluster: 'main',
      serviceName: 'web',
      desiredCount: 1,
      launchType: 'FARGATE',
      taskDefinition: 'web',
      deploymentController: { type: 'CODE_DEPLOY' },
      networkConfiguration: { awsvpcConfiguration: { subnets } },
      loadBalancers: [{ targetGroupArn: blue, containerName: 'web', containerPort: 80 }],
    });
    call('codedeploy', 'CreateApplication', { applicationName: 'shop', computePlatform: 'ECS' });
  }

  it('keeps every block of an ECS group, and then there is nothing to do', async () => {
    createService();
    const resource = world.resource('aws_codedeploy_deployment_group');
    const body = group(`
      auto_rollback_configuration {
        enabled = true
        events  = ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM"]
      }
      alarm_configuration {
        enabled = true
        alarms  = ["errors"]
      }
      tags = { A = "1" }`);
    expect(await resource.apply(body)).toMatchObject({
      arn: `${arn}:deploymentgroup:shop/web`,
      compute_platform: 'ECS',
      tags_all: { A: '1' },
    });
    expect((await resource.plan(body)).action).toBe('no-op');
    expect(
      world.call('codedeploy', 'GetDeploymentGroup', { applicationName: 'shop', deploymentGroupName: 'web' })
        .deploymentGroupInfo,
    ).toMatchObject({
      ecsServices: [{ clusterName: 'main', serviceName: 'web' }],
      alarmConfiguration: { enabled: true, alarms: [{ name: 'errors' }] },
      loadBalancerInfo: {
        targetGroupPairInfoList: [
          {
            targetGroups: [{ name: 'blue' }, { name: 'green' }],
            prodTrafficRoute: { listenerArns: [expect.stringContaining('listener/app')] },
          },
        ],
      },
    });
  });

  it('takes out what the configuration does not have any more', async () => {
    createService();
    const resource = world.resource('aws_codedeploy_deployment_group');
    await resource.apply(
      group('auto_rollback_configuration {\nenabled = true\nevents = ["DEPLOYMENT_FAILURE"]\n}'),
    );
    await resource.apply(group());
    expect((await resource.plan(group())).action).toBe('no-op');
    await resource.destroy();
    expect(
      world.call('codedeploy', 'ListDeploymentGroups', { applicationName: 'shop' }).deploymentGroups,
    ).toEqual([]);
  });

  it('says what CodeDeploy refuses', async () => {
    createService();
    const resource = world.resource('aws_codedeploy_deployment_group');
    await expect(resource.apply(group().replace('"web"\n    }', '"none"\n    }'))).rejects.toThrow(
      'was not found',
    );
  });
});
