import type { LogStream } from '@aws-sdk/client-cloudwatch-logs';
import type { PlainObject, ResourceType } from '../../../terraform/provider.ts';
import { requiredText } from '../../arguments.ts';
import { orAbsent } from '../absent.ts';
import type { AwsClient } from '../client.ts';
import { existing } from '../not-found.ts';
import { logStreamSchema } from './log-stream-schema.ts';

export const logStream: ResourceType<AwsClient> = {
  schema: logStreamSchema,
  behaviour: 'real',
  async create(config, { client }) {
    const [group, stream] = namesOf(config);
    await client.call('logs', 'CreateLogStream', { logGroupName: group, logStreamName: stream });
    return stateOf(config, existing(await findLogStream(client, group, stream)));
  },
  async read(state, { client }) {
    const [group, stream] = namesOf(state);
    const found = await findLogStream(client, group, stream);
    return found === undefined ? undefined : stateOf(state, found);
  },
  async delete(state, { client }) {
    const [group, stream] = namesOf(state);
    await orAbsent(
      client.call('logs', 'DeleteLogStream', { logGroupName: group, logStreamName: stream }),
      'ResourceNotFoundException',
    );
  },
};

async function findLogStream(
  client: AwsClient,
  logGroupName: string,
  name: string,
): Promise<LogStream | undefined> {
  let nextToken: string | undefined;
  do {
    const page = await orAbsent(
      client.call('logs', 'DescribeLogStreams', { logGroupName, logStreamNamePrefix: name, nextToken }),
      'ResourceNotFoundException',
    );
    const found = page?.logStreams?.find(({ logStreamName }) => logStreamName === name);
    if (found !== undefined) return found;
    nextToken = page?.nextToken;
  } while (nextToken !== undefined);
  return undefined;
}

function namesOf(object: PlainObject): [group: string, stream: string] {
  return [requiredText(object, 'log_group_name'), requiredText(object, 'name')];
}

function stateOf(known: PlainObject, found: LogStream): PlainObject {
  const [group, stream] = namesOf(known);
  return { id: stream, name: stream, log_group_name: group, arn: found.arn ?? null };
}
