import type { HostedZone } from '@aws-sdk/client-route-53';
import { UserError } from '../../../core/user-error.ts';
import type { DataSource, PlainObject } from '../../../terraform/provider.ts';
import { boolOf, textMapOf, textOf } from '../../arguments.ts';
import type { AwsClient } from '../client.ts';
import { onlyOne } from '../ec2/filters.ts';
import { sameDomain, withoutDot } from './domain-names.ts';
import { tagsOf } from './tagging.ts';
import { nameServers } from './zone.ts';
import { zoneDataSchema } from './zone-data-schema.ts';

/** A zone of the local account; those of a real one are not known. */
export const zoneData: DataSource<AwsClient> = {
  schema: zoneDataSchema,
  async read(config, { client }) {
    const zoneId = textOf(config, 'zone_id');
    const asked = zoneId === undefined ? await zonesNamed(config, client) : [zoneId];
    if (asked.length === 0) throw noZone(withoutDot(textOf(config, 'name') ?? ''));
    const id = onlyOne(asked, 'Route 53 Hosted Zone');
    const found = await client.call('route53', 'GetHostedZone', { Id: id });
    const { HostedZone: zone } = found;
    return {
      id,
      arn: `arn:${client.caller.partition}:route53:::hostedzone/${id}`,
      caller_reference: zone?.CallerReference ?? null,
      comment: zone?.Config?.Comment ?? null,
      enable_accelerated_recovery: zone?.Features?.AcceleratedRecoveryStatus === 'ENABLED',
      linked_service_description: zone?.LinkedService?.Description ?? '',
      linked_service_principal: zone?.LinkedService?.ServicePrincipal ?? '',
      name: withoutDot(zone?.Name ?? ''),
      ...(await nameServers(client, id, found)),
      private_zone: zone?.Config?.PrivateZone ?? false,
      resource_record_set_count: Number(zone?.ResourceRecordSetCount ?? 0),
      tags: await tagsOf(client, 'hostedzone', id),
      vpc_id: config['vpc_id'] ?? null,
      zone_id: id,
    };
  },
};

async function zonesNamed(config: PlainObject, client: AwsClient): Promise<string[]> {
  const name = textOf(config, 'name');
  const vpcId = textOf(config, 'vpc_id');
  const isPrivate = vpcId !== undefined || boolOf(config, 'private_zone') === true;
  const wantedTags = Object.entries(textMapOf(config, 'tags'));
  const found: string[] = [];
  for (const zone of await allZones(client)) {
    const id = (zone.Id ?? '').replace('/hostedzone/', '');
    if (name !== undefined && !sameDomain(zone.Name ?? '', name)) continue;
    if ((zone.Config?.PrivateZone ?? false) !== isPrivate) continue;
    if (vpcId !== undefined && !(await isIn(vpcId, id, client))) continue;
    const tags = wantedTags.length === 0 ? {} : await tagsOf(client, 'hostedzone', id);
    if (wantedTags.every(([key, value]) => tags[key] === value)) found.push(id);
  }
  return found;
}

async function isIn(vpcId: string, zoneId: string, client: AwsClient): Promise<boolean> {
  const { VPCs = [] } = await client.call('route53', 'GetHostedZone', { Id: zoneId });
  return VPCs.some(({ VPCId }) => VPCId === vpcId);
}

async function allZones(client: AwsClient): Promise<readonly HostedZone[]> {
  const zones: HostedZone[] = [];
  let Marker: string | undefined;
  do {
    const page = await client.call('route53', 'ListHostedZones', { Marker });
    zones.push(...(page.HostedZones ?? []));
    Marker = page.NextMarker;
  } while (Marker !== undefined);
  return zones;
}

/** Stacks often look up a zone that somebody made by hand. */
function noZone(name: string): UserError {
  const make = `aws route53 create-hosted-zone --name ${name} --caller-reference ${name}`;
  const remedy = `Zones of AWS are not known here. Make one while Neargate runs: ${make}`;
  return new UserError('no matching Route 53 Hosted Zone found', name === '' ? {} : { remedy });
}
