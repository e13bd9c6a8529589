import { releaseNetworkInterface } from './network-interfaces.ts';
import type { Ec2Tables, NatGatewayRow } from './store.ts';

/** AWS keeps showing deleted and failed gateways for about an hour. */
export const natGatewayRetentionMs = 3_600_000;

/**
 * Moves a NAT gateway to its next state; for the controller to call when the time has come. `pending` becomes `available`, or
 * `failed` when a public gateway's VPC has no internet gateway; `deleting` frees the interface and becomes `deleted`; a
 * gateway that has long been deleted is forgotten. Harmless when there is nothing to do.
 * https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-troubleshooting.html
 */
export function settleNatGateway(tables: Ec2Tables, natGatewayId: string, nowMs: number): void {
  const row = tables.natGateways.get(natGatewayId);
  if (row === undefined) return;
  switch (row.observed.state) {
    case 'pending':
      tables.natGateways.put(natGatewayId, { ...row, observed: outcomeOfCreation(tables, row) });
      return;
    case 'deleting':
      if (row.networkInterfaceId !== undefined) releaseNetworkInterface(tables, row.networkInterfaceId);
      tables.natGateways.put(natGatewayId, {
        ...row,
        observed: { ...row.observed, state: 'deleted', deletedAtMs: nowMs },
      });
      return;
    case 'deleted':
      if (nowMs - (row.observed.deletedAtMs ?? nowMs) >= natGatewayRetentionMs) {
        tables.natGateways.delete(natGatewayId);
        tables.tags.delete(natGatewayId);
      }
      return;
    case 'available':
    case 'failed':
      return;
  }
}

function outcomeOfCreation(tables: Ec2Tables, row: NatGatewayRow): NatGatewayRow['observed'] {
  const attached = [...tables.internetGateways.values()].some((each) => each.vpcId === row.vpcId);
  if (row.connectivityType === 'private' || attached) return { state: 'available' };
  return {
    state: 'failed',
    failureCode: 'Gateway.NotAttached',
    failureMessage: `Network ${row.vpcId} has no Internet gateway attached`,
  };
}
