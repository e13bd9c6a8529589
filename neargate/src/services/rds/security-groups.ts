import type { OperationContext } from '../context.ts';
import { ec2WithDefaults } from '../ec2/default-network.ts';
import { invalidParameterValue } from './errors.ts';
import type { DbInstanceRow } from './store.ts';

/** Gives the instance's network interface other security groups, when they are asked for. */
export function changedSecurityGroups(
  context: OperationContext,
  row: DbInstanceRow,
  asked: readonly string[] | undefined,
): readonly string[] {
  if (asked === undefined || asked.length === 0) return row.securityGroupIds;
  const ec2 = ec2WithDefaults(context);
  const networkInterface = ec2.networkInterfaces.get(row.networkInterfaceId);
  if (networkInterface === undefined) {
    throw new Error(`DB instance ${row.identifier} has no network interface`);
  }
  for (const groupId of asked) {
    if (ec2.securityGroups.get(groupId)?.vpcId !== networkInterface.vpcId) {
      throw invalidParameterValue(`Invalid security group, groupId= ${groupId}, groupName=.`);
    }
  }
  ec2.networkInterfaces.put(row.networkInterfaceId, { ...networkInterface, groupIds: asked });
  return asked;
}
