import type { ContainerDefinition, RegisterTaskDefinitionRequest } from '@aws-sdk/client-ecs';
import { ec2TablesOf } from '../ec2/store.ts';
import { createTestContext, type TestContext } from '../test-context.ts';

/** A test account with the cluster `main`, a subnet and nothing running. */
export async function createTestAccount(): Promise<TestContext & { readonly subnetId: string }> {
  const test = await createTestContext();
  const subnetId = 'subnet-0a1b2c3d4e5f60718';
  ec2TablesOf(test.context).subnets.put(subnetId, {
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
  test.call('ecs', 'CreateCluster', { clusterName: 'main' });
  return { ...test, subnetId };
}

/** A Fargate task definition with one container that listens on 3001. */
export function fargateDefinition(
  changes: Partial<RegisterTaskDefinitionRequest> = {},
  container: Partial<ContainerDefinition> = {},
): RegisterTaskDefinitionRequest {
  return {
    family: 'user-service',
    requiresCompatibilities: ['FARGATE'],
    networkMode: 'awsvpc',
    cpu: '256',
    memory: '512',
    containerDefinitions: [
      { name: 'app', image: 'nginx:1.27', portMappings: [{ containerPort: 3001 }], ...container },
    ],
    ...changes,
  };
}
