import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import {
  CreateVpcCommand,
  DeleteVpcCommand,
  DescribeVpcsCommand,
  EC2Client,
  ModifyVpcAttributeCommand,
} from '@aws-sdk/client-ec2';
import {
  CreateClusterCommand,
  DescribeClustersCommand,
  DescribeServicesCommand,
  ECSClient,
} from '@aws-sdk/client-ecs';
import {
  DescribeLoadBalancersCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DescribeLogGroupsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { DescribeDBInstancesCommand, RDSClient } from '@aws-sdk/client-rds';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLogger } from '../core/logger.ts';
import { createInvoke, type Invoke } from '../services/invoke.ts';
import { createTestContext } from '../services/test-context.ts';
import { type AwsDoorOptions, awsDoor } from './aws-door.ts';
import { type Gateway, startGateway } from './http-server.ts';

let gateway: Gateway;
const missed: object[] = [];

beforeAll(async () => {
  const { context } = await createTestContext();
  const invoke: Invoke = createInvoke(context);
  gateway = await startGateway({
    host: '127.0.0.1',
    port: 0,
    doors: [
      awsDoor({
        invoke: invoke as AwsDoorOptions['invoke'],
        defaultAccountId: '123456789012',
        defaultRegion: 'us-east-1',
        log: silentLogger,
        onMissed: (call) => missed.push(call),
      }),
    ],
    log: silentLogger,
  });
});

afterAll(() => gateway.stop());

function configuration(region = 'us-east-1', accessKeyId = 'AKIAEXAMPLE') {
  return {
    region,
    endpoint: `http://127.0.0.1:${gateway.port}`,
    maxAttempts: 1,
    credentials: { accessKeyId, secretAccessKey: 'secret' },
  };
}

describe('the AWS SDK against the gateway', () => {
  it('speaks ec2 query', async () => {
    const ec2 = new EC2Client(configuration());
    const { Vpc } = await ec2.send(
      new CreateVpcCommand({
        CidrBlock: '10.9.0.0/16',
        TagSpecifications: [{ ResourceType: 'vpc', Tags: [{ Key: 'Name', Value: 'a <b> & "c"' }] }],
      }),
    );
    await ec2.send(new ModifyVpcAttributeCommand({ VpcId: Vpc?.VpcId, EnableDnsHostnames: { Value: true } }));
    const { Vpcs } = await ec2.send(
      new DescribeVpcsCommand({ Filters: [{ Name: 'tag:Name', Values: ['a <b> & "c"'] }] }),
    );
    expect(Vpcs?.map(({ VpcId, CidrBlock }) => [VpcId, CidrBlock])).toEqual([[Vpc?.VpcId, '10.9.0.0/16']]);
    await ec2.send(new DeleteVpcCommand({ VpcId: Vpc?.VpcId }));
    await expect(ec2.send(new DescribeVpcsCommand({ VpcIds: [Vpc?.VpcId ?? ''] }))).rejects.toMatchObject({
      name: 'InvalidVpcID.NotFound',
      $metadata: { httpStatusCode: 400 },
    });
  });

  it('speaks JSON, with typed errors', async () => {
    const ecs = new ECSClient(configuration());
    await ecs.send(new CreateClusterCommand({ clusterName: 'main' }));
    const { clusters } = await ecs.send(new DescribeClustersCommand({ clusters: ['main'] }));
    expect(clusters?.[0]).toMatchObject({ clusterName: 'main', status: 'ACTIVE' });
    await expect(
      ecs.send(new DescribeServicesCommand({ cluster: 'other', services: ['web'] })),
    ).rejects.toMatchObject({ name: 'ClusterNotFoundException', message: 'Cluster not found.' });
  });

  it('speaks query', async () => {
    const elb = new ElasticLoadBalancingV2Client(configuration());
    expect((await elb.send(new DescribeLoadBalancersCommand({}))).LoadBalancers ?? []).toEqual([]);
    await expect(elb.send(new DescribeLoadBalancersCommand({ Names: ['none'] }))).rejects.toMatchObject({
      name: 'LoadBalancerNotFoundException',
    });
    const rds = new RDSClient(configuration());
    await expect(
      rds.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier: 'none' })),
    ).rejects.toMatchObject({ name: 'DBInstanceNotFoundFault', $metadata: { httpStatusCode: 404 } });
  });

  it('keeps accounts and regions apart, by the credential scope', async () => {
    const inEurope = new CloudWatchLogsClient(configuration('eu-central-1', '210987654321'));
    await inEurope.send(new CreateLogGroupCommand({ logGroupName: '/only/there' }));
    const { logGroups } = await inEurope.send(new DescribeLogGroupsCommand({}));
    expect(logGroups?.[0]?.arn).toContain('arn:aws:logs:eu-central-1:210987654321:');
    const elsewhere = new CloudWatchLogsClient(configuration());
    expect((await elsewhere.send(new DescribeLogGroupsCommand({}))).logGroups ?? []).toEqual([]);
  });
});

describe('requests that no SDK sends', () => {
  const post = async (headers: Record<string, string>, body: string) => {
    const response = await fetch(gateway.url, { method: 'POST', headers, body });
    return { status: response.status, text: await response.text() };
  };
  const target = (name: string) => ({
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': `AmazonEC2ContainerServiceV20141113.${name}`,
  });

  it('gives unknown operations a client error, which SDKs do not retry', async () => {
    expect(await post(target('MakeCoffee'), '{}')).toMatchObject({
      status: 400,
      text: expect.stringContaining('UnknownOperationException') as string,
    });
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    expect(await post(form, 'Action=MakeCoffee&Version=2016-11-15')).toMatchObject({
      status: 400,
      text: expect.stringContaining('<Code>InvalidAction</Code>') as string,
    });
  });

  it('says which member of a body does not fit', async () => {
    const answer = await post(target('DescribeClusters'), '{"clusters":"main"}');
    expect(answer).toMatchObject({
      status: 400,
      text: expect.stringContaining('clusters is not a list') as string,
    });
    expect(await post(target('DescribeClusters'), '{')).toMatchObject({
      status: 400,
      text: expect.stringContaining('SerializationException') as string,
    });
  });
});

const hasAwsCli = spawnSync('aws', ['--version']).status === 0;

describe.skipIf(!hasAwsCli)('the AWS CLI (skipped where it is not installed)', () => {
  const run = promisify(execFile);
  const aws = async (...args: string[]): Promise<unknown> => {
    const { stdout } = await run(
      'aws',
      ['--endpoint-url', `http://127.0.0.1:${gateway.port}`, '--output', 'json', ...args],
      {
        env: {
          ...process.env,
          AWS_ACCESS_KEY_ID: 'test',
          AWS_SECRET_ACCESS_KEY: 'test',
          AWS_DEFAULT_REGION: 'us-east-1',
          AWS_PAGER: '',
        },
      },
    );
    return stdout === '' ? undefined : JSON.parse(stdout);
  };

  it('creates and describes', async () => {
    await aws('ecs', 'create-cluster', '--cluster-name', 'by-cli');
    expect(await aws('ecs', 'describe-clusters', '--clusters', 'by-cli')).toMatchObject({
      clusters: [{ clusterName: 'by-cli' }],
    });
    const created = (await aws('ec2', 'create-vpc', '--cidr-block', '10.8.0.0/16')) as {
      Vpc: { VpcId: string };
    };
    expect(await aws('ec2', 'describe-vpcs', '--vpc-ids', created.Vpc.VpcId)).toMatchObject({
      Vpcs: [{ CidrBlock: '10.8.0.0/16' }],
    });
    await expect(aws('elbv2', 'describe-load-balancers', '--names', 'none')).rejects.toThrow(
      'LoadBalancerNotFound',
    );
  }, 60_000);
});

describe('what Neargate does not have', () => {
  const post = (headers: Record<string, string>, body: string) =>
    fetch(`http://127.0.0.1:${gateway.port}/`, { method: 'POST', headers, body });
  const scope = (service: string) =>
    `AWS4-HMAC-SHA256 Credential=k/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=s`;

  it.each([
    [
      'an operation of a service in JSON',
      { authorization: scope('ecs'), 'x-amz-target': 'AmazonEC2ContainerServiceV20141113.PutAttributes' },
      '{}',
      { service: 'ecs', operation: 'PutAttributes' },
    ],
    [
      'an operation that no model has',
      { authorization: scope('sts'), 'content-type': 'application/x-www-form-urlencoded' },
      'Action=MadeUp&Version=2011-06-15',
      { service: 'sts', operation: 'MadeUp' },
    ],
    [
      'a service in JSON',
      { authorization: scope('glue'), 'x-amz-target': 'AWSGlue.GetTables' },
      '{}',
      { service: 'glue', operation: 'GetTables' },
    ],
    [
      'a service of forms',
      { authorization: scope('redshift'), 'content-type': 'application/x-www-form-urlencoded' },
      'Action=DescribeClusters&Version=2012-12-01',
      { service: 'redshift', operation: 'DescribeClusters' },
    ],
  ])('is answered with 400 and told: %s', async (_name, headers, body, expected) => {
    missed.length = 0;
    const response = await post(headers as Record<string, string>, body);
    expect(response.status).toBe(400);
    expect(await response.text()).toContain(`${expected.service}:${expected.operation}`);
    expect(missed).toEqual([{ ...expected, client: 'node' }]);
  });
});
