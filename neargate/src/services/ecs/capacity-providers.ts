import type { CapacityProvider } from '@aws-sdk/client-ecs';
import type { OperationContext } from '../context.ts';
import { fargateCapacityProviders } from './capacity-provider-strategy.ts';
import { clientException, invalidParameter } from './errors.ts';
import { ecsArn, lastSegment } from './references.ts';
import { type CapacityProviderRow, type ClusterRow, ecsTablesOf } from './store.ts';

export function describeCapacityProvider(row: CapacityProviderRow, includeTags: boolean): CapacityProvider {
  const { capacityProviderArn, name, type, clusterName, status, updateStatus } = row;
  return {
    capacityProviderArn,
    name,
    type,
    cluster: clusterName,
    status,
    updateStatus,
    autoScalingGroupProvider: row.autoScalingGroupProvider,
    managedInstancesProvider: row.managedInstancesProvider,
    tags: includeTags ? [...row.tags] : [],
  };
}

/** The account's own provider that a name or an ARN means; a deleted one does not exist any more. */
export function findCapacityProvider(context: OperationContext, nameOrArn: string): CapacityProviderRow {
  const arn = ecsArn(context.caller, `capacity-provider/${lastSegment(nameOrArn)}`);
  const row = ecsTablesOf(context).capacityProviders.get(arn);
  if (row?.status !== 'ACTIVE') {
    throw clientException(
      'The specified capacity provider does not exist. Specify a valid name or ARN and try again.',
    );
  }
  return row;
}

/** Throws unless a cluster of this name may use each of the providers. */
export function requireUsableProviders(
  context: OperationContext,
  { clusterName }: Pick<ClusterRow, 'clusterName'>,
  names: readonly string[],
): void {
  const { capacityProviders } = ecsTablesOf(context);
  for (const name of names) {
    if (fargateCapacityProviders.includes(name)) continue;
    const row = capacityProviders.get(ecsArn(context.caller, `capacity-provider/${name}`));
    // Managed instances are of one cluster: others do not know them.
    if (row === undefined || (row.clusterName !== undefined && row.clusterName !== clusterName)) {
      throw invalidParameter(
        `The specified capacity provider '${name}' was not found. Specify a valid capacity provider and try again.`,
      );
    }
    if (row.status !== 'ACTIVE') {
      throw invalidParameter(
        `The specified capacity provider '${name}' is not in an ACTIVE state. Specify a valid capacity provider and try again.`,
      );
    }
  }
}
