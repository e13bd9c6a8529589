import { expect, it } from 'vitest';
import { writeZip } from '../../drivers/zip/write-zip.ts';
import { buildTestWorld, contextsOf } from './build-test-world.ts';

const noWay = / of this build has no way to the internet\. Route table rtb-\S+ .*has no route for /;

/** A project in a VPC that has one subnet, without a way out; a source in S3. */
async function projectInVpc() {
  const world = await buildTestWorld();
  const { call } = world;
  const vpcId = call('ec2', 'CreateVpc', { CidrBlock: '10.1.0.0/16' }).Vpc?.VpcId ?? '';
  const subnetId =
    call('ec2', 'CreateSubnet', { VpcId: vpcId, CidrBlock: '10.1.0.0/24' }).Subnet?.SubnetId ?? '';
  const groupId =
    call('ec2', 'CreateSecurityGroup', { GroupName: 'builds', Description: 'builds', VpcId: vpcId })
      .GroupId ?? '';
  call('s3', 'CreateBucket', { Bucket: 'sources' });
  const files = [
    {
      path: 'buildspec.yml',
      content: Buffer.from('version: 0.2\nphases: { build: { commands: ["echo ran"] } }\n'),
      mode: 0o100_644,
    },
  ];
  call('s3', 'PutObject', { Bucket: 'sources', Key: 'in.zip', Body: await writeZip(files, 0) });
  const inVpc = (name: string, source: object, subnets = [subnetId]) =>
    world.project(name, {
      ...source,
      vpcConfig: { vpcId, subnets, securityGroupIds: [groupId] },
    });
  const run = async (name: string) => world.ended(world.start(name).id);
  const table = () =>
    call('ec2', 'DescribeRouteTables', { Filters: [{ Name: 'vpc-id', Values: [vpcId] }] }).RouteTables?.[0]
      ?.RouteTableId ?? '';
  return { world, call, vpcId, subnetId, inVpc, run, table };
}

const fromS3 = { source: { type: 'S3', location: 'sources/in.zip' } };

it('a build in a VPC has an interface in its subnet while it runs', async () => {
  const { world, call, subnetId, inVpc, run } = await projectInVpc();
  inVpc('alone', {});
  const { id } = world.start('alone');
  const row = await world.until(id, ({ observed }) => observed.networkInterface !== undefined);
  expect(row.observed.networkInterface?.subnetId).toBe(subnetId);
  await world.ended(id);
  const [shown] = call('codebuild', 'BatchGetBuilds', { ids: [id] }).builds ?? [];
  expect(shown?.networkInterface).toEqual(row.observed.networkInterface);
  expect(call('ec2', 'DescribeNetworkInterfaces', {}).NetworkInterfaces).toEqual([]);
  expect(contextsOf(await run('alone'))).toEqual([]);
});

it('a build without a way to S3 cannot load its source, and its log says which route is missing', async () => {
  const { world, inVpc, run, call } = await projectInVpc();
  inVpc('app', fromS3);
  const row = await run('app');
  expect(contextsOf(row)).toEqual([
    expect.stringMatching(
      /^DOWNLOAD_SOURCE CLIENT_ERROR: RequestError: send request failed\ncaused by: Get "https:\/\/sources\.s3\.us-east-1\.amazonaws\.com\/in\.zip": dial tcp [\d.]+:443: i\/o timeout/,
    ),
  ]);
  expect(world.logOf(row).join('\n')).toMatch(
    /The build cannot load its source\. Route table rtb-\S+ .*has no route for .* Add a .*route/,
  );
  expect(call('ec2', 'DescribeNetworkInterfaces', {}).NetworkInterfaces).toEqual([]);
});

it('a build with a way to S3 alone is told that there is none to the internet', async () => {
  const { world, vpcId, inVpc, run, table, call } = await projectInVpc();
  call('ec2', 'CreateVpcEndpoint', {
    VpcId: vpcId,
    VpcEndpointType: 'Gateway',
    ServiceName: 'com.amazonaws.us-east-1.s3',
    RouteTableIds: [table()],
  });
  inVpc('app', fromS3);
  const row = await run('app');
  expect(contextsOf(row)).toEqual([]);
  expect(world.logOf(row)).toContain('ran');
  expect(world.logOf(row).join('\n')).toMatch(noWay);
});

it('a subnet that is not there fails the provisioning', async () => {
  const { inVpc, run } = await projectInVpc();
  inVpc('app', fromS3, ['subnet-0123456789abcdef0']);
  expect(contextsOf(await run('app'))).toEqual([
    expect.stringMatching(/^PROVISIONING VPC_CLIENT_ERROR: Unexpected EC2 error: InvalidSubnetID\.NotFound/),
  ]);
});

it('a build in a public subnet has no public address, and so no way out', async () => {
  const { world, vpcId, inVpc, run, table, call } = await projectInVpc();
  const gatewayId = call('ec2', 'CreateInternetGateway', {}).InternetGateway?.InternetGatewayId ?? '';
  call('ec2', 'AttachInternetGateway', { InternetGatewayId: gatewayId, VpcId: vpcId });
  call('ec2', 'CreateRoute', {
    RouteTableId: table(),
    DestinationCidrBlock: '0.0.0.0/0',
    GatewayId: gatewayId,
  });
  inVpc('app', fromS3);
  const row = await run('app');
  expect(contextsOf(row)).toEqual([expect.stringMatching(/^DOWNLOAD_SOURCE CLIENT_ERROR: RequestError/)]);
  expect(world.logOf(row).join('\n')).toMatch(/The build cannot load its source\. .*public/);
});
