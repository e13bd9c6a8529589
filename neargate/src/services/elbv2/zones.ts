import { AwsError } from '../../core/aws-error.ts';
import type { OperationContext } from '../context.ts';
import { ec2WithDefaults } from '../ec2/default-network.ts';
import {
  allocateNetworkInterface,
  availableAddressCount,
  releaseNetworkInterface,
} from '../ec2/network-interfaces.ts';
import type { Ec2Tables, SubnetRow } from '../ec2/store.ts';
import { defaultSecurityGroup } from '../ec2/vpc-pieces.ts';
import {
  invalidConfigurationRequest,
  invalidSecurityGroup,
  invalidSubnet,
  subnetNotFound,
  validationError,
} from './errors.ts';
import type { LoadBalancerRow, LoadBalancerZone } from './store.ts';

const freeAddressesNeeded = 8;

/**
 * The subnets a load balancer shall be in, checked as AWS does: they exist, lie in one VPC, one per zone, two zones at least for an
 * application load balancer, and that VPC has an internet gateway when the scheme is internet-facing.
 */
export function checkedSubnets(
  tables: Ec2Tables,
  subnetIds: readonly string[],
  loadBalancer: { type: LoadBalancerRow['type']; scheme: LoadBalancerRow['scheme'] },
): SubnetRow[] {
  if (subnetIds.length === 0) throw validationError('At least one subnet must be specified');
  const subnets = [...new Set(subnetIds)].map((subnetId) => {
    const subnet = tables.subnets.get(subnetId);
    if (subnet === undefined) throw subnetNotFound(subnetId);
    return subnet;
  });
  const vpcIds = new Set(subnets.map((subnet) => subnet.vpcId));
  if (vpcIds.size > 1) throw invalidSubnet('All subnets must be in the same VPC');
  const zones = new Set(subnets.map((subnet) => subnet.availabilityZone));
  if (zones.size < subnets.length) {
    throw invalidConfigurationRequest(
      'A load balancer cannot be attached to multiple subnets in the same Availability Zone',
    );
  }
  if (loadBalancer.type === 'application' && zones.size < 2) {
    throw validationError('At least two subnets in two different Availability Zones must be specified');
  }
  const [vpcId = ''] = vpcIds;
  const hasGateway = [...tables.internetGateways.values()].some((gateway) => gateway.vpcId === vpcId);
  if (loadBalancer.scheme === 'internet-facing' && !hasGateway) {
    throw invalidSubnet(`VPC ${vpcId} has no internet gateway`);
  }
  return subnets;
}

/** The groups a load balancer shall have; the VPC's default group when none are named. */
export function checkedSecurityGroups(
  tables: Ec2Tables,
  vpcId: string,
  groupIds: readonly string[] | undefined,
): string[] {
  if (groupIds === undefined || groupIds.length === 0) return [defaultSecurityGroup(tables, vpcId).groupId];
  for (const groupId of groupIds) {
    if (tables.securityGroups.get(groupId)?.vpcId !== vpcId) throw invalidSecurityGroup(groupId);
  }
  return [...new Set(groupIds)];
}

/**
 * Puts the load balancer into exactly these subnets: keeps its interfaces in those it is in already, makes one in each new
 * one, releases the others. Interfaces carry the load balancer's security groups.
 */
export function placeInSubnets(
  context: OperationContext,
  loadBalancer: Pick<LoadBalancerRow, 'loadBalancerArn' | 'scheme' | 'securityGroupIds' | 'type'>,
  current: readonly LoadBalancerZone[],
  subnets: readonly SubnetRow[],
): LoadBalancerZone[] {
  const tables = ec2WithDefaults(context);
  for (const zone of current) {
    if (!subnets.some((subnet) => subnet.subnetId === zone.subnetId)) {
      releaseNetworkInterface(tables, zone.networkInterfaceId);
    }
  }
  const name = loadBalancer.loadBalancerArn.split(':loadbalancer/')[1] ?? '';
  return subnets.map((subnet) => {
    const kept = current.find((zone) => zone.subnetId === subnet.subnetId);
    if (kept !== undefined) return kept;
    if (availableAddressCount(tables, subnet) < freeAddressesNeeded) {
      throw invalidSubnet(
        `Not enough IP space available in ${subnet.subnetId}. ELB requires at least ${freeAddressesNeeded} free IP addresses in each subnet.`,
      );
    }
    const { networkInterfaceId } = allocateNetworkInterface(
      tables,
      { ids: context.ids, nowMs: context.clock.now() },
      {
        subnetId: subnet.subnetId,
        groups: loadBalancer.securityGroupIds,
        description: `ELB ${name}`,
        interfaceType: loadBalancer.type === 'network' ? 'network_load_balancer' : 'interface',
        requesterManaged: true,
        requesterId: 'amazon-elb',
        attachedTo: loadBalancer.type === 'network' ? 'amazon-aws' : 'amazon-elb',
        assignPublicIp: loadBalancer.scheme === 'internet-facing',
      },
    );
    return { zoneName: subnet.availabilityZone, subnetId: subnet.subnetId, networkInterfaceId };
  });
}

/** The hosted zones of the load balancers' DNS names. https://docs.aws.amazon.com/general/latest/gr/elb.html */
const hostedZoneIds: Readonly<Record<string, string>> = {
  'us-east-1': 'Z35SXDOTRQ7X7K',
  'us-east-2': 'Z3AADJGX6KTTL2',
  'us-west-1': 'Z368ELLRRE2KJ0',
  'us-west-2': 'Z1H1FL5HABSF5',
  'ca-central-1': 'ZQSVJUPU6J1EY',
  'sa-east-1': 'Z2P70J7HTTTPLU',
  'eu-west-1': 'Z32O12XQLNTSW2',
  'eu-west-2': 'ZHURV8PSTC4K8',
  'eu-west-3': 'Z3Q77PNBQS71R4',
  'eu-central-1': 'Z215JYRZR1TBD5',
  'eu-north-1': 'Z23TAZ6LKFMNIO',
  'ap-south-1': 'ZP97RAFLXTNZK',
  'ap-southeast-1': 'Z1LMS91P8CMLE5',
  'ap-southeast-2': 'Z1GM3OXH4ZPM65',
  'ap-northeast-1': 'Z14GRHDCWA56QT',
  'ap-northeast-2': 'ZWKZPGTI48KDX',
  'ap-northeast-3': 'Z5LXEXXYW11ES',
};

export function hostedZoneIdOf(region: string): string {
  const id = hostedZoneIds[region];
  if (id !== undefined) return id;
  throw new AwsError(
    'OperationNotPermitted',
    `Neargate does not know the hosted zone of load balancers in region ${region}.`,
  );
}
