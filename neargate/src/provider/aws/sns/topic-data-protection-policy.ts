import type { PlainObject, ResourceType } from '../../../terraform/provider.ts';
import { requiredText } from '../../arguments.ts';
import { orAbsent } from '../absent.ts';
import type { AwsClient } from '../client.ts';
import { sameJson } from '../equivalence.ts';
import { existing } from '../not-found.ts';
import { topicDataProtectionPolicySchema } from './topic-data-protection-policy-schema.ts';

/** Kept with the topic; nothing is looked for in messages. */
export const topicDataProtectionPolicy: ResourceType<AwsClient> = {
  schema: topicDataProtectionPolicySchema,
  behaviour: 'stored',
  create: (config, { client }) => put(config, client),
  read: (state, { client }) => stateOf(requiredText(state, 'id'), state, client),
  update: (config, _prior, { client }) => put(config, client),
  async delete(state, { client }) {
    const ResourceArn = requiredText(state, 'id');
    await orAbsent(
      client.call('sns', 'PutDataProtectionPolicy', { ResourceArn, DataProtectionPolicy: '' }),
      'NotFound',
    );
  },
};

async function put(config: PlainObject, client: AwsClient): Promise<PlainObject> {
  const ResourceArn = requiredText(config, 'arn');
  const DataProtectionPolicy = requiredText(config, 'policy');
  await client.call('sns', 'PutDataProtectionPolicy', { ResourceArn, DataProtectionPolicy });
  return existing(await stateOf(ResourceArn, config, client));
}

async function stateOf(arn: string, known: PlainObject, client: AwsClient): Promise<PlainObject | undefined> {
  const output = await orAbsent(
    client.call('sns', 'GetDataProtectionPolicy', { ResourceArn: arn }),
    'NotFound',
  );
  const found = output?.DataProtectionPolicy ?? '';
  if (found === '') return undefined;
  const written = requiredText(known, 'policy');
  return { id: arn, arn, policy: sameJson(written, found) ? written : found };
}
