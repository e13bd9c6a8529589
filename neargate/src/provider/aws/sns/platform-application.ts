import type { PlainObject, ResourceType, Schema } from '../../../terraform/provider.ts';
import { hasChanged, requiredText, textOf } from '../../arguments.ts';
import { orAbsent } from '../absent.ts';
import type { AwsClient } from '../client.ts';
import { existing } from '../not-found.ts';
import { arnPattern } from '../patterns.ts';

/** By argument. https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/sns_platform_application */
const attributeNames = {
  apple_platform_bundle_id: 'ApplePlatformBundleID',
  apple_platform_team_id: 'ApplePlatformTeamID',
  event_delivery_failure_topic_arn: 'EventDeliveryFailure',
  event_endpoint_created_topic_arn: 'EventEndpointCreated',
  event_endpoint_deleted_topic_arn: 'EventEndpointDeleted',
  event_endpoint_updated_topic_arn: 'EventEndpointUpdated',
  failure_feedback_role_arn: 'FailureFeedbackRoleArn',
  platform_credential: 'PlatformCredential',
  platform_principal: 'PlatformPrincipal',
  success_feedback_role_arn: 'SuccessFeedbackRoleArn',
  success_feedback_sample_rate: 'SuccessFeedbackSampleRate',
} as const;

const text = { type: 'string', optional: true } as const;
const arn = { ...text, pattern: arnPattern } as const;

const schema: Schema = {
  attributes: {
    apple_platform_bundle_id: text,
    apple_platform_team_id: text,
    arn: { type: 'string', computed: true },
    event_delivery_failure_topic_arn: arn,
    event_endpoint_created_topic_arn: arn,
    event_endpoint_deleted_topic_arn: arn,
    event_endpoint_updated_topic_arn: arn,
    failure_feedback_role_arn: text,
    name: { type: 'string', required: true, forceNew: true },
    platform: { type: 'string', required: true, forceNew: true },
    platform_credential: { type: 'string', required: true, sensitive: true },
    platform_principal: { type: 'string', optional: true, sensitive: true },
    success_feedback_role_arn: text,
    success_feedback_sample_rate: text,
  },
};

/** Kept: nothing is pushed to devices. */
export const platformApplication: ResourceType<AwsClient> = {
  schema,
  behaviour: 'stored',
  async create(config, { client }) {
    const { PlatformApplicationArn: id = '' } = await client.call('sns', 'CreatePlatformApplication', {
      Name: requiredText(config, 'name'),
      Platform: requiredText(config, 'platform'),
      Attributes: attributesOf(config, (argument) => textOf(config, argument) !== undefined),
    });
    return existing(await stateOf(id, config, client));
  },
  read: (state, { client }) => stateOf(requiredText(state, 'id'), state, client),
  async update(config, prior, { client }) {
    const PlatformApplicationArn = requiredText(prior, 'id');
    await client.call('sns', 'SetPlatformApplicationAttributes', {
      PlatformApplicationArn,
      Attributes: attributesOf(config, (argument) => hasChanged(config, prior, argument)),
    });
    return existing(await stateOf(PlatformApplicationArn, config, client));
  },
  async delete(state, { client }) {
    await client.call('sns', 'DeletePlatformApplication', {
      PlatformApplicationArn: requiredText(state, 'id'),
    });
  },
};

function attributesOf(config: PlainObject, isWanted: (argument: string) => boolean): Record<string, string> {
  return Object.fromEntries(
    Object.entries(attributeNames)
      .filter(([argument]) => isWanted(argument))
      .map(([argument, name]) => [name, textOf(config, argument) ?? '']),
  );
}

async function stateOf(id: string, known: PlainObject, client: AwsClient): Promise<PlainObject | undefined> {
  const output = await orAbsent(
    client.call('sns', 'GetPlatformApplicationAttributes', { PlatformApplicationArn: id }),
    'NotFound',
  );
  if (output === undefined) return undefined;
  const { Attributes: found = {} } = output;
  const [platform = '', name = ''] = id.slice(id.indexOf(':app/') + ':app/'.length).split('/');
  return {
    ...Object.fromEntries(
      Object.entries(attributeNames).map(([argument, attribute]) => [argument, found[attribute] || null]),
    ),
    id,
    arn: id,
    name,
    platform,
    // AWS does not show them again.
    platform_credential: known['platform_credential'] ?? null,
    platform_principal: known['platform_principal'] ?? null,
  };
}
