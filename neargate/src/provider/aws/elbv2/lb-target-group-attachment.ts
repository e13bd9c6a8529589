import type { PlainObject, ResourceType } from '../../../terraform/provider.ts';
import { numberOf, requiredText, textOf } from '../../arguments.ts';
import { orAbsent, present } from '../absent.ts';
import type { AwsClient } from '../client.ts';
import { lbTargetGroupAttachmentSchema } from './lb-target-group-attachment-schema.ts';

const goneReasons: readonly (string | undefined)[] = [
  'Target.NotRegistered',
  'Target.DeregistrationInProgress',
];

export const lbTargetGroupAttachmentType: ResourceType<AwsClient> = {
  schema: lbTargetGroupAttachmentSchema,
  behaviour: 'real',
  async create(config, { client }) {
    await client.call('elbv2', 'RegisterTargets', inputOf(config));
    return present(readAttachment(client, config), requiredText(config, 'target_id'));
  },
  read: (state, { client }) => readAttachment(client, state),
  async delete(state, { client }) {
    await orAbsent(client.call('elbv2', 'DeregisterTargets', inputOf(state)), 'TargetGroupNotFound');
  },
};

function inputOf(attachment: PlainObject) {
  return {
    TargetGroupArn: requiredText(attachment, 'target_group_arn'),
    Targets: [
      {
        Id: requiredText(attachment, 'target_id'),
        Port: numberOf(attachment, 'port'),
        AvailabilityZone: textOf(attachment, 'availability_zone'),
        QuicServerId: textOf(attachment, 'quic_server_id'),
      },
    ],
  };
}

async function readAttachment(client: AwsClient, known: PlainObject): Promise<PlainObject | undefined> {
  const found = await orAbsent(
    client.call('elbv2', 'DescribeTargetHealth', inputOf(known)),
    'TargetGroupNotFound',
    'InvalidTarget',
  );
  const health = found?.TargetHealthDescriptions?.[0]?.TargetHealth;
  if (health === undefined || goneReasons.includes(health.Reason)) return undefined;
  const parts = [
    requiredText(known, 'target_group_arn'),
    requiredText(known, 'target_id'),
    numberOf(known, 'port'),
    textOf(known, 'availability_zone'),
  ];
  return {
    id: parts.filter((part) => part !== undefined).join(','),
    availability_zone: known['availability_zone'] ?? null,
    port: known['port'] ?? null,
    quic_server_id: known['quic_server_id'] ?? null,
    target_group_arn: known['target_group_arn'] ?? null,
    target_id: known['target_id'] ?? null,
  };
}
