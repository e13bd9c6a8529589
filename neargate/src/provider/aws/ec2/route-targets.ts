import type { Route } from '@aws-sdk/client-ec2';
import { AwsError } from '../../../core/aws-error.ts';
import type { PlainObject } from '../../../terraform/provider.ts';
import { textOf } from '../../arguments.ts';

/** Where a route can lead, as arguments of `aws_route` and of the `route` block; the network interface comes last because AWS fills it in. */
const targets = {
  carrier_gateway_id: 'CarrierGatewayId',
  core_network_arn: 'CoreNetworkArn',
  egress_only_gateway_id: 'EgressOnlyInternetGatewayId',
  gateway_id: 'GatewayId',
  local_gateway_id: 'LocalGatewayId',
  nat_gateway_id: 'NatGatewayId',
  transit_gateway_id: 'TransitGatewayId',
  vpc_endpoint_id: 'VpcEndpointId',
  vpc_peering_connection_id: 'VpcPeeringConnectionId',
  network_interface_id: 'NetworkInterfaceId',
} as const;

type TargetName = keyof typeof targets;

const targetNames = Object.keys(targets) as TargetName[];

/** The arguments that name a route's target. */
export const routeTargetNames: readonly string[] = [...targetNames, 'odb_network_arn'];

/** The target in the form that CreateRoute and ReplaceRoute take. `gateway_id = "local"` is a target of its own there. */
export function targetInput(route: PlainObject): Record<string, string | boolean> {
  if (textOf(route, 'odb_network_arn') !== undefined) {
    throw new AwsError('UnsupportedOperation', 'Neargate does not support routes to an ODB network yet.');
  }
  for (const name of targetNames) {
    const id = textOf(route, name);
    if (id === undefined) continue;
    return name === 'gateway_id' && id === 'local' ? { LocalTarget: true } : { [targets[name]]: id };
  }
  return {};
}

/** The target arguments of a route as AWS describes it; all others are null. */
export function targetOfRoute(route: Route): PlainObject {
  const isEndpoint = route.GatewayId?.startsWith('vpce-') === true;
  return {
    ...Object.fromEntries(routeTargetNames.map((name) => [name, null])),
    carrier_gateway_id: route.CarrierGatewayId ?? null,
    core_network_arn: route.CoreNetworkArn ?? null,
    egress_only_gateway_id: route.EgressOnlyInternetGatewayId ?? null,
    gateway_id: isEndpoint ? null : (route.GatewayId ?? null),
    local_gateway_id: route.LocalGatewayId ?? null,
    nat_gateway_id: route.NatGatewayId ?? null,
    network_interface_id: route.NetworkInterfaceId ?? null,
    transit_gateway_id: route.TransitGatewayId ?? null,
    vpc_endpoint_id: isEndpoint ? (route.GatewayId ?? null) : null,
    vpc_peering_connection_id: route.VpcPeeringConnectionId ?? null,
  };
}
