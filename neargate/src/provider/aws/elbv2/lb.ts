import type {
  IpamPools,
  LoadBalancer,
  LoadBalancerTypeEnum,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError } from '../../../core/aws-error.ts';
import type { OperationEnvironment, PlainObject, ResourceType } from '../../../terraform/provider.ts';
import {
  blockOf,
  blocksOf,
  boolOf,
  hasChanged,
  numberOf,
  requiredText,
  setChanges,
  textOf,
  textsOf,
} from '../../arguments.ts';
import { orAbsent, present } from '../absent.ts';
import type { AwsClient } from '../client.ts';
import { waitUntil } from '../deadline.ts';
import { generatedName, prefixOfName } from '../generated-names.ts';
import { readTags, tagsOnCreate, updateTags } from './elbv2-tags.ts';
import { attributeArguments, currentAttributes, setAttributes } from './lb-attributes.ts';
import { lbSchema } from './lb-schema.ts';
import { storedLoadBalancerWarnings } from './stored-load-balancer.ts';

export const lbType: ResourceType<AwsClient> = {
  schema: lbSchema,
  behaviour: 'real',
  async create(config, environment) {
    refuseUnsupported(config);
    const { client } = environment;
    const name = generatedName(config, { ids: client.ids, defaultPrefix: 'tf-lb-', maxLength: 32 });
    await mustBeNew(client, name);
    const mappings = writtenMappings(config);
    const { LoadBalancers } = await client.call('elbv2', 'CreateLoadBalancer', {
      Name: name,
      Type: textOf(config, 'load_balancer_type') as LoadBalancerTypeEnum | undefined,
      Scheme: boolOf(config, 'internal') === true ? 'internal' : undefined,
      IpAddressType: textOf(config, 'ip_address_type') as 'ipv4' | undefined,
      IpamPools: ipamPools(config),
      SecurityGroups: someOf(textsOf(config, 'security_groups')),
      Subnets: mappings === undefined ? textsOf(config, 'subnets') : undefined,
      SubnetMappings: mappings,
      Tags: tagsOnCreate(config),
    });
    const arn = LoadBalancers?.[0]?.LoadBalancerArn ?? '';
    environment.created?.({ id: arn });
    await untilActive(arn, name, environment);
    await setAttributes(client, arn, config);
    if (reservesCapacity(config)) await reserveCapacity(client, arn, config);
    return present(readLoadBalancer(client, arn, config), arn);
  },
  read: (state, { client }) => readLoadBalancer(client, requiredText(state, 'id'), state),
  async update(config, prior, { client }) {
    refuseUnsupported(config);
    const arn = requiredText(prior, 'id');
    await setAttributes(client, arn, config);
    if (hasChanged(config, prior, 'security_groups')) {
      await client.call('elbv2', 'SetSecurityGroups', {
        LoadBalancerArn: arn,
        SecurityGroups: textsOf(config, 'security_groups'),
      });
    }
    if (hasChanged(config, prior, 'subnets')) {
      await client.call('elbv2', 'SetSubnets', { LoadBalancerArn: arn, Subnets: textsOf(config, 'subnets') });
    } else if (hasChanged(config, prior, 'subnet_mapping')) {
      await client.call('elbv2', 'SetSubnets', {
        LoadBalancerArn: arn,
        SubnetMappings: writtenMappings(config),
      });
    }
    if (hasChanged(config, prior, 'ip_address_type')) {
      await client.call('elbv2', 'SetIpAddressType', {
        LoadBalancerArn: arn,
        IpAddressType: textOf(config, 'ip_address_type') as 'ipv4' | undefined,
      });
    }
    if (hasChanged(config, prior, 'ipam_pools') && takesIpamPools(config)) {
      const pools = ipamPools(config);
      await client.call('elbv2', 'ModifyIpPools', {
        LoadBalancerArn: arn,
        ...(pools === undefined ? { RemoveIpamPools: ['ipv4'] } : { IpamPools: pools }),
      });
    }
    if (hasChanged(config, prior, 'minimum_load_balancer_capacity')) {
      await reserveCapacity(client, arn, config);
    }
    await updateTags(client, arn, config, prior);
    return present(readLoadBalancer(client, arn, config), arn);
  },
  async delete(state, { client }) {
    await orAbsent(
      client.call('elbv2', 'DeleteLoadBalancer', { LoadBalancerArn: requiredText(state, 'id') }),
      'LoadBalancerNotFound',
    );
  },
  plan(config, prior) {
    const diagnostics = storedLoadBalancerWarnings(config);
    if (prior === undefined) return { diagnostics };
    const isNetwork = config['load_balancer_type'] === 'network';
    const hadGroups = textsOf(prior, 'security_groups').length > 0;
    const hasGroups = textsOf(config, 'security_groups').length > 0;
    return {
      diagnostics,
      recompute: [
        ...(hasChanged(config, prior, 'subnets') ? ['subnet_mapping'] : []),
        ...(hasChanged(config, prior, 'subnet_mapping') ? ['subnets'] : []),
      ],
      replace: isNetwork
        ? [
            ...(setChanges(textsOf(prior, 'subnets'), textsOf(config, 'subnets')).removed.length > 0
              ? ['subnets']
              : []),
            ...(hadGroups === hasGroups ? [] : ['security_groups']),
          ]
        : [],
    };
  },
};

function refuseUnsupported(config: PlainObject): void {
  if (textOf(config, 'customer_owned_ipv4_pool') === undefined) return;
  throw new AwsError('OperationNotPermitted', 'Neargate does not support Outposts yet.');
}

/** AWS gives an existing load balancer back when asked for an equal one; the provider must not take it over. */
async function mustBeNew(client: AwsClient, name: string): Promise<void> {
  const found = await orAbsent(
    client.call('elbv2', 'DescribeLoadBalancers', { Names: [name] }),
    'LoadBalancerNotFound',
  );
  if ((found?.LoadBalancers ?? []).length === 0) return;
  throw new AwsError('DuplicateLoadBalancerName', `ELBv2 Load Balancer (${name}) already exists`);
}

/** Mappings that are only what AWS reported for `subnets` are not written. */
function writtenMappings(config: PlainObject) {
  const mappings = blocksOf(config, 'subnet_mapping');
  if (mappings.length === 0) return undefined;
  return mappings.map((mapping) => ({
    SubnetId: requiredText(mapping, 'subnet_id'),
    AllocationId: textOf(mapping, 'allocation_id'),
    PrivateIPv4Address: textOf(mapping, 'private_ipv4_address'),
    IPv6Address: textOf(mapping, 'ipv6_address'),
  }));
}

function takesIpamPools(config: PlainObject): boolean {
  return textOf(config, 'load_balancer_type') === 'application';
}

function ipamPools(config: PlainObject): IpamPools | undefined {
  const block = blockOf(config, 'ipam_pools');
  if (block === undefined || !takesIpamPools(config)) return undefined;
  return { Ipv4IpamPoolId: requiredText(block, 'ipv4_ipam_pool_id') };
}

function reservesCapacity(config: PlainObject): boolean {
  return blockOf(config, 'minimum_load_balancer_capacity') !== undefined;
}

async function reserveCapacity(client: AwsClient, arn: string, config: PlainObject): Promise<void> {
  const CapacityUnits = numberOf(blockOf(config, 'minimum_load_balancer_capacity') ?? {}, 'capacity_units');
  await client.call('elbv2', 'ModifyCapacityReservation', {
    LoadBalancerArn: arn,
    ...(CapacityUnits === undefined
      ? { ResetCapacityReservation: true }
      : { MinimumLoadBalancerCapacity: { CapacityUnits } }),
  });
}

function untilActive(
  arn: string,
  name: string,
  environment: OperationEnvironment<AwsClient>,
): Promise<boolean> {
  return waitUntil(environment, {
    what: `ELBv2 Load Balancer (${name}) to be active`,
    limitMinutes: 10,
    async probe() {
      const { LoadBalancers } = await environment.client.call('elbv2', 'DescribeLoadBalancers', {
        LoadBalancerArns: [arn],
      });
      const state = LoadBalancers?.[0]?.State;
      if (state?.Code === 'failed') throw new Error(`load balancer ${name} failed: ${state.Reason ?? ''}`);
      if (state?.Code === 'active' || state?.Code === 'active_impaired') return true;
      environment.progress(`load balancer ${name} is ${state?.Code ?? 'not there yet'}`);
      return undefined;
    },
  });
}

async function readLoadBalancer(
  client: AwsClient,
  arn: string,
  known: PlainObject,
): Promise<PlainObject | undefined> {
  const found = await orAbsent(
    client.call('elbv2', 'DescribeLoadBalancers', { LoadBalancerArns: [arn] }),
    'LoadBalancerNotFound',
  );
  const loadBalancer: LoadBalancer | undefined = found?.LoadBalancers?.[0];
  if (loadBalancer === undefined) return undefined;
  const [current, tags, reservation] = await Promise.all([
    currentAttributes(client, arn),
    readTags(client, arn),
    client.call('elbv2', 'DescribeCapacityReservation', { LoadBalancerArn: arn }),
  ]);
  const pools = [loadBalancer.IpamPools?.Ipv4IpamPoolId].flatMap((id) =>
    id === undefined ? [] : [{ ipv4_ipam_pool_id: id }],
  );
  const capacityUnits = reservation.MinimumLoadBalancerCapacity?.CapacityUnits;
  const zones = loadBalancer.AvailabilityZones ?? [];
  const name = loadBalancer.LoadBalancerName ?? '';
  return {
    id: arn,
    arn,
    arn_suffix: arn.slice(arn.indexOf(':loadbalancer/') + ':loadbalancer/'.length),
    customer_owned_ipv4_pool: loadBalancer.CustomerOwnedIpv4Pool ?? null,
    dns_name: loadBalancer.DNSName ?? null,
    enable_cross_zone_load_balancing: known['enable_cross_zone_load_balancing'] ?? false,
    enable_prefix_for_ipv6_source_nat: loadBalancer.EnablePrefixForIpv6SourceNat ?? '',
    enforce_security_group_inbound_rules_on_private_link_traffic:
      loadBalancer.EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic ?? '',
    internal: loadBalancer.Scheme === 'internal',
    ip_address_type: loadBalancer.IpAddressType ?? null,
    // Other types have none, whatever is asked for.
    ipam_pools: loadBalancer.Type === 'application' ? pools : (known['ipam_pools'] ?? []),
    load_balancer_type: loadBalancer.Type ?? null,
    minimum_load_balancer_capacity: capacityUnits === undefined ? [] : [{ capacity_units: capacityUnits }],
    name,
    name_prefix: prefixOfName(name),
    security_groups: loadBalancer.SecurityGroups ?? [],
    subnet_mapping: zones.map(({ SubnetId, OutpostId, LoadBalancerAddresses }) => ({
      allocation_id: LoadBalancerAddresses?.[0]?.AllocationId ?? '',
      ipv6_address: LoadBalancerAddresses?.[0]?.IPv6Address ?? '',
      outpost_id: OutpostId ?? '',
      private_ipv4_address: LoadBalancerAddresses?.[0]?.PrivateIPv4Address ?? '',
      subnet_id: SubnetId ?? '',
    })),
    subnets: zones.flatMap(({ SubnetId }) => SubnetId ?? []),
    tags_all: tags,
    vpc_id: loadBalancer.VpcId ?? null,
    zone_id: loadBalancer.CanonicalHostedZoneId ?? null,
    ...attributeArguments(loadBalancer.Type, current, known),
  };
}

function someOf(texts: string[]): string[] | undefined {
  return texts.length === 0 ? undefined : texts;
}
