import { ACMClient, RenewCertificateCommand, RequestCertificateCommand } from '@aws-sdk/client-acm';
import {
  AssignPrivateIpAddressesCommand,
  AttachNetworkInterfaceCommand,
  CreateLaunchTemplateCommand,
  CreateNetworkInterfaceCommand,
  DescribeInstancesCommand,
  DescribeKeyPairsCommand,
  DescribeLaunchTemplateVersionsCommand,
  DescribeSubnetsCommand,
  DescribeVpcEndpointServicesCommand,
  EC2Client,
  ImportKeyPairCommand,
  ModifyInstanceCreditSpecificationCommand,
  RunInstancesCommand,
} from '@aws-sdk/client-ec2';
import {
  CreateRepositoryCommand,
  CodeCommitClient,
  TestRepositoryTriggersCommand,
} from '@aws-sdk/client-codecommit';
import {
  CreateBackupCommand,
  CreateTableCommand,
  DescribeImportCommand,
  DynamoDBClient,
  ImportTableCommand,
  RestoreTableToPointInTimeCommand,
} from '@aws-sdk/client-dynamodb';
import {
  CreateServiceLinkedRoleCommand,
  DeleteServiceLinkedRoleCommand,
  GetServiceLinkedRoleDeletionStatusCommand,
  IAMClient,
} from '@aws-sdk/client-iam';
import {
  CreatePlatformApplicationCommand,
  CreatePlatformEndpointCommand,
  GetEndpointAttributesCommand,
  SNSClient,
} from '@aws-sdk/client-sns';
import { AssumeRoleWithWebIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import {
  CreateCapacityProviderCommand,
  CreateClusterCommand,
  DeleteCapacityProviderCommand,
  DescribeCapacityProvidersCommand,
  ECSClient,
} from '@aws-sdk/client-ecs';
import {
  CreateLoadBalancerCommand,
  DescribeCapacityReservationCommand,
  ElasticLoadBalancingV2Client,
  ModifyCapacityReservationCommand,
  ModifyIpPoolsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { silentLogger } from '../core/logger.ts';
import { createInvoke } from '../services/invoke.ts';
import { createTestContext } from '../services/test-context.ts';
import { type AwsDoorOptions, awsDoor } from './aws-door.ts';
import { type Gateway, startGateway } from './http-server.ts';

// Operations that Terraform's AWS provider calls, through the clients of the SDK and over the wire.

let gateway: Gateway;

beforeAll(async () => {
  const { context } = await createTestContext();
  gateway = await startGateway({
    host: '127.0.0.1',
    port: 0,
    doors: [
      awsDoor({
        invoke: createInvoke(context) as AwsDoorOptions['invoke'],
        defaultAccountId: '123456789012',
        defaultRegion: 'us-east-1',
        log: silentLogger,
        onMissed: () => {},
      }),
    ],
    log: silentLogger,
  });
});

afterAll(() => gateway.stop());

const configuration = () => ({
  region: 'us-east-1',
  endpoint: `http://127.0.0.1:${gateway.port}`,
  maxAttempts: 1,
  credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' },
});

async function twoSubnets(): Promise<string[]> {
  const { Subnets = [] } = await new EC2Client(configuration()).send(new DescribeSubnetsCommand());
  return Subnets.slice(0, 2).map(({ SubnetId = '' }) => SubnetId);
}

it('keeps capacity providers', async () => {
  const ecs = new ECSClient(configuration());
  const autoScalingGroupProvider = {
    autoScalingGroupArn: 'machines',
    managedScaling: { targetCapacity: 80 },
  };
  const { capacityProvider } = await ecs.send(
    new CreateCapacityProviderCommand({ name: 'machines', autoScalingGroupProvider }),
  );
  const described = () => ecs.send(new DescribeCapacityProvidersCommand({ capacityProviders: ['machines'] }));
  expect((await described()).capacityProviders).toEqual([capacityProvider]);
  await ecs.send(new DeleteCapacityProviderCommand({ capacityProvider: 'machines' }));
  expect((await described()).capacityProviders?.[0]?.status).toBe('INACTIVE');
  const reserved = new CreateCapacityProviderCommand({ name: 'FARGATE', autoScalingGroupProvider });
  await expect(ecs.send(reserved)).rejects.toThrow(expect.objectContaining({ name: 'ClientException' }));
});

it('renews no certificate that is not issued', async () => {
  const acm = new ACMClient(configuration());
  const { CertificateArn } = await acm.send(new RequestCertificateCommand({ DomainName: 'example.com' }));
  await expect(acm.send(new RenewCertificateCommand({ CertificateArn }))).rejects.toThrow(
    expect.objectContaining({ name: 'RequestInProgressException' }),
  );
});

it('keeps reservations and pools of a load balancer', async () => {
  const elbv2 = new ElasticLoadBalancingV2Client(configuration());
  const { LoadBalancers } = await elbv2.send(
    new CreateLoadBalancerCommand({ Name: 'web', Subnets: await twoSubnets() }),
  );
  const LoadBalancerArn = LoadBalancers?.[0]?.LoadBalancerArn;
  const MinimumLoadBalancerCapacity = { CapacityUnits: 500 };
  await elbv2.send(new ModifyCapacityReservationCommand({ LoadBalancerArn, MinimumLoadBalancerCapacity }));
  const reservation = await elbv2.send(new DescribeCapacityReservationCommand({ LoadBalancerArn }));
  expect(reservation).toMatchObject({ MinimumLoadBalancerCapacity, CapacityReservationState: [] });
  const IpamPools = { Ipv4IpamPoolId: 'ipam-pool-0a1b2c3d4e5f60718' };
  expect(await elbv2.send(new ModifyIpPoolsCommand({ LoadBalancerArn, IpamPools }))).toMatchObject({
    IpamPools,
  });
});

it('answers for interfaces, endpoint services and instances', async () => {
  const ec2 = new EC2Client(configuration());
  const [SubnetId] = await twoSubnets();
  const { NetworkInterface } = await ec2.send(new CreateNetworkInterfaceCommand({ SubnetId }));
  const NetworkInterfaceId = NetworkInterface?.NetworkInterfaceId;
  const assigned = await ec2.send(
    new AssignPrivateIpAddressesCommand({ NetworkInterfaceId, SecondaryPrivateIpAddressCount: 2 }),
  );
  expect(assigned.AssignedPrivateIpAddresses).toHaveLength(2);
  const InstanceId = 'i-0a1b2c3d4e5f60718';
  const attach = new AttachNetworkInterfaceCommand({ NetworkInterfaceId, InstanceId, DeviceIndex: 1 });
  const notFound = expect.objectContaining({ name: 'InvalidInstanceID.NotFound' });
  await expect(ec2.send(attach)).rejects.toThrow(notFound);
  await expect(ec2.send(new DescribeInstancesCommand({ InstanceIds: [InstanceId] }))).rejects.toThrow(
    notFound,
  );
  expect((await ec2.send(new DescribeInstancesCommand())).Reservations ?? []).toEqual([]);
  const ServiceNames = ['com.amazonaws.us-east-1.logs'];
  const services = await ec2.send(new DescribeVpcEndpointServicesCommand({ ServiceNames }));
  expect(services.ServiceDetails?.[0]?.ServiceType).toEqual([{ ServiceType: 'Interface' }]);
});

it('keeps launch templates and key pairs, and runs no instances', async () => {
  const ec2 = new EC2Client(configuration());
  const ValidUntil = new Date('2026-12-01T00:00:00Z');
  const LaunchTemplateData = {
    InstanceType: 't3.micro' as const,
    EbsOptimized: false,
    BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { VolumeSize: 8 } }],
    InstanceMarketOptions: { MarketType: 'spot' as const, SpotOptions: { ValidUntil } },
  };
  await ec2.send(new CreateLaunchTemplateCommand({ LaunchTemplateName: 'web', LaunchTemplateData }));
  const { LaunchTemplateVersions } = await ec2.send(
    new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateName: 'web' }),
  );
  expect(LaunchTemplateVersions?.[0]?.LaunchTemplateData).toMatchObject(LaunchTemplateData);
  const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIMZXuPaCTGPCqyoNw06kd3VQGXVtWSjiIY4MJWGNl7ty me';
  await ec2.send(new ImportKeyPairCommand({ KeyName: 'mine', PublicKeyMaterial: Buffer.from(key) }));
  const { KeyPairs } = await ec2.send(new DescribeKeyPairsCommand({ IncludePublicKey: true }));
  expect(KeyPairs?.[0]).toMatchObject({ KeyName: 'mine', KeyType: 'ed25519', PublicKey: key });
  const InstanceId = 'i-0a1b2c3d4e5f60718';
  const credits = await ec2.send(
    new ModifyInstanceCreditSpecificationCommand({ InstanceCreditSpecifications: [{ InstanceId }] }),
  );
  expect(credits.UnsuccessfulInstanceCreditSpecifications).toMatchObject([
    { InstanceId, Error: { Code: 'InvalidInstanceID.NotFound' } },
  ]);
  await expect(ec2.send(new RunInstancesCommand({ MinCount: 1, MaxCount: 1 }))).rejects.toThrow(
    expect.objectContaining({ name: 'UnsupportedOperation' }),
  );
});

it('imports and restores tables', async () => {
  const dynamodb = new DynamoDBClient(configuration());
  const table = {
    TableName: 'orders',
    BillingMode: 'PAY_PER_REQUEST' as const,
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' as const }],
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' as const }],
  };
  const { ImportTableDescription } = await dynamodb.send(
    new ImportTableCommand({
      InputFormat: 'CSV',
      S3BucketSource: { S3Bucket: 'exports' },
      TableCreationParameters: table,
    }),
  );
  const { ImportArn } = ImportTableDescription ?? {};
  const described = await dynamodb.send(new DescribeImportCommand({ ImportArn }));
  expect(described.ImportTableDescription).toMatchObject({
    ImportStatus: 'IN_PROGRESS',
    StartTime: expect.any(Date) as Date,
    ImportedItemCount: 0,
  });
  await dynamodb.send(new CreateTableCommand({ ...table, TableName: 'source' }));
  await expect(
    dynamodb.send(new CreateBackupCommand({ TableName: 'source', BackupName: 'nightly' })),
  ).rejects.toThrow(expect.objectContaining({ name: 'TableInUseException' }));
  await expect(
    dynamodb.send(
      new RestoreTableToPointInTimeCommand({ SourceTableName: 'source', TargetTableName: 'copy' }),
    ),
  ).rejects.toThrow(expect.objectContaining({ name: 'PointInTimeRecoveryUnavailableException' }));
});

it('says which resources a service-linked role is still needed for', async () => {
  const iam = new IAMClient(configuration());
  await iam.send(new CreateServiceLinkedRoleCommand({ AWSServiceName: 'ecs.amazonaws.com' }));
  const { cluster } = await new ECSClient(configuration()).send(
    new CreateClusterCommand({ clusterName: 'main' }),
  );
  const { DeletionTaskId } = await iam.send(
    new DeleteServiceLinkedRoleCommand({ RoleName: 'AWSServiceRoleForECS' }),
  );
  expect(await iam.send(new GetServiceLinkedRoleDeletionStatusCommand({ DeletionTaskId }))).toMatchObject({
    Status: 'FAILED',
    Reason: { RoleUsageList: [{ Region: 'us-east-1', Resources: [cluster?.clusterArn] }] },
  });
});

it('keeps platform applications and tests triggers', async () => {
  const sns = new SNSClient(configuration());
  const { PlatformApplicationArn } = await sns.send(
    new CreatePlatformApplicationCommand({
      Name: 'shop',
      Platform: 'GCM',
      Attributes: { PlatformCredential: 'secret' },
    }),
  );
  const { EndpointArn } = await sns.send(
    new CreatePlatformEndpointCommand({ PlatformApplicationArn, Token: 't' }),
  );
  expect((await sns.send(new GetEndpointAttributesCommand({ EndpointArn }))).Attributes).toEqual({
    Enabled: 'true',
    Token: 't',
  });
  const codecommit = new CodeCommitClient(configuration());
  await codecommit.send(new CreateRepositoryCommand({ repositoryName: 'shop' }));
  const destinationArn = 'arn:aws:sns:us-east-1:123456789012:none';
  const tested = await codecommit.send(
    new TestRepositoryTriggersCommand({
      repositoryName: 'shop',
      triggers: [{ name: 'pushes', destinationArn, events: ['all'] }],
    }),
  );
  expect(tested).toMatchObject({
    successfulExecutions: [],
    failedExecutions: [{ trigger: 'pushes', failureMessage: 'Topic does not exist' }],
  });
});

it('gives nobody a role by a token of an unknown provider', async () => {
  const sts = new STSClient(configuration());
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = { iss: 'https://issuer.example.com', sub: 's', aud: 'a', exp: 1e10 };
  const assume = new AssumeRoleWithWebIdentityCommand({
    RoleArn: 'arn:aws:iam::123456789012:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS',
    RoleSessionName: 'ci',
    WebIdentityToken: `${part({})}.${part(claims)}.c2ln`,
  });
  await expect(sts.send(assume)).rejects.toThrow(
    expect.objectContaining({ name: 'InvalidIdentityTokenException' }),
  );
});
