import type { GetHostedZoneResponse, ResourceRecordSet, VPC, VPCRegion } from '@aws-sdk/client-route-53';
import { warningDiagnostic } from '../../../core/diagnostics.ts';
import type { PlainObject, ResourceType } from '../../../terraform/provider.ts';
import { blocksOf, boolOf, hasChanged, requiredText, textOf } from '../../arguments.ts';
import { orAbsent } from '../absent.ts';
import type { AwsClient } from '../client.ts';
import { existing } from '../not-found.ts';
import { allTags } from '../tags.ts';
import { withoutDot } from './domain-names.ts';
import { recordSetsOfZone } from './record-sets.ts';
import { zoneSchema } from './zone-schema.ts';
import { putTags, tagsOf } from './tagging.ts';

export const zone: ResourceType<AwsClient> = {
  schema: zoneSchema,
  behaviour: 'real',
  plan(config) {
    if (!Object.hasOwn(config, 'vpc') || blocksOf(config, 'vpc').length > 0) return {};
    const finding = warningDiagnostic(
      'The zone is stored only',
      'No name server answers for public zones here. The names of private zones, which have a vpc block, resolve in tasks.',
    );
    return { diagnostics: [finding] };
  },
  async create(config, environment) {
    const { client } = environment;
    const [first, ...others] = vpcsOf(config, client);
    const { HostedZone } = await client.call('route53', 'CreateHostedZone', {
      Name: requiredText(config, 'name'),
      CallerReference: `terraform-${client.ids.hex(26)}`,
      HostedZoneConfig: { Comment: textOf(config, 'comment') },
      DelegationSetId: textOf(config, 'delegation_set_id'),
      VPC: first,
    });
    const id = (HostedZone?.Id ?? '').replace('/hostedzone/', '');
    environment.created?.({ id, zone_id: id, name: config['name'] ?? null });
    await putTags(client, 'hostedzone', id, {}, allTags(config));
    for (const VPC of others)
      await client.call('route53', 'AssociateVPCWithHostedZone', { HostedZoneId: id, VPC });
    if (boolOf(config, 'enable_accelerated_recovery') === true) await setRecovery(client, id, true);
    return existing(await stateOf(id, config, client));
  },
  async read(state, { client }) {
    const id = requiredText(state, 'id');
    const found = await stateOf(id, state, client);
    return found === undefined ? undefined : { ...found, tags_all: await tagsOf(client, 'hostedzone', id) };
  },
  async update(config, prior, { client }) {
    const id = requiredText(prior, 'id');
    if (hasChanged(config, prior, 'comment'))
      await client.call('route53', 'UpdateHostedZoneComment', { Id: id, Comment: textOf(config, 'comment') });
    if (hasChanged(config, prior, 'enable_accelerated_recovery'))
      await setRecovery(client, id, boolOf(config, 'enable_accelerated_recovery') ?? false);
    // A zone keeps one VPC at least, so that new ones come first.
    const [before, after] = [vpcsOf(prior, client), vpcsOf(config, client)];
    for (const VPC of without(after, before))
      await client.call('route53', 'AssociateVPCWithHostedZone', { HostedZoneId: id, VPC });
    for (const VPC of without(before, after))
      await client.call('route53', 'DisassociateVPCFromHostedZone', { HostedZoneId: id, VPC });
    await putTags(client, 'hostedzone', id, allTags(prior), allTags(config));
    return existing(await stateOf(id, config, client));
  },
  async delete(state, { client }) {
    const id = requiredText(state, 'id');
    if (boolOf(state, 'force_destroy') === true) await emptyZone(client, id);
    await orAbsent(client.call('route53', 'DeleteHostedZone', { Id: id }), 'NoSuchHostedZone');
  },
};

async function setRecovery(client: AwsClient, HostedZoneId: string, isEnabled: boolean): Promise<void> {
  await client.call('route53', 'UpdateHostedZoneFeatures', {
    HostedZoneId,
    EnableAcceleratedRecovery: isEnabled,
  });
}

function vpcsOf(config: PlainObject, client: AwsClient): readonly VPC[] {
  return blocksOf(config, 'vpc').map((block) => ({
    VPCId: requiredText(block, 'vpc_id'),
    VPCRegion: (textOf(block, 'vpc_region') ?? client.caller.region) as VPCRegion,
  }));
}

function without(vpcs: readonly VPC[], others: readonly VPC[]): readonly VPC[] {
  return vpcs.filter(
    ({ VPCId, VPCRegion }) => !others.some((other) => other.VPCId === VPCId && other.VPCRegion === VPCRegion),
  );
}

/** Takes all records away but those that a zone always has. */
async function emptyZone(client: AwsClient, HostedZoneId: string): Promise<void> {
  const found = await orAbsent(
    client.call('route53', 'GetHostedZone', { Id: HostedZoneId }),
    'NoSuchHostedZone',
  );
  if (found === undefined) return;
  const own = (set: ResourceRecordSet) =>
    set.Name === found.HostedZone?.Name && (set.Type === 'NS' || set.Type === 'SOA');
  const Changes = (await recordSetsOfZone(client, HostedZoneId))
    .filter((set) => !own(set))
    .map((ResourceRecordSet) => ({ Action: 'DELETE' as const, ResourceRecordSet }));
  if (Changes.length > 0)
    await client.call('route53', 'ChangeResourceRecordSets', { HostedZoneId, ChangeBatch: { Changes } });
}

async function stateOf(id: string, known: PlainObject, client: AwsClient): Promise<PlainObject | undefined> {
  const found = await orAbsent(client.call('route53', 'GetHostedZone', { Id: id }), 'NoSuchHostedZone');
  if (found === undefined) return undefined;
  const { HostedZone, VPCs = [] } = found;
  const servers = await nameServers(client, id, found);
  return {
    id,
    zone_id: id,
    arn: `arn:${client.caller.partition}:route53:::hostedzone/${id}`,
    comment: HostedZone?.Config?.Comment ?? '',
    delegation_set_id: known['delegation_set_id'] ?? null,
    enable_accelerated_recovery: HostedZone?.Features?.AcceleratedRecoveryStatus === 'ENABLED',
    force_destroy: known['force_destroy'] ?? null,
    name: withoutDot(HostedZone?.Name ?? ''),
    ...servers,
    vpc: VPCs.map(({ VPCId, VPCRegion }) => ({ vpc_id: VPCId ?? null, vpc_region: VPCRegion ?? null })),
  };
}

/** The servers of a zone, of a private one as its NS record names them, and the one that its SOA record names. */
export async function nameServers(
  client: AwsClient,
  zoneId: string,
  { DelegationSet, HostedZone }: Pick<GetHostedZoneResponse, 'DelegationSet' | 'HostedZone'>,
): Promise<{ readonly name_servers: string[]; readonly primary_name_server: string | null }> {
  const own = (await recordSetsOfZone(client, zoneId)).filter(({ Name }) => Name === HostedZone?.Name);
  const valuesOf = (type: string) =>
    (own.find(({ Type }) => Type === type)?.ResourceRecords ?? []).map(({ Value = '' }) => Value);
  return {
    name_servers: (DelegationSet?.NameServers ?? valuesOf('NS'))
      .map(withoutDot)
      .toSorted((one, other) => (one < other ? -1 : 1)),
    primary_name_server: withoutDot(valuesOf('SOA')[0]?.split(' ')[0] ?? '') || null,
  };
}
