import type { VPC } from '@aws-sdk/client-route-53';
import type { OperationContext } from '../context.ts';
import { ec2Tables } from '../ec2/store.ts';
import { conflictingDomainExists, invalidVpcId } from './errors.ts';
import { type HostedZoneRow, route53TablesOf } from './store.ts';

export function isSameVpc(one: VPC, other: VPC): boolean {
  return one.VPCId === other.VPCId && one.VPCRegion === other.VPCRegion;
}

/**
 * A VPC has one private zone of a name.
 * https://docs.aws.amazon.com/Route53/latest/APIReference/API_AssociateVPCWithHostedZone.html
 * @throws AwsError InvalidVPCId, ConflictingDomainExists
 */
export function requireAssociable(context: OperationContext, zoneName: string, vpc: VPC): void {
  const { VPCId: vpcId = '', VPCRegion: region = '' } = vpc;
  const { vpcs } = ec2Tables(context.store, `${context.caller.accountId}/${region}`);
  if (!vpcs.has(vpcId)) throw invalidVpcId(vpcId);
  const conflicting = findZoneOfVpc(context, zoneName, vpc);
  if (conflicting !== undefined) throw conflictingDomainExists(vpcId, region, conflicting.id);
}

/** @param zoneName canonical */
export function findZoneOfVpc(
  context: OperationContext,
  zoneName: string,
  vpc: VPC,
): HostedZoneRow | undefined {
  return [...route53TablesOf(context).zones.values()].find(
    (zone) => zone.name === zoneName && zone.vpcs?.some((each) => isSameVpc(each, vpc)) === true,
  );
}
