import { ec2TablesOf } from '../../../services/ec2/store.ts';
import type { TestContext } from '../../../services/test-context.ts';

const subnetId = 'subnet-0a1b2c3d4e5f60718';

/** A cluster `main` with a Fargate service `web` whose tasks nobody starts; returns the subnet's id. */
export function putFargateService({ context, call }: TestContext): string {
  ec2TablesOf(context).subnets.put(subnetId, {
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
  call('ecs', 'CreateCluster', { clusterName: 'main' });
  call('ecs', 'RegisterTaskDefinition', {
    family: 'web',
    requiresCompatibilities: ['FARGATE'],
    networkMode: 'awsvpc',
    cpu: '256',
    memory: '512',
    containerDefinitions: [{ name: 'web', image: 'nginx:1.27' }],
  });
  call('ecs', 'CreateService', {
    cluster: 'main',
    serviceName: 'web',
    taskDefinition: 'web',
    desiredCount: 1,
    launchType: 'FARGATE',
    networkConfiguration: { awsvpcConfiguration: { subnets: [subnetId] } },
  });
  return subnetId;
}
