import type { Ec2Tables, RouteDestination, RouteRow } from './store.ts';

export function destinationText(destination: RouteDestination): string {
  return destination.cidrBlock ?? destination.ipv6CidrBlock ?? destination.prefixListId ?? '';
}

/**
 * `blackhole` when the route's target is gone or detached, so that its packets are dropped.
 * https://docs.aws.amazon.com/vpc/latest/userguide/RouteTables.html
 */
export function routeState(tables: Ec2Tables, route: RouteRow, vpcId: string): 'active' | 'blackhole' {
  return hasTarget(tables, route, vpcId) ? 'active' : 'blackhole';
}

function hasTarget(tables: Ec2Tables, route: RouteRow, vpcId: string): boolean {
  const { kind, id } = route.target;
  switch (kind) {
    case 'local':
      return true;
    case 'gateway':
      return id.startsWith('vpce-')
        ? tables.vpcEndpoints.has(id)
        : tables.internetGateways.get(id)?.vpcId === vpcId;
    case 'nat-gateway': {
      const state = tables.natGateways.get(id)?.observed.state;
      return state === 'available' || state === 'pending';
    }
    case 'network-interface':
      return tables.networkInterfaces.get(id)?.status === 'in-use';
    default:
      return false;
  }
}
