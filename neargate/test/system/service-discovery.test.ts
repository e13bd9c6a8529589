import { CloudWatchLogsClient, GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  AuthorizeSecurityGroupIngressCommand,
  DescribeVpcsCommand,
  EC2Client,
  ModifyVpcAttributeCommand,
  RevokeSecurityGroupIngressCommand,
} from '@aws-sdk/client-ec2';
import {
  CreateServiceCommand,
  DescribeServicesCommand,
  DescribeTasksCommand,
  ECSClient,
  ListTasksCommand,
  type NetworkConfiguration,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import {
  DescribeLoadBalancersCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import {
  ChangeResourceRecordSetsCommand,
  CreateHostedZoneCommand,
  Route53Client,
  waitUntilResourceRecordSetsChanged,
} from '@aws-sdk/client-route-53';
import {
  CreateHttpNamespaceCommand,
  CreatePrivateDnsNamespaceCommand,
  CreateServiceCommand as CreateDiscoveryServiceCommand,
  DiscoverInstancesCommand,
  GetOperationCommand,
  ServiceDiscoveryClient,
} from '@aws-sdk/client-servicediscovery';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StatusDocument } from '../../src/gateway/admin-protocol.ts';
import { createProject, eventually, neargate, NeargateProcess, type Project } from './neargate-process.ts';

/** Answers with its own address, and says so when it is asked to stop. */
const server = `
require('node:http').createServer((request, response) => response.end(request.socket.localAddress)).listen(8080);
process.on('SIGTERM', () => { console.log('SIGTERM'); setTimeout(() => process.exit(0), 300); });`;

/** Looks the name up and calls it, again and again; a line of JSON for each round that differs from the last. */
const client = `
const dns = require('node:dns').promises;
let last = '';
(async () => {
  for (;;) {
    const found = await dns.resolve4('api.internal').catch((error) => [error.code]);
    const answered = await fetch('http://api.internal:8080', { signal: AbortSignal.timeout(2000), headers: { connection: 'close' } })
      .then((response) => response.text(), (error) => error.name + ' ' + (error.cause?.code ?? ''));
    const line = JSON.stringify({ found: found.sort(), answered: /^127/.test(answered) ? 'by a task' : answered });
    if (line !== last) console.log(line);
    last = line;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
})();`;

/** Calls the alias of Service Connect until it is answered. */
const caller = `
setInterval(() => fetch('http://api').then((response) => response.text()).then(
  (text) => console.log(/^127/.test(text) ? 'by a task' : text),
  (error) => console.log(String(error.cause?.code)),
), 200);`;

/** Says with what status a URL is answered, each time on a connection of its own; a line when that changes. */
const visitor = (url: string) => `
let last = '';
setInterval(() => fetch('${url}', { signal: AbortSignal.timeout(2000), headers: { connection: 'close' } }).then(
  (response) => response.status, (error) => error.cause?.code ?? error.name,
).then((line) => { if (String(line) !== last) console.log(line); last = String(line); }), 300);`;

/** The same for programs that read /etc/hosts. */
const reader = `last=none; while :; do
  now=$(grep ' api.internal' /etc/hosts | sort | tr '\\n' ',')
  [ "$now" = "$last" ] || echo "$now"; last=$now; sleep 0.3
done`;

// Names lead to addresses of tasks, which only Linux has; the cases follow one another on one system.
describe.runIf(process.platform === 'linux')('services that find one another', { timeout: 240_000 }, () => {
  let project: Project;
  let up: NeargateProcess;
  let ecs: ECSClient;
  let ec2: EC2Client;
  let discovery: ServiceDiscoveryClient;
  let logs: CloudWatchLogsClient;
  let networkConfiguration: NetworkConfiguration | undefined;
  let vpcId: string;
  let clientTask: string;
  let settings: {
    endpoint: string;
    region: string;
    credentials: { accessKeyId: string; secretAccessKey: string };
  };
  let elbv2: ElasticLoadBalancingV2Client;

  const linesOf = async (stream: string): Promise<readonly string[]> => {
    const { events } = await logs.send(
      new GetLogEventsCommand({ logGroupName: '/web', logStreamName: stream, startFromHead: true }),
    );
    return (events ?? []).map(({ message }) => message ?? '');
  };
  const lastLine = async (container: string) =>
    (await linesOf(`client/${container}/${clientTask}`)).at(-1) ?? '';
  const clientSays = (found: number, answered: string) =>
    eventually(async () => {
      const line = JSON.parse((await lastLine('node')) || '{}') as { found?: string[]; answered?: string };
      return line.found?.length === found && line.answered === answered ? line : undefined;
    });

  beforeAll(async () => {
    project = await createProject();
    up = new NeargateProcess(project, ['up', '-var', `listener_port=${project.listenerPort}`]);
    await up.says(/Ready after/);
    settings = {
      endpoint: `http://localhost:${project.gatewayPort}`,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    };
    ecs = new ECSClient(settings);
    ec2 = new EC2Client(settings);
    elbv2 = new ElasticLoadBalancingV2Client(settings);
    logs = new CloudWatchLogsClient(settings);
    // DiscoverInstances is asked at `data-HOST` otherwise.
    discovery = new ServiceDiscoveryClient({ ...settings, disableHostPrefix: true });
    const { services } = await ecs.send(new DescribeServicesCommand({ cluster: 'main', services: ['web'] }));
    networkConfiguration = services?.[0]?.networkConfiguration;
    const { Vpcs } = await ec2.send(
      new DescribeVpcsCommand({ Filters: [{ Name: 'cidr', Values: ['10.7.0.0/16'] }] }),
    );
    vpcId = Vpcs?.[0]?.VpcId ?? '';
    const { OperationId } = await discovery.send(
      new CreatePrivateDnsNamespaceCommand({ Name: 'internal', Vpc: vpcId }),
    );
    const { Operation } = await discovery.send(new GetOperationCommand({ OperationId }));
    const { Service } = await discovery.send(
      new CreateDiscoveryServiceCommand({
        Name: 'api',
        DnsConfig: {
          NamespaceId: Operation?.Targets?.NAMESPACE,
          DnsRecords: [{ Type: 'A', TTL: 10 }],
        },
        HealthCheckCustomConfig: {},
      }),
    );
    for (const [family, commands] of Object.entries({
      api: { app: ['node', '-e', server] },
      caller: { node: ['node', '-e', caller] },
      client: { node: ['node', '-e', client], shell: ['sh', '-c', reader] },
    })) {
      await ecs.send(
        new RegisterTaskDefinitionCommand({
          family,
          requiresCompatibilities: ['FARGATE'],
          networkMode: 'awsvpc',
          cpu: '512',
          memory: '1024',
          executionRoleArn: 'arn:aws:iam::123456789012:role/web-execution',
          containerDefinitions: Object.entries(commands).map(([name, command]) => ({
            name,
            command,
            image: `localhost:${project.gatewayPort}/web:latest`,
            portMappings: family === 'api' ? [{ name: 'http', containerPort: 8080 }] : [],
            logConfiguration: {
              logDriver: 'awslogs',
              options: {
                'awslogs-group': '/web',
                'awslogs-region': 'us-east-1',
                'awslogs-stream-prefix': family,
              },
            },
          })),
        }),
      );
    }
    await ecs.send(
      new CreateServiceCommand({
        cluster: 'main',
        serviceName: 'api',
        taskDefinition: 'api',
        desiredCount: 2,
        launchType: 'FARGATE',
        networkConfiguration,
        serviceRegistries: [{ registryArn: Service?.Arn }],
      }),
    );
    const { tasks } = await ecs.send(
      new RunTaskCommand({
        cluster: 'main',
        taskDefinition: 'client',
        launchType: 'FARGATE',
        networkConfiguration,
      }),
    );
    const taskArn = tasks?.[0]?.taskArn ?? '';
    clientTask = taskArn.slice(taskArn.lastIndexOf('/') + 1);
    await eventually(async () => {
      const { tasks: [task] = [] } = await ecs.send(
        new DescribeTasksCommand({ cluster: 'main', tasks: [taskArn] }),
      );
      return task?.lastStatus === 'RUNNING' ? task : undefined;
    });
  });

  afterAll(async () => {
    await up.stop();
    project.remove();
  });

  it('do not while the VPC has no DNS host names', async () => {
    await clientSays(1, 'TypeError ENOTFOUND');
    await ec2.send(new ModifyVpcAttributeCommand({ VpcId: vpcId, EnableDnsHostnames: { Value: true } }));
    await clientSays(2, 'TimeoutError ');
  });

  it('are told why a connection is denied, and connect once it is allowed', async () => {
    const [group = ''] = networkConfiguration?.awsvpcConfiguration?.securityGroups ?? [];
    const status = JSON.parse((await neargate(project, 'status', '--json')).output) as StatusDocument;
    expect(JSON.stringify(status)).toMatch(/has no inbound rule that allows TCP 8080 from security group/);
    await ec2.send(
      new AuthorizeSecurityGroupIngressCommand({
        GroupId: group,
        IpPermissions: [
          { IpProtocol: 'tcp', FromPort: 8080, ToPort: 8080, UserIdGroupPairs: [{ GroupId: group }] },
        ],
      }),
    );
    await clientSays(2, 'by a task');
  });

  it('see a new address when the other scales out, and none of a task that is gone', async () => {
    const scale = (desiredCount: number) =>
      ecs.send(new UpdateServiceCommand({ cluster: 'main', service: 'api', desiredCount }));
    await scale(3);
    const three = await clientSays(3, 'by a task');
    await eventually(async () => {
      const names = (await lastLine('shell')).split(',').filter((line) => line !== '');
      return names.length === 3 ? names : undefined;
    });
    // A task is registered when it runs, which may be before its program listens; what counts is what comes now.
    const linesBefore = (await linesOf(`client/node/${clientTask}`)).length;
    await scale(1);
    const one = await clientSays(1, 'by a task');
    expect(three.found).toEqual(expect.arrayContaining(one.found ?? []));
    const lines = await linesOf(`client/node/${clientTask}`);
    expect(lines.length).toBeGreaterThan(linesBefore);
    expect(lines.slice(linesBefore).filter((line) => !line.includes('by a task'))).toEqual([]);
    const { Instances } = await discovery.send(
      new DiscoverInstancesCommand({ NamespaceName: 'internal', ServiceName: 'api' }),
    );
    expect(Instances).toHaveLength(1);
    await eventually(async () =>
      (await lastLine('shell')).split(',').filter((line) => line !== '').length === 1 ? true : undefined,
    );
  });

  it('reach a load balancer by a name of a private zone, as far as its security groups let them', async () => {
    const route53 = new Route53Client(settings);
    const { HostedZone } = await route53.send(
      new CreateHostedZoneCommand({
        Name: 'shop.test',
        CallerReference: 'shop',
        VPC: { VPCId: vpcId, VPCRegion: 'us-east-1' },
      }),
    );
    const { LoadBalancers: [loadBalancer] = [] } = await elbv2.send(new DescribeLoadBalancersCommand({}));
    const change = await route53.send(
      new ChangeResourceRecordSetsCommand({
        HostedZoneId: HostedZone?.Id,
        ChangeBatch: {
          Changes: [
            {
              Action: 'CREATE',
              ResourceRecordSet: {
                Name: 'web.shop.test',
                Type: 'A',
                AliasTarget: {
                  DNSName: `dualstack.${loadBalancer?.DNSName}`,
                  HostedZoneId: loadBalancer?.CanonicalHostedZoneId,
                  EvaluateTargetHealth: false,
                },
              },
            },
          ],
        },
      }),
    );
    await waitUntilResourceRecordSetsChanged(
      { client: route53, maxWaitTime: 60 },
      { Id: change.ChangeInfo?.Id },
    );
    const { tasks: [task] = [] } = await ecs.send(
      new RunTaskCommand({
        cluster: 'main',
        taskDefinition: 'caller',
        launchType: 'FARGATE',
        networkConfiguration,
        overrides: {
          containerOverrides: [
            {
              name: 'node',
              command: ['node', '-e', visitor(`http://web.shop.test:${project.listenerPort}/web`)],
            },
          ],
        },
      }),
    );
    const stream = `caller/node/${task?.taskArn?.split('/').at(-1)}`;
    const says = (line: string) =>
      eventually(async () => ((await linesOf(stream).catch(() => [])).at(-1) === line ? true : undefined));
    await says('200');
    const [group = ''] = loadBalancer?.SecurityGroups ?? [];
    const permission = {
      GroupId: group,
      IpPermissions: [
        {
          IpProtocol: 'tcp',
          FromPort: project.listenerPort,
          ToPort: project.listenerPort,
          IpRanges: [{ CidrIp: '0.0.0.0/0' }],
        },
      ],
    };
    await ec2.send(new RevokeSecurityGroupIngressCommand(permission));
    await says('TimeoutError');
    await ec2.send(new AuthorizeSecurityGroupIngressCommand(permission));
    await says('200');
  });

  it('call each other by the aliases of Service Connect, once they are deployed after them', async () => {
    await discovery.send(new CreateHttpNamespaceCommand({ Name: 'mesh' }));
    const createCaller = (serviceName: string) =>
      ecs.send(
        new CreateServiceCommand({
          cluster: 'main',
          serviceName,
          taskDefinition: 'caller',
          desiredCount: 1,
          launchType: 'FARGATE',
          networkConfiguration,
          serviceConnectConfiguration: { enabled: true, namespace: 'mesh' },
        }),
      );
    const lastOf = (serviceName: string) =>
      eventually(async () => {
        const { taskArns: [taskArn = ''] = [] } = await ecs.send(
          new ListTasksCommand({ cluster: 'main', serviceName }),
        );
        const lines = await linesOf(`caller/node/${taskArn.split('/').at(-1)}`).catch(() => []);
        return lines.length > 3 ? lines.at(-1) : undefined;
      });
    await createCaller('early');
    expect(await lastOf('early')).toBe('ENOTFOUND');
    await ecs.send(
      new UpdateServiceCommand({
        cluster: 'main',
        service: 'api',
        serviceConnectConfiguration: {
          enabled: true,
          namespace: 'mesh',
          services: [
            { portName: 'http', discoveryName: 'api', clientAliases: [{ port: 80, dnsName: 'api' }] },
          ],
        },
      }),
    );
    await eventually(async () => {
      const { services: [service] = [] } = await ecs.send(
        new DescribeServicesCommand({ cluster: 'main', services: ['api'] }),
      );
      return service?.deployments?.length === 1 && service.runningCount === 1 ? service : undefined;
    });
    await createCaller('late');
    expect(await lastOf('late')).toBe('by a task');
    expect(await lastOf('early')).toBe('ENOTFOUND');
  });
});
