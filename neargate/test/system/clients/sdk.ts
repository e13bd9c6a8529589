import * as autoscaling from '@aws-sdk/client-application-auto-scaling';
import * as logs from '@aws-sdk/client-cloudwatch-logs';
import * as ec2 from '@aws-sdk/client-ec2';
import * as ecr from '@aws-sdk/client-ecr';
import * as ecs from '@aws-sdk/client-ecs';
import * as elbv2 from '@aws-sdk/client-elastic-load-balancing-v2';
import * as iam from '@aws-sdk/client-iam';
import { type Client, ClientError, type ClientOptions, type Output } from './client.ts';

type Module = Readonly<Record<string, Output>>;

const services: Readonly<Record<string, readonly [Module, string]>> = {
  'application-autoscaling': [autoscaling, 'ApplicationAutoScalingClient'],
  ec2: [ec2, 'EC2Client'],
  ecr: [ecr, 'ECRClient'],
  ecs: [ecs, 'ECSClient'],
  elbv2: [elbv2, 'ElasticLoadBalancingV2Client'],
  iam: [iam, 'IAMClient'],
  logs: [logs, 'CloudWatchLogsClient'],
};
const maxWaitSeconds = 120;

/** The SDK for JavaScript, version 3. */
export function sdk({ endpoint }: ClientOptions): Client {
  const clients = new Map<string, Output>();
  const open = (service: string): { module: Module; client: Output } => {
    const [module, className] = services[service] ?? [];
    if (module === undefined || className === undefined) throw new Error(`no client of ${service}`);
    let client = clients.get(service);
    if (client === undefined) {
      const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
      client = new module[className]({ endpoint, region: 'us-east-1', credentials });
      clients.set(service, client);
    }
    return { module, client };
  };
  return {
    name: 'the SDK for JavaScript',
    async call(service, operation, input) {
      const { module, client } = open(service);
      try {
        return await client.send(new module[`${operation}Command`](input));
      } catch (error) {
        throw new ClientError(
          codeOf(error as Output),
          `${service} ${operation}: ${(error as Error).message}`,
        );
      }
    },
    async wait(service, waiter, input) {
      const { module, client } = open(service);
      await module[`waitUntil${waiter}`](
        { client, maxWaitTime: maxWaitSeconds, minDelay: 1, maxDelay: 2 },
        input,
      );
    },
    async stop() {
      for (const client of clients.values()) client.destroy();
    },
  };
}

/** The SDK's own name of an error is that of its shape, which is not always the code. */
function codeOf({ name, Code, Error: inner }: Output): string {
  return inner?.Code ?? Code ?? name;
}
