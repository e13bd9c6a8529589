import type { RouteTableModel, SubnetModel } from './model.ts';
import type { Denial } from './verdict.ts';

/** What is said where a connection ends at an interface or a route. */
export function denied(kind: Denial['kind'], at: string, text: Pick<Denial, 'reason' | 'remedy'>): Denial {
  return { allowed: false, at, kind, ...text };
}

export function missingInterface(interfaceId: string): Denial {
  return denied('interface', interfaceId, {
    reason: `Network interface ${interfaceId} does not exist.`,
    remedy: 'Check that the task, database or load balancer it belongs to still runs.',
  });
}

export function noRoute(table: RouteTableModel, subnet: SubnetModel, address: string): Denial {
  return denied('route', table.id, {
    reason: `Route table ${tableText(table)} of subnet ${subnetText(subnet)} has no route for ${address}.`,
    remedy: `Add a route to a NAT gateway or an internet gateway to route table ${tableText(table)}.`,
  });
}

export function notLocal(table: RouteTableModel, subnet: SubnetModel, address: string): Denial {
  return denied('route', table.id, {
    reason: `Route table ${tableText(table)} of subnet ${subnetText(subnet)} sends ${address} out of the VPC, where it does not arrive.`,
    remedy: `Remove the route for ${address} from route table ${tableText(table)}.`,
  });
}

export function blackhole(table: RouteTableModel, subnet: SubnetModel, address: string): Denial {
  return denied('route', table.id, {
    reason: `The route for ${address} in route table ${tableText(table)} of subnet ${subnetText(subnet)} is a blackhole: its target is gone.`,
    remedy: `Replace or delete the route in route table ${tableText(table)}.`,
  });
}

export function tableText(table: RouteTableModel): string {
  return table.name === undefined ? table.id : `${table.id} (${table.name})`;
}

export function subnetText(subnet: SubnetModel): string {
  return subnet.name === undefined ? subnet.id : `${subnet.id} (${subnet.name})`;
}
