import type { DataSource } from '../../../terraform/provider.ts';
import { requiredText } from '../../arguments.ts';
import type { AwsClient } from '../client.ts';
import { notFoundError } from '../not-found.ts';
import { tagMap } from '../tags.ts';
import { topicDataSchema } from './topic-data-schema.ts';

export const topicData: DataSource<AwsClient> = {
  schema: topicDataSchema,
  async read(config, { client }) {
    const name = requiredText(config, 'name');
    const arn = await topicArn(name, client);
    if (arn === undefined) throw notFoundError('SNS Topic', name);
    const { Tags } = await client.call('sns', 'ListTagsForResource', { ResourceArn: arn });
    return { id: arn, arn, name, tags: tagMap(Tags) };
  },
};

async function topicArn(name: string, client: AwsClient): Promise<string | undefined> {
  let NextToken: string | undefined;
  do {
    const page = await client.call('sns', 'ListTopics', { NextToken });
    const found = page.Topics?.find(({ TopicArn }) => TopicArn?.endsWith(`:${name}`));
    if (found !== undefined) return found.TopicArn;
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return undefined;
}
