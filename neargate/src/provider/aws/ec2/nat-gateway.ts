import type { NatGateway } from '@aws-sdk/client-ec2';
import { AwsError } from '../../../core/aws-error.ts';
import type { OperationEnvironment, PlainObject, ResourceType } from '../../../terraform/provider.ts';
import { blocksOf, numberOf, requiredText, textOf, textsOf } from '../../arguments.ts';
import { orAbsent, present } from '../absent.ts';
import type { AwsClient } from '../client.ts';
import { whileRefused } from '../patient.ts';
import { waitFor } from '../waiting.ts';
import { tagsAll, tagSpecifications, updateTags } from './ec2-resources.ts';
import { secondaryAddressRules, updateSecondaryAddresses } from './nat-gateway-addresses.ts';
import { natGatewaySchema } from './nat-gateway-schema.ts';

export const natGatewayType: ResourceType<AwsClient> = {
  schema: natGatewaySchema,
  behaviour: 'real',
  async create(config, environment) {
    refuseUnsupported(config);
    const { client } = environment;
    const request = {
      SubnetId: textOf(config, 'subnet_id'),
      AllocationId: textOf(config, 'allocation_id'),
      ConnectivityType: textOf(config, 'connectivity_type') as 'public' | 'private' | undefined,
      PrivateIpAddress: textOf(config, 'private_ip'),
      SecondaryAllocationIds: someOf(textsOf(config, 'secondary_allocation_ids')),
      SecondaryPrivateIpAddresses: someOf(textsOf(config, 'secondary_private_ip_addresses')),
      SecondaryPrivateIpAddressCount: numberOf(config, 'secondary_private_ip_address_count'),
      TagSpecifications: tagSpecifications('natgateway', config),
    };
    // Configurations often do not say that a NAT gateway needs the internet gateway: on AWS that is there by then.
    const { NatGateway: made } = await whileRefused(environment, ['Gateway.NotAttached'], () =>
      client.call('ec2', 'CreateNatGateway', request),
    );
    const id = made?.NatGatewayId ?? '';
    environment.created?.({ id });
    await whilePending(id, environment);
    return present(readNatGateway(client, id), id);
  },
  read: (state, { client }) => readNatGateway(client, requiredText(state, 'id')),
  async update(config, prior, { client }) {
    refuseUnsupported(config);
    const id = requiredText(prior, 'id');
    await updateSecondaryAddresses(client, id, config, prior);
    await updateTags(client, id, config, prior);
    return present(readNatGateway(client, id), id);
  },
  async delete(state, environment) {
    const { client, signal } = environment;
    const id = requiredText(state, 'id');
    const deleted = await orAbsent(
      client.call('ec2', 'DeleteNatGateway', { NatGatewayId: id }),
      'NatGatewayNotFound',
    );
    if (deleted === undefined) return;
    await waitFor(client.clock, signal, async () => {
      const gateway = await describe(client, id);
      if (gateway === undefined || gateway.State === 'deleted') return true;
      environment.progress(`NAT gateway ${id} is ${gateway.State ?? 'unknown'}`);
      return undefined;
    });
  },
  plan: secondaryAddressRules,
};

function refuseUnsupported(config: PlainObject): void {
  const isRegional =
    textOf(config, 'availability_mode') === 'regional' ||
    blocksOf(config, 'availability_zone_address').length > 0;
  if (!isRegional) return;
  throw new AwsError('UnsupportedOperation', 'Neargate does not support regional NAT gateways yet.');
}

async function whilePending(id: string, environment: OperationEnvironment<AwsClient>): Promise<void> {
  const { client, signal } = environment;
  await waitFor(client.clock, signal, async () => {
    const gateway = await describe(client, id);
    switch (gateway?.State) {
      case 'available':
        return true;
      case 'failed':
        throw new AwsError(
          gateway.FailureCode ?? 'InternalError',
          gateway.FailureMessage ?? `NAT gateway ${id} failed`,
        );
      default:
        environment.progress(`NAT gateway ${id} is ${gateway?.State ?? 'not there yet'}`);
        return undefined;
    }
  });
}

function someOf(texts: string[]): string[] | undefined {
  return texts.length === 0 ? undefined : texts;
}

async function describe(client: AwsClient, id: string): Promise<NatGateway | undefined> {
  const found = await orAbsent(
    client.call('ec2', 'DescribeNatGateways', { NatGatewayIds: [id] }),
    'NatGatewayNotFound',
  );
  return found?.NatGateways?.[0];
}

async function readNatGateway(client: AwsClient, id: string): Promise<PlainObject | undefined> {
  const gateway = await describe(client, id);
  if (gateway === undefined || gateway.State === 'deleted' || gateway.State === 'deleting') return undefined;
  const primary = gateway.NatGatewayAddresses?.find((address) => address.IsPrimary === true);
  const secondary = (gateway.NatGatewayAddresses ?? []).filter(({ IsPrimary }) => IsPrimary !== true);
  return {
    id,
    allocation_id: primary?.AllocationId ?? null,
    association_id: primary?.AssociationId ?? '',
    auto_provision_zones: '',
    auto_scaling_ips: '',
    availability_mode: gateway.AvailabilityMode ?? 'zonal',
    connectivity_type: gateway.ConnectivityType ?? null,
    network_interface_id: primary?.NetworkInterfaceId ?? null,
    private_ip: primary?.PrivateIp ?? null,
    public_ip: primary?.PublicIp ?? '',
    regional_nat_gateway_address: [],
    regional_nat_gateway_auto_mode: '',
    route_table_id: '',
    secondary_allocation_ids: secondary.flatMap(({ AllocationId }) => AllocationId ?? []),
    secondary_private_ip_address_count: secondary.length,
    secondary_private_ip_addresses: secondary.flatMap(({ PrivateIp }) => PrivateIp ?? []),
    subnet_id: gateway.SubnetId ?? null,
    tags_all: tagsAll(gateway.Tags),
    vpc_id: gateway.VpcId ?? null,
  };
}
