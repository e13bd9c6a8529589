import { AwsError } from '../../../core/aws-error.ts';
import type { PlainObject, ResourceType } from '../../../terraform/provider.ts';
import { hasChanged, requiredText, textOf } from '../../arguments.ts';
import { orAbsent, present } from '../absent.ts';
import type { AwsClient } from '../client.ts';
import { ec2Arn, tagsAll, tagSpecifications, updateTags } from './ec2-resources.ts';
import { eipSchema } from './eip-schema.ts';

const associationArguments = ['associate_with_private_ip', 'instance', 'network_interface'] as const;

/** An Elastic IP address. It belongs to NAT gateways and network interfaces as on AWS, but nobody outside can reach it. */
export const eipType: ResourceType<AwsClient> = {
  schema: eipSchema,
  behaviour: 'stored',
  async create(config, environment) {
    const { client } = environment;
    refuseUnsupported(config);
    const { AllocationId: id = '' } = await client.call('ec2', 'AllocateAddress', {
      Domain: textOf(config, 'domain') as 'vpc' | undefined,
      Address: textOf(config, 'address'),
      NetworkBorderGroup: textOf(config, 'network_border_group'),
      PublicIpv4Pool: textOf(config, 'public_ipv4_pool'),
      TagSpecifications: tagSpecifications('elastic-ip', config),
    });
    environment.created?.({ id });
    await associate(client, id, config);
    return present(readAddress(client, id, config), id);
  },
  read: (state, { client }) => readAddress(client, requiredText(state, 'id'), state),
  async update(config, prior, { client }) {
    refuseUnsupported(config);
    const id = requiredText(prior, 'id');
    if (hasChanged(config, prior, ...associationArguments)) {
      await disassociate(client, prior);
      await associate(client, id, config);
    }
    await updateTags(client, id, config, prior);
    return present(readAddress(client, id, config), id);
  },
  async delete(state, { client }) {
    await disassociate(client, state);
    await orAbsent(
      client.call('ec2', 'ReleaseAddress', { AllocationId: requiredText(state, 'id') }),
      'InvalidAllocationID.NotFound',
    );
  },
  plan: (config, prior) =>
    prior !== undefined && hasChanged(config, prior, ...associationArguments)
      ? { recompute: ['association_id', 'private_dns', 'private_ip'] }
      : {},
};

function refuseUnsupported(config: PlainObject): void {
  if (textOf(config, 'customer_owned_ipv4_pool') !== undefined) {
    throw new AwsError('UnsupportedOperation', 'Neargate does not support Outposts yet.');
  }
  if (textOf(config, 'ipam_pool_id') !== undefined) {
    throw new AwsError('UnsupportedOperation', 'Neargate does not support IPAM pools yet.');
  }
}

async function associate(client: AwsClient, AllocationId: string, config: PlainObject): Promise<void> {
  const InstanceId = textOf(config, 'instance');
  const NetworkInterfaceId = textOf(config, 'network_interface');
  if (InstanceId === undefined && NetworkInterfaceId === undefined) return;
  await client.call('ec2', 'AssociateAddress', {
    AllocationId,
    InstanceId,
    NetworkInterfaceId,
    PrivateIpAddress: textOf(config, 'associate_with_private_ip'),
  });
}

async function disassociate(client: AwsClient, state: PlainObject): Promise<void> {
  const AssociationId = textOf(state, 'association_id');
  if (AssociationId === undefined) return;
  await orAbsent(
    client.call('ec2', 'DisassociateAddress', { AssociationId }),
    'InvalidAssociationID.NotFound',
  );
}

async function readAddress(
  client: AwsClient,
  id: string,
  known: PlainObject,
): Promise<PlainObject | undefined> {
  const found = await orAbsent(
    client.call('ec2', 'DescribeAddresses', { AllocationIds: [id] }),
    'InvalidAllocationID.NotFound',
    'InvalidAddress.NotFound',
  );
  const address = found?.Addresses?.[0];
  if (address === undefined) return undefined;
  const { region } = client.caller;
  const { PublicIp: publicIp, PrivateIpAddress: privateIp } = address;
  return {
    id,
    address: known['address'] ?? null,
    allocation_id: id,
    arn: ec2Arn(client, 'elastic-ip', id),
    associate_with_private_ip: known['associate_with_private_ip'] ?? null,
    association_id: address.AssociationId ?? '',
    carrier_ip: address.CarrierIp ?? '',
    customer_owned_ip: address.CustomerOwnedIp ?? '',
    domain: address.Domain ?? null,
    instance: address.InstanceId ?? '',
    ipam_pool_id: known['ipam_pool_id'] ?? null,
    network_border_group: address.NetworkBorderGroup ?? null,
    network_interface: address.NetworkInterfaceId ?? '',
    private_dns: privateIp === undefined ? null : `ip-${dashed(privateIp)}.${internalDomain(region)}`,
    private_ip: privateIp ?? '',
    ptr_record: '',
    public_dns: publicIp === undefined ? null : `ec2-${dashed(publicIp)}.${publicDomain(region)}`,
    public_ip: publicIp ?? '',
    public_ipv4_pool: address.PublicIpv4Pool ?? null,
    tags_all: tagsAll(address.Tags),
  };
}

function dashed(address: string): string {
  return address.replaceAll('.', '-');
}

function internalDomain(region: string): string {
  return region === 'us-east-1' ? 'ec2.internal' : `${region}.compute.internal`;
}

function publicDomain(region: string): string {
  return region === 'us-east-1' ? 'compute-1.amazonaws.com' : `${region}.compute.amazonaws.com`;
}
