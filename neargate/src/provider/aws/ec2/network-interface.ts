import { AwsError } from '../../../core/aws-error.ts';
import type { PlainObject, ResourceType } from '../../../terraform/provider.ts';
import { blocksOf, boolOf, hasChanged, numberOf, requiredText, textOf, textsOf } from '../../arguments.ts';
import { orAbsent, present } from '../absent.ts';
import type { AwsClient } from '../client.ts';
import { ec2Arn, tagsAll, tagSpecifications, updateTags } from './ec2-resources.ts';
import { addressesOnCreate, addressRules, updateAddresses } from './network-interface-addresses.ts';
import { networkInterfaceSchema } from './network-interface-schema.ts';

/** Its addresses are really taken from the subnet; there is nothing here to attach it to. */
export const networkInterfaceType: ResourceType<AwsClient> = {
  schema: networkInterfaceSchema,
  behaviour: 'stored',
  async create(config, environment) {
    const { client } = environment;
    refuseUnsupported(config);
    const groups = textsOf(config, 'security_groups');
    const ipv6 = textsOf(config, 'ipv6_addresses');
    const { NetworkInterface: made } = await client.call('ec2', 'CreateNetworkInterface', {
      SubnetId: requiredText(config, 'subnet_id'),
      Description: textOf(config, 'description'),
      Groups: groups.length === 0 ? undefined : groups,
      ...addressesOnCreate(config),
      Ipv6AddressCount: numberOf(config, 'ipv6_address_count'),
      Ipv6Addresses: ipv6.length === 0 ? undefined : ipv6.map((Ipv6Address) => ({ Ipv6Address })),
      TagSpecifications: tagSpecifications('network-interface', config),
    });
    const id = made?.NetworkInterfaceId ?? '';
    environment.created?.({ id });
    if (boolOf(config, 'source_dest_check') === false) await setSourceDestCheck(client, id, false);
    await attach(client, id, config);
    return present(readInterface(client, id, config), id);
  },
  read: (state, { client }) => readInterface(client, requiredText(state, 'id'), state),
  async update(config, prior, { client }) {
    refuseUnsupported(config);
    const id = requiredText(prior, 'id');
    if (hasChanged(config, prior, 'attachment')) await attach(client, id, config);
    await updateAddresses(client, id, config, prior);
    if (hasChanged(config, prior, 'source_dest_check')) {
      await setSourceDestCheck(client, id, boolOf(config, 'source_dest_check') ?? true);
    }
    if (hasChanged(config, prior, 'security_groups')) {
      await client.call('ec2', 'ModifyNetworkInterfaceAttribute', {
        NetworkInterfaceId: id,
        Groups: textsOf(config, 'security_groups'),
      });
    }
    if (hasChanged(config, prior, 'description')) {
      await client.call('ec2', 'ModifyNetworkInterfaceAttribute', {
        NetworkInterfaceId: id,
        Description: { Value: textOf(config, 'description') ?? '' },
      });
    }
    await updateTags(client, id, config, prior);
    return present(readInterface(client, id, config), id);
  },
  async delete(state, { client }) {
    await orAbsent(
      client.call('ec2', 'DeleteNetworkInterface', { NetworkInterfaceId: requiredText(state, 'id') }),
      'InvalidNetworkInterfaceID.NotFound',
    );
  },
  plan: addressRules,
};

function refuseUnsupported(config: PlainObject): void {
  const hasPrefixes =
    textsOf(config, 'ipv4_prefixes').length > 0 || (numberOf(config, 'ipv4_prefix_count') ?? 0) > 0;
  if (!hasPrefixes) return;
  throw new AwsError('UnsupportedOperation', 'Neargate does not support prefixes of network interfaces yet.');
}

/** EC2 says of every instance that it does not exist. */
async function attach(client: AwsClient, NetworkInterfaceId: string, config: PlainObject): Promise<void> {
  for (const block of blocksOf(config, 'attachment')) {
    await client.call('ec2', 'AttachNetworkInterface', {
      NetworkInterfaceId,
      InstanceId: requiredText(block, 'instance'),
      DeviceIndex: numberOf(block, 'device_index'),
    });
  }
}

async function setSourceDestCheck(client: AwsClient, id: string, isChecked: boolean): Promise<void> {
  await client.call('ec2', 'ModifyNetworkInterfaceAttribute', {
    NetworkInterfaceId: id,
    SourceDestCheck: { Value: isChecked },
  });
}

async function readInterface(
  client: AwsClient,
  id: string,
  known: PlainObject,
): Promise<PlainObject | undefined> {
  const output = await orAbsent(
    client.call('ec2', 'DescribeNetworkInterfaces', { NetworkInterfaceIds: [id] }),
    'InvalidNetworkInterfaceID.NotFound',
  );
  const found = output?.NetworkInterfaces?.[0];
  if (found === undefined) return undefined;
  const addresses = (found.PrivateIpAddresses ?? []).flatMap(
    ({ PrivateIpAddress }) => PrivateIpAddress ?? [],
  );
  return {
    id,
    arn: ec2Arn(client, 'network-interface', id),
    attachment: [],
    description: found.Description ?? null,
    ena_srd_specification: known['ena_srd_specification'] ?? [],
    enable_primary_ipv6: false,
    interface_type: found.InterfaceType ?? null,
    ipv4_prefix_count: 0,
    ipv4_prefixes: [],
    ipv6_address_count: 0,
    ipv6_address_list: [],
    ipv6_address_list_enabled: known['ipv6_address_list_enabled'] ?? false,
    ipv6_addresses: [],
    ipv6_prefix_count: 0,
    ipv6_prefixes: [],
    mac_address: found.MacAddress ?? null,
    outpost_arn: '',
    owner_id: found.OwnerId ?? null,
    private_dns_name: found.PrivateDnsName ?? null,
    private_ip: found.PrivateIpAddress ?? null,
    private_ip_list: addresses,
    private_ip_list_enabled: known['private_ip_list_enabled'] ?? false,
    private_ips: addresses,
    private_ips_count: addresses.length - 1,
    security_groups: (found.Groups ?? []).flatMap(({ GroupId }) => GroupId ?? []),
    source_dest_check: found.SourceDestCheck ?? true,
    subnet_id: found.SubnetId ?? null,
    tags_all: tagsAll(found.TagSet),
  };
}
