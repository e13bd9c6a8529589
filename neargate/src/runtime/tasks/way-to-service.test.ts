import { describe, expect, it } from 'vitest';
import { TaskStartError } from '../../controllers/ecs-task/environment.ts';
import { allocateNetworkInterface } from '../../services/ec2/network-interfaces.ts';
import { ec2TablesOf } from '../../services/ec2/store.ts';
import { ecsTablesOf, type TaskRow } from '../../services/ecs/store.ts';
import { createTestContext } from '../../services/test-context.ts';
import type { ControlPlane } from '../control-plane.ts';
import { openLogStream } from './log-streams.ts';
import { readEnvironmentFiles } from './read-environment-files.ts';
import { resolveSecrets } from './resolve-secrets.ts';
import { wayToServices } from './way-to-service.ts';

const scope = '123456789012/us-east-1';
const taskArn = 'arn:aws:ecs:us-east-1:123456789012:task/main/1';
const file = 'arn:aws:s3:::files/app.env';
const timedOut = 'RequestCanceled: request context canceled caused by: context deadline exceeded';

/** A task in a subnet of a VPC that has neither a way out nor endpoints, and all that it wants to read. */
async function createLonelyTask() {
  const { context, call } = await createTestContext();
  const vpcId = call('ec2', 'CreateVpc', { CidrBlock: '10.1.0.0/16' }).Vpc?.VpcId ?? '';
  call('ec2', 'ModifyVpcAttribute', { VpcId: vpcId, EnableDnsHostnames: { Value: true } });
  const subnetId =
    call('ec2', 'CreateSubnet', { VpcId: vpcId, CidrBlock: '10.1.0.0/24' }).Subnet?.SubnetId ?? '';
  const { networkInterfaceId } = allocateNetworkInterface(
    ec2TablesOf(context),
    { ids: context.ids, nowMs: 0 },
    {
      subnetId,
      groups: undefined,
      description: 'task',
      requesterManaged: true,
      attachedTo: '123456789012',
      assignPublicIp: true,
    },
  );
  const task = {
    taskArn,
    taskId: '1',
    observed: {
      attachments: [{ details: [{ name: 'networkInterfaceId', value: networkInterfaceId }] }],
    },
  } as unknown as TaskRow;
  ecsTablesOf(context).tasks.put(taskArn, task);
  const secretArn = call('secretsmanager', 'CreateSecret', { Name: 'db', SecretString: 'hunter' }).ARN ?? '';
  call('ssm', 'PutParameter', { Name: '/app/mode', Value: 'fast', Type: 'String' });
  call('s3', 'CreateBucket', { Bucket: 'files' });
  call('s3', 'PutObject', { Bucket: 'files', Key: 'app.env', Body: Buffer.from('LEVEL=info\n') });
  call('logs', 'CreateLogGroup', { logGroupName: '/app' });
  const plane = { ...context, contextOf: () => context } as unknown as ControlPlane;
  const way = wayToServices(plane, scope, taskArn);
  const wants = {
    secret: () => resolveSecrets(context, { secrets: [{ name: 'PASSWORD', valueFrom: secretArn }] }, way),
    parameter: () => resolveSecrets(context, { secrets: [{ name: 'MODE', valueFrom: '/app/mode' }] }, way),
    file: () => readEnvironmentFiles(context, { environmentFiles: [{ type: 's3', value: file }] }, way),
    logs: () =>
      openLogStream(plane, scope, task, {
        name: 'app',
        logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': '/app' } },
      }),
  };
  return { call, vpcId, subnetId, secretArn, wants };
}

function failureOf(work: () => unknown): TaskStartError {
  try {
    work();
  } catch (error) {
    if (error instanceof TaskStartError) return error;
    throw error;
  }
  throw new Error('it has a way');
}

describe('a task without a way to', () => {
  it.each([
    {
      service: 'Secrets Manager',
      want: 'secret' as const,
      reason: `retrieve secret from asm: service call has been retried 5 time(s): failed to fetch secret SECRET from secrets manager: ${timedOut}`,
      cannot: 'read the secret SECRET',
    },
    {
      service: 'Parameter Store',
      want: 'parameter' as const,
      reason: `retrieve secrets from ssm: service call has been retried 5 time(s): ${timedOut}`,
      cannot: 'read the parameter /app/mode',
    },
    {
      service: 'S3',
      want: 'file' as const,
      reason: `failed to download env files: file download command: non empty error stream: ${timedOut}`,
      cannot: `read the environment file ${file}`,
    },
    {
      service: 'CloudWatch Logs',
      want: 'logs' as const,
      reason: 'There is a connection issue between the task and Amazon CloudWatch.',
      cannot: 'write to the log group /app',
    },
  ])('$service does not start, and says which route is missing', async ({ want, reason, cannot }) => {
    const { wants, secretArn } = await createLonelyTask();
    const { message, explanation } = failureOf(wants[want]);
    expect(message).toMatch(/^ResourceInitializationError: /);
    expect(message).toContain(reason.replace('SECRET', secretArn));
    expect(explanation).toContain(`The task cannot ${cannot.replace('SECRET', secretArn)}. Route table rtb-`);
    expect(explanation).toMatch(/has no route for/);
  });
});

describe('a task reaches what it reads', () => {
  it('through an internet gateway', async () => {
    const { call, vpcId, wants } = await createLonelyTask();
    const gatewayId = call('ec2', 'CreateInternetGateway', {}).InternetGateway?.InternetGatewayId ?? '';
    call('ec2', 'AttachInternetGateway', { InternetGatewayId: gatewayId, VpcId: vpcId });
    const [table] =
      call('ec2', 'DescribeRouteTables', { Filters: [{ Name: 'vpc-id', Values: [vpcId] }] }).RouteTables ??
      [];
    call('ec2', 'CreateRoute', {
      RouteTableId: table?.RouteTableId,
      DestinationCidrBlock: '0.0.0.0/0',
      GatewayId: gatewayId,
    });
    expect(wants.secret()).toEqual({ PASSWORD: 'hunter' });
    expect(wants.parameter()).toEqual({ MODE: 'fast' });
    expect(wants.file()).toEqual({ LEVEL: 'info' });
    expect(wants.logs()).toBeDefined();
  });

  it('through an endpoint of that service, when its security group lets it', async () => {
    const { call, vpcId, subnetId, wants } = await createLonelyTask();
    const group = call('ec2', 'CreateSecurityGroup', {
      GroupName: 'e',
      Description: 'e',
      VpcId: vpcId,
    }).GroupId;
    call('ec2', 'CreateVpcEndpoint', {
      VpcId: vpcId,
      VpcEndpointType: 'Interface',
      ServiceName: 'com.amazonaws.us-east-1.secretsmanager',
      SubnetIds: [subnetId],
      SecurityGroupIds: [group ?? ''],
      PrivateDnsEnabled: true,
    });
    expect(failureOf(wants.secret).explanation).toContain(group);
    call('ec2', 'AuthorizeSecurityGroupIngress', {
      GroupId: group,
      IpPermissions: [
        { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: '10.1.0.0/16' }] },
      ],
    });
    expect(wants.secret()).toEqual({ PASSWORD: 'hunter' });
    expect(() => wants.logs()).toThrow('signal: killed');
  });
});
