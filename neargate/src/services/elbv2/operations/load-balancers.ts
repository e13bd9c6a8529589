import type {
  CreateLoadBalancerInput,
  CreateLoadBalancerOutput,
  DeleteLoadBalancerInput,
  DescribeLoadBalancersInput,
  DescribeLoadBalancersOutput,
  IpAddressType,
  LoadBalancer,
  SetIpAddressTypeInput,
  SetIpAddressTypeOutput,
  SetSecurityGroupsInput,
  SetSecurityGroupsOutput,
  SetSubnetsInput,
  SetSubnetsOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { ec2WithDefaults } from '../../ec2/default-network.ts';
import { releaseNetworkInterface } from '../../ec2/network-interfaces.ts';
import { operation } from '../../operation.ts';
import { defaultLoadBalancerAttributes } from '../attributes.ts';
import {
  duplicateLoadBalancerName,
  loadBalancerNotFound,
  operationNotPermitted,
  tooMany,
  unsupported,
  validationError,
} from '../errors.ts';
import { ipamPoolsOf, requireIpamPoolUse } from '../ip-pools.ts';
import { accountLimits } from '../limits.ts';
import { page } from '../paging.ts';
import { type Elbv2Tables, elbv2TablesOf, type LoadBalancerRow } from '../store.ts';
import { putTags } from '../tags.ts';
import { checkedSecurityGroups, checkedSubnets, hostedZoneIdOf, placeInSubnets } from '../zones.ts';
import { deleteListenerRows } from '../listeners.ts';

const pathTypes = { application: 'app', network: 'net', gateway: 'gwy' } as const;

/**
 * The load balancer is `provisioning` until its controller has it serving.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html
 */
export const createLoadBalancer = operation<CreateLoadBalancerInput, CreateLoadBalancerOutput>({
  handle(context, input) {
    const tables = elbv2TablesOf(context);
    const ec2 = ec2WithDefaults(context);
    const name = checkedName(input.Name ?? '');
    const type = input.Type ?? 'application';
    if (type === 'gateway') throw unsupported('gateway load balancers');
    const scheme = input.Scheme ?? 'internet-facing';
    const ipAddressType = input.IpAddressType ?? 'ipv4';
    if (ipAddressType !== 'ipv4') throw unsupported('IPv6 load balancers');
    const ipv4IpamPoolId = input.IpamPools?.Ipv4IpamPoolId;
    if (ipv4IpamPoolId !== undefined) requireIpamPoolUse({ type, scheme });
    const subnets = checkedSubnets(ec2, subnetIdsOf(input), { type, scheme });
    const vpcId = subnets[0]?.vpcId ?? '';
    const securityGroupIds =
      type === 'network' && input.SecurityGroups === undefined
        ? []
        : checkedSecurityGroups(ec2, vpcId, input.SecurityGroups);
    const subnetIds = subnets.map((subnet) => subnet.subnetId);
    const existing = [...tables.loadBalancers.values()].find((row) => row.name === name);
    if (existing !== undefined) {
      const same =
        existing.type === type &&
        existing.scheme === scheme &&
        sameSet(
          existing.zones.map((zone) => zone.subnetId),
          subnetIds,
        ) &&
        sameSet(existing.securityGroupIds, securityGroupIds);
      if (!same) throw duplicateLoadBalancerName(name);
      return { LoadBalancers: [describeLoadBalancer(existing)] };
    }
    const limit = accountLimits[type === 'network' ? 'network-load-balancers' : 'application-load-balancers'];
    if ([...tables.loadBalancers.values()].filter((row) => row.type === type).length >= limit) {
      throw tooMany('LoadBalancers', 'The maximum number of load balancers has been reached');
    }
    const { region, accountId } = context.caller;
    const loadBalancerArn = `arn:aws:elasticloadbalancing:${region}:${accountId}:loadbalancer/${pathTypes[type]}/${name}/${context.ids.hex(16)}`;
    const dnsLabel = `${scheme === 'internal' ? 'internal-' : ''}${name}-${context.ids.digits(10)}`;
    const identity = { loadBalancerArn, type, scheme, securityGroupIds } as const;
    const row: LoadBalancerRow = {
      ...identity,
      name,
      ipAddressType,
      vpcId,
      zones: placeInSubnets(context, identity, [], subnets),
      dnsName: `${dnsLabel}.${region}.elb.amazonaws.com`,
      canonicalHostedZoneId: hostedZoneIdOf(region),
      createdAtMs: context.clock.now(),
      attributes: defaultLoadBalancerAttributes(type),
      ipv4IpamPoolId,
      observed: { state: 'provisioning', listening: [] },
    };
    tables.loadBalancers.put(loadBalancerArn, row);
    putTags(tables, loadBalancerArn, input.Tags);
    return { LoadBalancers: [describeLoadBalancer(row)] };
  },
});

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeLoadBalancers.html */
export const describeLoadBalancers = operation<DescribeLoadBalancersInput, DescribeLoadBalancersOutput>({
  handle(context, input) {
    const tables = elbv2TablesOf(context);
    const { LoadBalancerArns: arns, Names: names } = input;
    if (arns !== undefined && names !== undefined) {
      throw validationError(
        'Load balancer names and load balancer ARNs cannot be specified at the same time',
      );
    }
    const all = [...tables.loadBalancers.values()];
    for (const arn of arns ?? []) if (!tables.loadBalancers.has(arn)) throw loadBalancerNotFound();
    for (const name of names ?? []) if (!all.some((row) => row.name === name)) throw loadBalancerNotFound();
    const asked = all.filter(
      (row) => (arns?.includes(row.loadBalancerArn) ?? true) && (names?.includes(row.name) ?? true),
    );
    const { items, nextMarker } = page(asked, (row) => row.loadBalancerArn, input);
    return { LoadBalancers: items.map(describeLoadBalancer), NextMarker: nextMarker };
  },
});

/** Listeners and rules go with it, target groups stay; deleting what is gone succeeds. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeleteLoadBalancer.html */
export const deleteLoadBalancer = operation<DeleteLoadBalancerInput, Record<string, never>>({
  handle(context, input) {
    const tables = elbv2TablesOf(context);
    const arn = input.LoadBalancerArn ?? '';
    const row = tables.loadBalancers.get(arn);
    if (row === undefined) return {};
    if (row.attributes['deletion_protection.enabled'] === 'true') {
      throw operationNotPermitted(
        `Load balancer '${arn}' cannot be deleted because deletion protection is enabled`,
      );
    }
    for (const listener of tables.listeners.values()) {
      if (listener.loadBalancerArn === arn) deleteListenerRows(tables, listener.listenerArn);
    }
    for (const zone of row.zones) releaseNetworkInterface(ec2WithDefaults(context), zone.networkInterfaceId);
    tables.loadBalancers.delete(arn);
    tables.tags.delete(arn);
    return {};
  },
});

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_SetSecurityGroups.html */
export const setSecurityGroups = operation<SetSecurityGroupsInput, SetSecurityGroupsOutput>({
  handle(context, input) {
    const tables = elbv2TablesOf(context);
    const ec2 = ec2WithDefaults(context);
    const row = findLoadBalancer(tables, input.LoadBalancerArn);
    const securityGroupIds = checkedSecurityGroups(ec2, row.vpcId, input.SecurityGroups);
    for (const zone of row.zones) {
      ec2.networkInterfaces.update(zone.networkInterfaceId, (each) => ({
        ...each,
        groupIds: securityGroupIds,
      }));
    }
    tables.loadBalancers.put(row.loadBalancerArn, { ...row, securityGroupIds });
    return { SecurityGroupIds: securityGroupIds };
  },
});

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_SetSubnets.html */
export const setSubnets = operation<SetSubnetsInput, SetSubnetsOutput>({
  handle(context, input) {
    const tables = elbv2TablesOf(context);
    const row = findLoadBalancer(tables, input.LoadBalancerArn);
    const subnets = checkedSubnets(ec2WithDefaults(context), subnetIdsOf(input), row);
    if (subnets.some((subnet) => subnet.vpcId !== row.vpcId)) {
      throw validationError('The subnets must be in the VPC of the load balancer');
    }
    const changed = { ...row, zones: placeInSubnets(context, row, row.zones, subnets) };
    tables.loadBalancers.put(row.loadBalancerArn, changed);
    return {
      AvailabilityZones: describeLoadBalancer(changed).AvailabilityZones,
      IpAddressType: row.ipAddressType as IpAddressType,
    };
  },
});

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_SetIpAddressType.html */
export const setIpAddressType = operation<SetIpAddressTypeInput, SetIpAddressTypeOutput>({
  handle(context, input) {
    findLoadBalancer(elbv2TablesOf(context), input.LoadBalancerArn);
    if (input.IpAddressType !== 'ipv4') throw unsupported('IPv6 load balancers');
    return { IpAddressType: 'ipv4' };
  },
});

/** The load balancer's row, or LoadBalancerNotFound. */
export function findLoadBalancer(tables: Elbv2Tables, arn: string | undefined): LoadBalancerRow {
  const row = tables.loadBalancers.get(arn ?? '');
  if (row === undefined) throw loadBalancerNotFound();
  return row;
}

function subnetIdsOf(input: Pick<CreateLoadBalancerInput, 'Subnets' | 'SubnetMappings'>): string[] {
  if (input.Subnets !== undefined && input.SubnetMappings !== undefined) {
    throw validationError('You must specify either subnets or subnet mappings, but not both');
  }
  const mappings = input.SubnetMappings ?? [];
  if (mappings.some((mapping) => mapping.AllocationId !== undefined)) {
    throw unsupported('Elastic IP addresses of load balancers');
  }
  return input.Subnets ?? mappings.map((mapping) => mapping.SubnetId ?? '');
}

function checkedName(name: string): string {
  if (name.length > 32) {
    throw validationError(`The load balancer name '${name}' cannot be longer than '32' characters`);
  }
  if (!/^[A-Za-z0-9-]+$/.test(name)) {
    throw validationError(
      `The load balancer name '${name}' can only contain characters that are alphanumeric characters and hyphens(-)`,
    );
  }
  if (name.startsWith('-') || name.endsWith('-')) {
    throw validationError(`The load balancer name '${name}' cannot begin or end with a hyphen(-)`);
  }
  if (name.startsWith('internal-')) {
    throw validationError(`The load balancer name '${name}' cannot begin with 'internal-'`);
  }
  return name;
}

function sameSet(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((each) => right.includes(each));
}

function describeLoadBalancer(row: LoadBalancerRow): LoadBalancer {
  return {
    LoadBalancerArn: row.loadBalancerArn,
    LoadBalancerName: row.name,
    DNSName: row.dnsName,
    CanonicalHostedZoneId: row.canonicalHostedZoneId,
    CreatedTime: new Date(row.createdAtMs),
    Scheme: row.scheme,
    VpcId: row.vpcId,
    State: { Code: row.observed.state, Reason: row.observed.reason },
    Type: row.type,
    AvailabilityZones: row.zones.map(({ zoneName, subnetId }) => ({
      ZoneName: zoneName,
      SubnetId: subnetId,
      LoadBalancerAddresses: [],
    })),
    SecurityGroups: [...row.securityGroupIds],
    IpAddressType: row.ipAddressType as IpAddressType,
    IpamPools: ipamPoolsOf(row),
  };
}
