import type { VPC, VPCRegion } from '@aws-sdk/client-route-53';
import type { PlainObject, ResourceType, Schema } from '../../../terraform/provider.ts';
import { requiredText, textOf } from '../../arguments.ts';
import { orAbsent } from '../absent.ts';
import type { AwsClient } from '../client.ts';
import { existing } from '../not-found.ts';
import { timeouts } from '../schema-parts.ts';

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/route53_zone_association */
const zoneAssociationSchema: Schema = {
  attributes: {
    owning_account: { type: 'string', computed: true },
    vpc_id: { type: 'string', required: true, forceNew: true },
    vpc_region: { type: 'string', optional: true, computed: true, forceNew: true },
    zone_id: { type: 'string', required: true, forceNew: true },
  },
  blocks: { timeouts: timeouts('create', 'delete') },
};

export const zoneAssociation: ResourceType<AwsClient> = {
  schema: zoneAssociationSchema,
  behaviour: 'real',
  async create(config, { client }) {
    const HostedZoneId = requiredText(config, 'zone_id');
    await client.call('route53', 'AssociateVPCWithHostedZone', {
      HostedZoneId,
      VPC: vpcOf(config, client),
      Comment: 'Managed by Terraform',
    });
    return existing(await stateOf(config, client));
  },
  read: (state, { client }) => stateOf(state, client),
  async delete(state, { client }) {
    await orAbsent(
      client.call('route53', 'DisassociateVPCFromHostedZone', {
        HostedZoneId: requiredText(state, 'zone_id'),
        VPC: vpcOf(state, client),
        Comment: 'Managed by Terraform',
      }),
      'NoSuchHostedZone',
      'VPCAssociationNotFound',
    );
  },
};

function vpcOf(config: PlainObject, client: AwsClient): VPC {
  return {
    VPCId: requiredText(config, 'vpc_id'),
    VPCRegion: (textOf(config, 'vpc_region') ?? client.caller.region) as VPCRegion,
  };
}

async function stateOf(known: PlainObject, client: AwsClient): Promise<PlainObject | undefined> {
  const { VPCId, VPCRegion } = vpcOf(known, client);
  const zoneId = requiredText(known, 'zone_id');
  const page = await client.call('route53', 'ListHostedZonesByVPC', { VPCId, VPCRegion });
  const found = page.HostedZoneSummaries?.find(({ HostedZoneId }) => HostedZoneId === zoneId);
  if (found === undefined) return undefined;
  return {
    id: [zoneId, VPCId, VPCRegion].join(':'),
    owning_account: found.Owner?.OwningAccount ?? null,
    vpc_id: VPCId ?? null,
    vpc_region: VPCRegion ?? null,
    zone_id: zoneId,
  };
}
