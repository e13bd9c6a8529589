import { cutBetween, natGatewayFault, zoneFault } from './faults.ts';
import { ephemeralPorts, networkAclDenial } from './network-acls.ts';
import type { InterfaceModel, NetworkModel, RouteModel, SubnetModel } from './model.ts';
import {
  blackhole,
  denied,
  missingInterface,
  noRoute,
  notLocal,
  subnetText,
  tableText,
} from './route-denials.ts';
import { routeFor } from './routes.ts';
import { type Flow, type Peer, securityGroupDenial } from './security-groups.ts';
import { type Denial, firstDenial, type Step, type Verdict } from './verdict.ts';

/** One end of a connection: a network interface, or an address outside of every VPC. */
export type Endpoint = { readonly interfaceId: string } | { readonly internetAddress: string };

export interface Connection extends Flow {
  readonly source: Endpoint;
  readonly destination: Endpoint;
}

/**
 * Whether a new connection gets through, judged in the order its packets meet things: what is broken on request, the source's security groups, the network
 * ACLs at the subnets' edges, the route, the gateway, the destination's security groups, and the ACLs again for the replies.
 * Pure: the model is all it looks at.
 */
export function decide(model: NetworkModel, connection: Connection): Verdict {
  const { source, destination } = connection;
  if ('internetAddress' in source) {
    if ('internetAddress' in destination) {
      return denied('internet', source.internetAddress, {
        reason: `Neither ${source.internetAddress} nor ${destination.internetAddress} is in the network.`,
        remedy: 'Choose a network interface as one end of the connection.',
      });
    }
    const target = model.interfaces.get(destination.interfaceId);
    return target === undefined
      ? missingInterface(destination.interfaceId)
      : fromInternet(model, source.internetAddress, target, connection);
  }
  const origin = model.interfaces.get(source.interfaceId);
  if (origin === undefined) return missingInterface(source.interfaceId);
  if ('internetAddress' in destination) {
    const { internetAddress } = destination;
    const inside = interfaceWithPrivateIp(model, origin.vpcId, internetAddress);
    return inside === undefined
      ? toInternet(model, origin, internetAddress, connection)
      : withinVpc(model, origin, inside, connection);
  }
  const target = model.interfaces.get(destination.interfaceId);
  if (target === undefined) return missingInterface(destination.interfaceId);
  return origin.vpcId === target.vpcId
    ? withinVpc(model, origin, target, connection)
    : toInternet(model, origin, target.privateIp, connection);
}

function withinVpc(
  model: NetworkModel,
  source: InterfaceModel,
  destination: InterfaceModel,
  flow: Flow,
): Verdict {
  const broken = firstDenial(
    () => zoneFault(model, source),
    () => zoneFault(model, destination),
    () => cutBetween(model, source, destination),
  );
  if (broken !== undefined) return broken;
  const sourceSubnet = subnetOf(model, source);
  const destinationSubnet = subnetOf(model, destination);
  const { table, route } = routeFor(model, sourceSubnet, destination.privateIp);
  const egress = securityGroupDenial(model, source, 'egress', peerOf(destination), flow);
  if (egress !== undefined) return egress;
  if (route === undefined) return noRoute(table, sourceSubnet, destination.privateIp);
  if (route.target.kind !== 'local') return notLocal(table, sourceSubnet, destination.privateIp);
  // ACLs stand at the edge of a subnet; inside of it nothing passes them.
  const crossesEdge = sourceSubnet.id !== destinationSubnet.id;
  const port = { from: flow.port, to: flow.port };
  const there =
    crossesEdge &&
    firstDenial(
      () => acl(model, sourceSubnet, flow, true, destination.privateIp, port),
      () => acl(model, destinationSubnet, flow, false, source.privateIp, port),
    );
  if (there) return there;
  const ingress = securityGroupDenial(model, destination, 'ingress', peerOf(source), flow);
  if (ingress !== undefined) return ingress;
  const back =
    crossesEdge &&
    firstDenial(
      () => acl(model, destinationSubnet, flow, true, source.privateIp, 'replies'),
      () => acl(model, sourceSubnet, flow, false, destination.privateIp, 'replies'),
    );
  if (back) return back;
  return {
    allowed: true,
    path: [
      { kind: 'interface', resourceId: source.id },
      { kind: 'route', resourceId: table.id },
      { kind: 'interface', resourceId: destination.id },
    ],
  };
}

function toInternet(model: NetworkModel, source: InterfaceModel, address: string, flow: Flow): Verdict {
  const subnet = subnetOf(model, source);
  const port = { from: flow.port, to: flow.port };
  const blocked = firstDenial(
    () => zoneFault(model, source),
    () => securityGroupDenial(model, source, 'egress', { kind: 'address', address }, flow),
    () => acl(model, subnet, flow, true, address, port),
    () => acl(model, subnet, flow, false, address, 'replies'),
  );
  if (blocked !== undefined) return blocked;
  const { table, route } = routeFor(model, subnet, address);
  const path: Step[] = [
    { kind: 'interface', resourceId: source.id },
    { kind: 'route', resourceId: table.id },
  ];
  if (route === undefined) return noRoute(table, subnet, address);
  if (route.state === 'blackhole') return blackhole(table, subnet, address);
  switch (route.target.kind) {
    case 'local':
      return denied('interface', subnet.vpcId, {
        reason: `No network interface in ${subnet.vpcId} has the address ${address}.`,
        remedy: 'Check that the task, database or load balancer with this address still runs.',
      });
    case 'internet-gateway':
      return throughInternetGateway(source, route.target.id, address, path);
    case 'endpoint':
      return { allowed: true, path: [...path, { kind: 'endpoint', resourceId: route.target.id }] };
    case 'nat-gateway':
      return throughNatGateway(model, source, route.target.id, address, flow, path);
    case 'other':
      return denied('route', table.id, {
        reason: `Route table ${tableText(table)} sends ${address} to ${route.target.id}, which Neargate does not run.`,
        remedy: 'Route the address to an internet gateway or a NAT gateway.',
      });
  }
}

function throughInternetGateway(
  source: InterfaceModel,
  internetGatewayId: string,
  address: string,
  path: readonly Step[],
): Verdict {
  if (source.publicIp === undefined) {
    return denied('internet-gateway', internetGatewayId, {
      reason: `Internet gateway ${internetGatewayId} drops packets from ${source.privateIp} because network interface ${source.id} has no public IP address.`,
      remedy: 'Assign a public IP address, or use a subnet whose default route is a NAT gateway.',
    });
  }
  return {
    allowed: true,
    path: [
      ...path,
      { kind: 'internet-gateway', resourceId: internetGatewayId },
      { kind: 'internet', resourceId: address },
    ],
  };
}

function throughNatGateway(
  model: NetworkModel,
  source: InterfaceModel,
  natGatewayId: string,
  address: string,
  flow: Flow,
  path: readonly Step[],
): Verdict {
  const gateway = model.natGateways.get(natGatewayId);
  if (gateway === undefined || gateway.state !== 'available') {
    return denied('nat-gateway', natGatewayId, {
      reason: `NAT gateway ${natGatewayId} is ${gateway?.state ?? 'deleted'}, not available.`,
      remedy: 'Wait until the NAT gateway is available, or replace it.',
    });
  }
  if (gateway.connectivityType === 'private') {
    return denied('nat-gateway', natGatewayId, {
      reason: `NAT gateway ${natGatewayId} is private and cannot reach the internet address ${address}.`,
      remedy: 'Use a public NAT gateway.',
    });
  }
  const subnet = model.subnets.get(gateway.subnetId);
  if (subnet === undefined) throw new Error(`NAT gateway ${natGatewayId} has no subnet`);
  const port = { from: flow.port, to: flow.port };
  const blocked = firstDenial(
    () => natGatewayFault(model, natGatewayId),
    () => acl(model, subnet, flow, false, source.privateIp, port),
    () => acl(model, subnet, flow, true, address, port),
    () => acl(model, subnet, flow, false, address, 'replies'),
    () => acl(model, subnet, flow, true, source.privateIp, 'replies'),
  );
  if (blocked !== undefined) return blocked;
  const { table, route } = routeFor(model, subnet, address);
  if (!isOpenInternetRoute(route)) {
    return denied('route', table.id, {
      reason: `NAT gateway ${natGatewayId} lies in subnet ${subnetText(subnet)}, whose route table ${tableText(table)} has no route to an internet gateway for ${address}.`,
      remedy: 'Put the NAT gateway into a public subnet, one with a default route to an internet gateway.',
    });
  }
  return {
    allowed: true,
    path: [
      ...path,
      { kind: 'nat-gateway', resourceId: natGatewayId },
      { kind: 'route', resourceId: table.id },
      { kind: 'internet-gateway', resourceId: route.target.id },
      { kind: 'internet', resourceId: address },
    ],
  };
}

function fromInternet(
  model: NetworkModel,
  address: string,
  destination: InterfaceModel,
  flow: Flow,
): Verdict {
  const broken = zoneFault(model, destination);
  if (broken !== undefined) return broken;
  const subnet = subnetOf(model, destination);
  if (destination.publicIp === undefined) {
    return denied('interface', destination.id, {
      reason: `Network interface ${destination.id} has no public IP address, so that ${address} cannot reach it.`,
      remedy: 'Reach it through an internet-facing load balancer, or assign a public IP address.',
    });
  }
  const { table, route } = routeFor(model, subnet, address);
  if (!isOpenInternetRoute(route)) {
    return denied('route', table.id, {
      reason: `Route table ${tableText(table)} of subnet ${subnetText(subnet)} has no route to an internet gateway for ${address}, so that replies cannot leave.`,
      remedy: `Add a route for 0.0.0.0/0 to an internet gateway to route table ${tableText(table)}.`,
    });
  }
  const blocked = firstDenial(
    () => acl(model, subnet, flow, false, address, { from: flow.port, to: flow.port }),
    () => securityGroupDenial(model, destination, 'ingress', { kind: 'address', address }, flow),
    () => acl(model, subnet, flow, true, address, 'replies'),
  );
  return (
    blocked ?? {
      allowed: true,
      path: [
        { kind: 'internet', resourceId: address },
        { kind: 'internet-gateway', resourceId: route.target.id },
        { kind: 'interface', resourceId: destination.id },
      ],
    }
  );
}

type InternetRoute = RouteModel & { readonly target: { kind: 'internet-gateway'; id: string } };

function isOpenInternetRoute(route: RouteModel | undefined): route is InternetRoute {
  return route?.state === 'active' && route.target.kind === 'internet-gateway';
}

function acl(
  model: NetworkModel,
  subnet: SubnetModel,
  flow: Flow,
  egress: boolean,
  address: string,
  ports: { from: number; to: number } | 'replies',
): Denial | undefined {
  const isReply = ports === 'replies';
  return networkAclDenial(model, subnet, {
    protocol: flow.protocol,
    egress,
    address,
    ports: isReply ? ephemeralPorts : ports,
    isReply,
  });
}

function peerOf(networkInterface: InterfaceModel): Peer {
  return { kind: 'interface', networkInterface };
}

function subnetOf(model: NetworkModel, networkInterface: InterfaceModel): SubnetModel {
  const subnet = model.subnets.get(networkInterface.subnetId);
  if (subnet === undefined) throw new Error(`interface ${networkInterface.id} has no subnet`);
  return subnet;
}

function interfaceWithPrivateIp(
  model: NetworkModel,
  vpcId: string,
  address: string,
): InterfaceModel | undefined {
  for (const networkInterface of model.interfaces.values()) {
    if (networkInterface.vpcId === vpcId && networkInterface.privateIp === address) return networkInterface;
  }
  return undefined;
}
