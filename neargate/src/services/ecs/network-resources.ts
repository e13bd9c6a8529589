import type { OperationContext } from '../context.ts';
import { ec2TablesOf } from '../ec2/store.ts';

/** What ECS says when subnets or security groups of a network configuration do not exist, or undefined. */
export function networkResourceProblem(
  context: OperationContext,
  subnetIds: readonly string[],
  securityGroupIds: readonly string[],
): string | undefined {
  const { subnets, securityGroups } = ec2TablesOf(context);
  const missingSubnet = subnetIds.find((id) => !subnets.has(id));
  if (missingSubnet !== undefined) {
    return `Error retrieving subnet information for [${subnetIds.join(', ')}]: The subnet ID '${missingSubnet}' does not exist (ErrorCode: InvalidSubnetID.NotFound)`;
  }
  const missingGroup = securityGroupIds.find((id) => !securityGroups.has(id));
  if (missingGroup !== undefined) {
    return `Error retrieving security group information for [${securityGroupIds.join(', ')}]: The security group '${missingGroup}' does not exist (ErrorCode: InvalidGroup.NotFound)`;
  }
  return undefined;
}
