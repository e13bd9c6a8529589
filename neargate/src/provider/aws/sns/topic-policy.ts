import type { PlainObject, ResourceType } from '../../../terraform/provider.ts';
import { requiredText } from '../../arguments.ts';
import { orAbsent } from '../absent.ts';
import type { AwsClient } from '../client.ts';
import { samePolicy } from '../equivalence.ts';
import { existing } from '../not-found.ts';
import { topicPolicySchema } from './topic-policy-schema.ts';

/** The policy of a topic that is there. Without it, the topic has the policy that it had when it was new. */
export const topicPolicy: ResourceType<AwsClient> = {
  schema: topicPolicySchema,
  behaviour: 'evaluated',
  create: (config, { client }) => put(config, client),
  read: (state, { client }) => stateOf(requiredText(state, 'id'), state, client),
  update: (config, _prior, { client }) => put(config, client),
  async delete(state, { client }) {
    const set = client.call('sns', 'SetTopicAttributes', {
      TopicArn: requiredText(state, 'id'),
      AttributeName: 'Policy',
      AttributeValue: '',
    });
    await orAbsent(set, 'NotFound');
  },
};

async function put(config: PlainObject, client: AwsClient): Promise<PlainObject> {
  const TopicArn = requiredText(config, 'arn');
  const AttributeValue = requiredText(config, 'policy');
  await client.call('sns', 'SetTopicAttributes', { TopicArn, AttributeName: 'Policy', AttributeValue });
  return existing(await stateOf(TopicArn, config, client));
}

async function stateOf(arn: string, known: PlainObject, client: AwsClient): Promise<PlainObject | undefined> {
  const output = await orAbsent(client.call('sns', 'GetTopicAttributes', { TopicArn: arn }), 'NotFound');
  if (output === undefined) return undefined;
  const { Policy = '', Owner } = output.Attributes ?? {};
  const written = requiredText(known, 'policy');
  return { id: arn, arn, owner: Owner ?? null, policy: samePolicy(written, Policy) ? written : Policy };
}
