import type { Change, ResourceRecordSet } from '@aws-sdk/client-route-53';
import { AwsError } from '../../../core/aws-error.ts';
import { canonicalName } from '../../../services/route53/domain-names.ts';
import type { PlainObject, ResourceType } from '../../../terraform/provider.ts';
import { boolOf, hasChanged, requiredText, textOf } from '../../arguments.ts';
import { orAbsent } from '../absent.ts';
import type { AwsClient } from '../client.ts';
import { existing } from '../not-found.ts';
import { fullName, withoutDot } from './domain-names.ts';
import { recordArguments, recordSetOf } from './record-input.ts';
import { recordSchema } from './record-schema.ts';
import { recordSetsOfZone } from './record-sets.ts';

/** What makes another record set of it, which takes the place of the one before in one batch. */
const identifying = [
  'type',
  'set_identifier',
  'cidr_routing_policy',
  'failover_routing_policy',
  'geolocation_routing_policy',
  'geoproximity_routing_policy',
  'latency_routing_policy',
  'multivalue_answer_routing_policy',
  'weighted_routing_policy',
];

export const record: ResourceType<AwsClient> = {
  schema: recordSchema,
  behaviour: 'real',
  async create(config, { client }) {
    const Action = boolOf(config, 'allow_overwrite') === true ? 'UPSERT' : 'CREATE';
    const name = await nameOf(config, client);
    await change(config, client, [{ Action, ResourceRecordSet: recordSetOf(config, name) }]);
    return existing(await stateOf(config, client));
  },
  read: (state, { client }) => stateOf(state, client),
  async update(config, prior, { client }) {
    const name = await nameOf(config, client);
    const next = recordSetOf(config, name);
    const found = hasChanged(config, prior, ...identifying) ? await find(prior, client) : undefined;
    await change(config, client, [
      ...(found === undefined ? [] : [{ Action: 'DELETE' as const, ResourceRecordSet: found }]),
      { Action: found === undefined ? 'UPSERT' : 'CREATE', ResourceRecordSet: next },
    ]);
    return existing(await stateOf(config, client));
  },
  async delete(state, { client }) {
    const found = await find(state, client);
    if (found === undefined) return;
    try {
      await change(state, client, [{ Action: 'DELETE', ResourceRecordSet: found }]);
    } catch (error) {
      if (!(error instanceof AwsError) || !error.message.includes('but it was not found')) throw error;
    }
  },
};

async function change(config: PlainObject, client: AwsClient, Changes: Change[]): Promise<void> {
  await client.call('route53', 'ChangeResourceRecordSets', {
    HostedZoneId: requiredText(config, 'zone_id'),
    ChangeBatch: { Comment: 'Managed by Terraform', Changes },
  });
}

async function nameOf(config: PlainObject, client: AwsClient): Promise<string> {
  const { HostedZone } = await client.call('route53', 'GetHostedZone', {
    Id: requiredText(config, 'zone_id'),
  });
  return fullName(requiredText(config, 'name'), withoutDot(HostedZone?.Name ?? ''));
}

async function find(known: PlainObject, client: AwsClient): Promise<ResourceRecordSet | undefined> {
  const zoneId = requiredText(known, 'zone_id');
  const zone = await orAbsent(client.call('route53', 'GetHostedZone', { Id: zoneId }), 'NoSuchHostedZone');
  if (zone === undefined) return undefined;
  const name = fullName(requiredText(known, 'name'), withoutDot(zone.HostedZone?.Name ?? ''));
  return (await recordSetsOfZone(client, zoneId)).find(
    ({ Name, Type, SetIdentifier }) =>
      Name === canonicalName(name) &&
      Type === known['type'] &&
      SetIdentifier === textOf(known, 'set_identifier'),
  );
}

async function stateOf(known: PlainObject, client: AwsClient): Promise<PlainObject | undefined> {
  const found = await find(known, client);
  if (found === undefined) return undefined;
  const zoneId = requiredText(known, 'zone_id');
  const name = requiredText(known, 'name');
  const parts = [zoneId, name.toLowerCase(), found.Type, found.SetIdentifier];
  return {
    ...recordArguments(found),
    id: parts.filter((part) => part !== undefined).join('_'),
    allow_overwrite: boolOf(known, 'allow_overwrite') ?? false,
    fqdn: await nameOf(known, client),
    name,
    zone_id: zoneId,
  };
}
