import { beforeEach, describe, expect, it } from 'vitest';
import { ec2TablesOf } from '../../../services/ec2/store.ts';
import { ecsTablesOf } from '../../../services/ecs/store.ts';
import { requiredText } from '../../arguments.ts';
import { createTypeWorld, type TypeWorld } from '../testing/type-world.ts';

let world: TypeWorld;

beforeEach(async () => {
  world = await createTypeWorld();
});

const containers = (changes = '') => `jsonencode([{
  name = "web", image = "nginx:1.27", essential = true
  portMappings = [{ containerPort = 3001, hostPort = 3001, protocol = "tcp" }]
  environment = [{ name = "B", value = "2" }, { name = "A", value = "1" }]
  ${changes}
}])`;

const definition = (changes = '', containerChanges = '') => `
  family                   = "web"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = "256"
  memory                   = "512"
  container_definitions    = ${containers(containerChanges)}
  runtime_platform {
    operating_system_family = "LINUX"
    cpu_architecture        = "X86_64"
  }
  ${changes}
`;

describe('aws_ecs_cluster', () => {
  it('is created with its settings, and then there is nothing to do', async () => {
    const cluster = world.resource('aws_ecs_cluster');
    const body = `
      name = "main"
      tags = { Team = "a" }
      setting {
        name  = "containerInsights"
        value = "enabled"
      }
      configuration {
        execute_command_configuration {
          logging = "OVERRIDE"
          log_configuration {
            s3_bucket_name               = "logs"
            s3_bucket_encryption_enabled = true
          }
        }
      }`;
    const state = await cluster.apply(body);
    expect(state).toMatchObject({
      id: 'arn:aws:ecs:us-east-1:123456789012:cluster/main',
      arn: 'arn:aws:ecs:us-east-1:123456789012:cluster/main',
      tags_all: { Team: 'a' },
      region: 'us-east-1',
    });
    expect((await cluster.plan(body)).action).toBe('no-op');
    const { clusters } = world.call('ecs', 'DescribeClusters', {
      clusters: ['main'],
      include: ['CONFIGURATIONS'],
    });
    expect(clusters?.[0]?.configuration?.executeCommandConfiguration?.logConfiguration).toEqual({
      s3BucketName: 'logs',
      s3EncryptionEnabled: true,
    });
  });

  it('keeps settings that are not written, changes those that are, and its tags', async () => {
    const cluster = world.resource('aws_ecs_cluster');
    await cluster.apply('name = "main"\n tags = { A = "1", B = "2" }');
    expect((await cluster.plan('name = "main"\n tags = { A = "1", B = "2" }')).action).toBe('no-op');
    const body = `name = "main"
      tags = { A = "3" }
      setting {
        name  = "containerInsights"
        value = "enhanced"
      }`;
    expect((await cluster.plan(body)).action).toBe('update');
    const state = await cluster.apply(body);
    expect(state).toMatchObject({
      tags_all: { A: '3' },
      setting: [{ name: 'containerInsights', value: 'enhanced' }],
    });
    expect((await cluster.plan(body)).action).toBe('no-op');
  });

  it('sees changes made elsewhere, is replaced by another name, and is planned anew once it is gone', async () => {
    const cluster = world.resource('aws_ecs_cluster');
    const body = 'name = "main"\nsetting {\nname = "containerInsights"\nvalue = "disabled"\n}';
    await cluster.apply(body);
    world.call('ecs', 'UpdateClusterSettings', {
      cluster: 'main',
      settings: [{ name: 'containerInsights', value: 'enabled' }],
    });
    expect((await cluster.plan(body)).action).toBe('update');
    expect((await cluster.plan('name = "other"')).replacePaths).toEqual([['name']]);
    world.call('ecs', 'DeleteCluster', { cluster: 'main' });
    expect((await cluster.plan(body)).action).toBe('create');
  });

  it('refuses names that AWS refuses, before anything is called', async () => {
    await expect(world.resource('aws_ecs_cluster').apply('name = "not a name"')).rejects.toThrow(
      /invalid value for name/,
    );
  });
});

describe('aws_ecs_capacity_provider', () => {
  const group = (target: number, name = 'web') => `
    name = "instances"
    tags = { Team = "a" }
    auto_scaling_group_provider {
      auto_scaling_group_arn = "arn:aws:autoscaling:us-east-1:123456789012:autoScalingGroup:1:autoScalingGroupName/${name}"
      managed_scaling {
        status          = "ENABLED"
        target_capacity = ${target}
      }
    }`;

  it('keeps the settings of a group, changes them in place, and goes with its group', async () => {
    const provider = world.resource('aws_ecs_capacity_provider');
    const state = await provider.apply(group(80));
    expect(state).toMatchObject({
      id: 'arn:aws:ecs:us-east-1:123456789012:capacity-provider/instances',
      tags_all: { Team: 'a' },
      auto_scaling_group_provider: [
        {
          managed_draining: 'ENABLED',
          managed_termination_protection: 'DISABLED',
          managed_scaling: [{ target_capacity: 80, minimum_scaling_step_size: 1 }],
        },
      ],
    });
    expect((await provider.plan(group(80))).action).toBe('no-op');
    expect((await provider.plan(group(80, 'other'))).action).toBe('replace');
    expect((await provider.plan(group(50))).action).toBe('update');
    await provider.apply(group(50));
    const described = () =>
      world.call('ecs', 'DescribeCapacityProviders', { capacityProviders: ['instances'] })
        .capacityProviders?.[0];
    expect(described()?.autoScalingGroupProvider?.managedScaling?.targetCapacity).toBe(50);
    await provider.destroy();
    expect(described()?.status).toBe('INACTIVE');
    await provider.apply(group(50));
    world.call('ecs', 'DeleteCapacityProvider', { capacityProvider: 'instances' });
    expect(await provider.refresh()).toBeUndefined();
  });

  it('keeps managed instances of a cluster', async () => {
    world.call('ecs', 'CreateCluster', { clusterName: 'main' });
    const provider = world.resource('aws_ecs_capacity_provider');
    const body = (gib: number) => `
      name    = "managed"
      cluster = "main"
      managed_instances_provider {
        infrastructure_role_arn = "arn:aws:iam::123456789012:role/infrastructure"
        propagate_tags          = "NONE"
        instance_launch_template {
          ec2_instance_profile_arn = "arn:aws:iam::123456789012:instance-profile/ecs"
          network_configuration {
            subnets         = ["subnet-1"]
            security_groups = ["sg-1"]
          }
          storage_configuration {
            storage_size_gib = ${gib}
          }
          instance_requirements {
            cpu_manufacturers = ["intel"]
            memory_mib {
              min = 1024
            }
            vcpu_count {
              min = 1
              max = 4
            }
          }
        }
      }`;
    await provider.apply(body(40));
    expect((await provider.plan(body(40))).action).toBe('no-op');
    await provider.apply(body(50));
    const described = world.call('ecs', 'DescribeCapacityProviders', {
      capacityProviders: ['managed'],
      cluster: 'main',
    }).capacityProviders?.[0];
    expect(described).toMatchObject({
      cluster: 'main',
      managedInstancesProvider: {
        instanceLaunchTemplate: {
          storageConfiguration: { storageSizeGiB: 50 },
          instanceRequirements: { vCpuCount: { min: 1, max: 4 }, memoryMiB: { min: 1024 } },
        },
      },
    });
    await provider.destroy();
    expect(
      world.call('ecs', 'DescribeClusters', { clusters: ['main'] }).clusters?.[0]?.capacityProviders,
    ).toEqual([]);
  });
});

describe('aws_ecs_cluster_capacity_providers', () => {
  it('puts providers and the default strategy, and takes them back', async () => {
    world.call('ecs', 'CreateCluster', { clusterName: 'main' });
    const providers = world.resource('aws_ecs_cluster_capacity_providers');
    const body = `cluster_name = "main"
      capacity_providers = ["FARGATE", "FARGATE_SPOT"]
      default_capacity_provider_strategy {
        capacity_provider = "FARGATE_SPOT"
        weight            = 2
      }`;
    expect(await providers.apply(body)).toMatchObject({ id: 'main' });
    expect((await providers.plan(body)).action).toBe('no-op');
    await providers.apply('cluster_name = "main"\ncapacity_providers = ["FARGATE"]');
    expect(providers.state).toMatchObject({
      capacity_providers: ['FARGATE'],
      default_capacity_provider_strategy: [],
    });
    await providers.destroy();
    const { clusters } = world.call('ecs', 'DescribeClusters', { clusters: ['main'] });
    expect(clusters?.[0]?.capacityProviders).toEqual([]);
  });
});

describe('aws_ecs_task_definition', () => {
  it('registers a revision and finds nothing to change in what AWS made of it', async () => {
    const task = world.resource('aws_ecs_task_definition');
    const state = await task.apply(definition());
    expect(state).toMatchObject({
      id: 'web',
      revision: 1,
      arn: 'arn:aws:ecs:us-east-1:123456789012:task-definition/web:1',
      arn_without_revision: 'arn:aws:ecs:us-east-1:123456789012:task-definition/web',
    });
    expect((await task.plan(definition())).action).toBe('no-op');
  });

  it('takes definitions that mean the same for the same', async () => {
    const task = world.resource('aws_ecs_task_definition');
    await task.apply(definition());
    const same = definition().replace(
      containers(),
      `jsonencode([{
        environment = [{ name = "A", value = "1" }, { name = "B", value = "2" }]
        image = "nginx:1.27", name = "web", cpu = 0, command = [], mountPoints = []
        portMappings = [{ containerPort = 3001 }]
      }])`,
    );
    expect((await task.plan(same)).action).toBe('no-op');
  });

  it('is replaced by a new revision when a container changes, and the old one is deregistered', async () => {
    const task = world.resource('aws_ecs_task_definition');
    await task.apply(definition());
    const changed = definition('', 'stopTimeout = 30');
    expect(await task.plan(changed)).toMatchObject({
      action: 'replace',
      replacePaths: [['container_definitions']],
    });
    expect(await task.apply(changed)).toMatchObject({ revision: 2 });
    const first = world.call('ecs', 'DescribeTaskDefinition', { taskDefinition: 'web:1' });
    expect(first.taskDefinition?.status).toBe('INACTIVE');
  });

  it('keeps the old revision with skip_destroy and follows the latest with track_latest', async () => {
    const task = world.resource('aws_ecs_task_definition');
    await task.apply(definition('track_latest = true\nskip_destroy = true'));
    const { taskDefinition } = world.call('ecs', 'DescribeTaskDefinition', { taskDefinition: 'web:1' });
    world.call('ecs', 'RegisterTaskDefinition', {
      family: 'web',
      requiresCompatibilities: ['FARGATE'],
      networkMode: 'awsvpc',
      cpu: '256',
      memory: '512',
      containerDefinitions: [
        { ...taskDefinition?.containerDefinitions?.[0], name: 'web', image: 'nginx:1.28' },
      ],
    });
    expect(await task.refresh()).toMatchObject({ revision: 2 });
    await task.destroy();
    const second = world.call('ecs', 'DescribeTaskDefinition', { taskDefinition: 'web:2' });
    expect(second.taskDefinition?.status).toBe('ACTIVE');
  });

  it('names what is wrong with container definitions when it plans', async () => {
    const task = world.resource('aws_ecs_task_definition');
    await expect(task.apply(definition().replace(containers(), '"[{"'))).rejects.toThrow(
      /container_definitions is invalid/,
    );
    const numeric = definition('', 'environment = [{ name = "PORT", value = 1 }]').replace(
      /environment = \[\{ name = "B".*\n/,
      '',
    );
    await expect(task.apply(numeric)).rejects.toThrow(
      /environment variable PORT is a number, it must be a string/,
    );
  });

  it("passes on AWS's refusal of a size that Fargate does not have", async () => {
    await expect(
      world.resource('aws_ecs_task_definition').apply(definition().replace('"512"', '"100"')),
    ).rejects.toMatchObject({ code: 'ClientException' });
  });
});

describe('aws_ecs_service', () => {
  const subnetId = 'subnet-0a1b2c3d4e5f60718';
  const service = (changes = '') => `
    name            = "web"
    cluster         = "main"
    task_definition = "web:1"
    desired_count   = 2
    launch_type     = "FARGATE"
    network_configuration {
      subnets = ["${subnetId}"]
    }
    ${changes}`;

  beforeEach(async () => {
    ec2TablesOf(world.context).subnets.put(subnetId, {
      subnetId,
      vpcId: 'vpc-0a1b2c3d4e5f60718',
      cidrBlock: '10.0.1.0/24',
      availabilityZone: 'us-east-1a',
      availabilityZoneId: 'use1-az1',
      defaultForAz: false,
      mapPublicIpOnLaunch: false,
      assignIpv6AddressOnCreation: false,
      enableDns64: false,
      hostnameType: 'ip-name',
      enableResourceNameDnsARecord: false,
      enableResourceNameDnsAaaaRecord: false,
    });
    world.call('ecs', 'CreateCluster', { clusterName: 'main' });
    await world.resource('aws_ecs_task_definition').apply(definition());
  });

  it('is created in the form it is written in, and then there is nothing to do', async () => {
    const resource = world.resource('aws_ecs_service');
    const body = service(`
      deployment_minimum_healthy_percent = 50
      deployment_circuit_breaker {
        enable   = true
        rollback = true
      }`);
    expect(await resource.apply(body)).toMatchObject({
      id: 'arn:aws:ecs:us-east-1:123456789012:service/main/web',
      cluster: 'main',
      task_definition: 'web:1',
      deployment_minimum_healthy_percent: 50,
      deployment_maximum_percent: 200,
      deployment_circuit_breaker: [{ enable: true, rollback: true }],
    });
    expect((await resource.plan(body)).action).toBe('no-op');
  });

  it('changes what changed and nothing else', async () => {
    const resource = world.resource('aws_ecs_service');
    await resource.apply(service());
    const deployments = () =>
      world.call('ecs', 'DescribeServices', { cluster: 'main', services: ['web'] }).services?.[0]
        ?.deployments;
    expect((await resource.plan(service().replace('= 2', '= 3'))).action).toBe('update');
    await resource.apply(service().replace('= 2', '= 3'));
    expect(deployments()).toHaveLength(1);
    await resource.apply(service('force_new_deployment = true'));
    expect(deployments()).toHaveLength(2);
    expect((await resource.plan(service('force_new_deployment = true'))).action).toBe('no-op');
  });

  it('sees a count and a task definition that were changed elsewhere', async () => {
    const resource = world.resource('aws_ecs_service');
    await resource.apply(service());
    world.call('ecs', 'UpdateService', { cluster: 'main', service: 'web', desiredCount: 5 });
    const { action } = await resource.plan(service());
    expect(action).toBe('update');
    expect(resource.state).toMatchObject({ desired_count: 5 });
  });

  it('warns when it would take back what a pipeline deployed, and says how to keep it', async () => {
    const resource = world.resource('aws_ecs_service');
    await resource.apply(service());
    expect((await resource.plan(service())).diagnostics).toEqual([]);
    const containerDefinitions = [{ name: 'web', image: 'nginx:1.28', essential: true }];
    world.call('ecs', 'RegisterTaskDefinition', {
      family: 'web',
      containerDefinitions,
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      cpu: '256',
      memory: '512',
    });
    world.call('ecs', 'UpdateService', { cluster: 'main', service: 'web', taskDefinition: 'web:2' });
    const { action, diagnostics } = await resource.plan(service());
    expect(action).toBe('update');
    expect(diagnostics).toMatchObject([{ severity: 'warning', summary: expect.stringContaining('older') }]);
    expect(diagnostics[0]?.detail).toMatch(/runs web:2.*deploys web:1 again.*ignore_changes/);
    // A newer one is an ordinary change.
    expect((await resource.plan(service().replace('web:1', 'web:3'))).diagnostics).toEqual([]);
  });

  it('is replaced with its name, and with its strategy unless a new deployment is allowed', async () => {
    const resource = world.resource('aws_ecs_service');
    await resource.apply(service());
    expect((await resource.plan(service().replace('"web"', '"api"'))).action).toBe('replace');
    const strategy = 'capacity_provider_strategy {\ncapacity_provider = "FARGATE"\nweight = 1\n}';
    const withStrategy = service(strategy).replace('launch_type     = "FARGATE"', '');
    expect((await resource.plan(withStrategy)).replacePaths).toEqual([['capacity_provider_strategy']]);
    expect((await resource.plan(`${withStrategy}\nforce_new_deployment = true`)).action).toBe('update');
  });

  it('waits for the deployment that it started to succeed', async () => {
    const resource = world.resource('aws_ecs_service');
    let seconds = 0;
    await world.elapse(resource.apply(service('wait_for_steady_state = true')), () => {
      seconds += 1;
      if (seconds > 3) endDeployments('SUCCESSFUL');
    });
    expect(seconds).toBeGreaterThan(3);
    expect(world.progress.some((text) => text.startsWith('0 of 2 tasks running'))).toBe(true);
  });

  it('fails with the reason when the deployment is rolled back', async () => {
    const resource = world.resource('aws_ecs_service');
    await expect(
      world.elapse(resource.apply(service('wait_for_steady_state = true')), () =>
        endDeployments(
          'ROLLBACK_SUCCESSFUL',
          'Service deployment rolled back because the circuit breaker threshold was exceeded.',
        ),
      ),
    ).rejects.toThrow(/ended ROLLBACK_SUCCESSFUL: Service deployment rolled back/);
    expect(world.announced).toMatchObject([
      { name: 'web', id: expect.stringContaining(':service/main/web') },
    ]);
  });

  it('scales to none, drains and waits until the service is INACTIVE', async () => {
    const resource = world.resource('aws_ecs_service');
    await resource.apply(service());
    const { services } = ecsTablesOf(world.context);
    const statuses: string[] = [];
    await world.elapse(resource.destroy(), () => {
      for (const row of services.values()) {
        statuses.push(`${row.status} ${row.desiredCount}`);
        if (row.status === 'DRAINING') services.put(row.serviceArn, { ...row, status: 'INACTIVE' });
      }
    });
    expect(statuses).toContain('DRAINING 0');
    expect([...services.values()].map(({ status }) => status)).toEqual(['INACTIVE']);
  });

  it('is found by the data source', async () => {
    await world.resource('aws_ecs_service').apply(service());
    const cluster = await world.data('aws_ecs_cluster', 'cluster_name = "main"');
    expect(
      await world.data(
        'aws_ecs_service',
        `service_name = "web"\ncluster_arn = "${requiredText(cluster, 'arn')}"`,
      ),
    ).toMatchObject({ desired_count: 2, launch_type: 'FARGATE', status: 'ACTIVE' });
    await expect(
      world.data('aws_ecs_service', `service_name = "nope"\ncluster_arn = "${requiredText(cluster, 'arn')}"`),
    ).rejects.toThrow("couldn't find resource");
    expect(await world.data('aws_ecs_task_definition', 'task_definition = "web"')).toMatchObject({
      revision: 1,
      network_mode: 'awsvpc',
    });
  });

  function endDeployments(status: 'SUCCESSFUL' | 'ROLLBACK_SUCCESSFUL', statusReason?: string): void {
    const { serviceDeployments } = ecsTablesOf(world.context);
    for (const row of serviceDeployments.values()) {
      serviceDeployments.put(row.serviceDeploymentArn, {
        ...row,
        observed: { ...row.observed, status, statusReason },
      });
    }
  }
});
