import { cidrContains, parseIpv4Cidr } from './ipv4.ts';
import type { NetworkModel, RouteModel, RouteTableModel, SubnetModel } from './model.ts';

/**
 * The route a packet to `address` takes from the subnet: the one with the longest prefix, where a block that is written out
 * beats an equal one of a prefix list. https://docs.aws.amazon.com/vpc/latest/userguide/RouteTables.html#route-tables-priority
 */
export function routeFor(
  model: NetworkModel,
  subnet: SubnetModel,
  address: string,
): { table: RouteTableModel; route: RouteModel | undefined } {
  const table = model.routeTables.get(subnet.routeTableId);
  if (table === undefined) throw new Error(`subnet ${subnet.id} has no route table`);
  let best: { route: RouteModel; prefixLength: number } | undefined;
  for (const route of table.routes) {
    const prefixLength = matchingPrefix(model, route, address);
    if (prefixLength === undefined) continue;
    const isLonger = best === undefined || prefixLength > best.prefixLength;
    const isEqual = best !== undefined && prefixLength === best.prefixLength;
    if (isLonger || (isEqual && route.cidrBlock !== undefined && best?.route.cidrBlock === undefined)) {
      best = { route, prefixLength };
    }
  }
  return { table, route: best?.route };
}

/** The length of the route's prefix that contains the address, or undefined when none does. */
function matchingPrefix(model: NetworkModel, route: RouteModel, address: string): number | undefined {
  const cidrBlocks =
    route.cidrBlock === undefined
      ? (model.prefixLists.get(route.prefixListId ?? '')?.cidrBlocks ?? [])
      : [route.cidrBlock];
  const lengths = cidrBlocks
    .filter((cidrBlock) => cidrContains(cidrBlock, address))
    .map((cidrBlock) => parseIpv4Cidr(cidrBlock)?.prefixLength ?? 0);
  return lengths.length === 0 ? undefined : Math.max(...lengths);
}
