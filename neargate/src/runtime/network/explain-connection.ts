import { isIP } from 'node:net';
import { UserError } from '../../core/user-error.ts';
import type { ExplainedStep, ExplainRequest, Explanation } from '../../gateway/network-protocol.ts';
import type { NetworkModel } from '../../network/model.ts';
import { decide, type Endpoint } from '../../network/reachability.ts';
import type { Step } from '../../network/verdict.ts';
import { networkOf } from '../../services/faults/network-faults.ts';
import type { ControlPlane } from '../control-plane.ts';
import { stateLayout } from '../state-layout.ts';
import { type Places, readPlaces } from '../status/places.ts';
import { findNamed } from './find-resource.ts';
import { namedInterfaces } from './network-names.ts';

/** Stands for any server outside: an address of TEST-NET-3 (RFC 5737), which nobody routes specially. */
const somewhereOutside = '203.0.113.10';

/**
 * Whether a TCP connection that would be opened now gets through, and why.
 * @throws UserError when an end is not known
 */
export function explainConnection(plane: ControlPlane, request: ExplainRequest): Explanation {
  const { settings, store } = plane;
  const { from, to, port } = request;
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new UserError(`"${String(port)}" is not a port.`, { exitCode: 2 });
  const scope = `${settings.accountId}/${settings.region}`;
  const model = networkOf(store, scope);
  const named = namedInterfaces(store, scope);
  const endpoint = (name: string): Endpoint => {
    if (name === 'internet') return { internetAddress: somewhereOutside };
    const isKnown = named.some(({ names }) => names.includes(name));
    if (isIP(name) !== 0 && !isKnown) return { internetAddress: name };
    return { interfaceId: findNamed('task, service, database, load balancer or address', name, named) };
  };
  const source = endpoint(from);
  const destination = endpoint(to);
  const verdict = decide(model, { source, destination, protocol: 'tcp', port });
  const places = readPlaces(stateLayout(settings.stateDirectory).terraform);
  const place = verdict.allowed ? undefined : places.placeOf(verdict.at);
  return {
    allowed: verdict.allowed,
    from,
    to,
    port,
    path: verdict.allowed
      ? verdict.path.map((step) => explainStep(model, places, step))
      : [source, destination].flatMap((end) =>
          'interfaceId' in end
            ? [explainStep(model, places, { kind: 'interface', resourceId: end.interfaceId })]
            : [],
        ),
    ...(verdict.allowed
      ? {}
      : {
          denial: {
            reason: verdict.reason,
            remedy: verdict.remedy,
            ...(place === undefined ? {} : { place }),
          },
        }),
    enforcement:
      'Held for load balancers, for connections to databases and for Node programs of tasks; stated, not enforced, for what other programs of tasks connect to.',
  };
}

function explainStep(model: NetworkModel, places: Places, { kind, resourceId }: Step): ExplainedStep {
  const place = places.placeOf(resourceId);
  return {
    what: stepInWords(model, kind, resourceId),
    ...(place === undefined ? {} : { place }),
  };
}

function stepInWords(model: NetworkModel, kind: Step['kind'], id: string): string {
  switch (kind) {
    case 'interface': {
      const found = model.interfaces.get(id);
      const subnet = model.subnets.get(found?.subnetId ?? '');
      const groups = (found?.groupIds ?? []).map((groupId) =>
        withName(groupId, model.securityGroups.get(groupId)?.name),
      );
      return [
        `network interface ${id} (${found?.privateIp ?? 'gone'})`,
        ...(subnet === undefined
          ? []
          : [`in subnet ${withName(subnet.id, subnet.name)}, ${subnet.availabilityZone}`]),
        ...(groups.length === 0 ? [] : [`with ${groups.join(', ')}`]),
      ].join(' ');
    }
    case 'route':
      return `route table ${withName(id, model.routeTables.get(id)?.name)}`;
    case 'internet':
      return `the internet (${id})`;
    case 'nat-gateway':
      return `NAT gateway ${id}`;
    case 'internet-gateway':
      return `internet gateway ${id}`;
    case 'endpoint':
      return `VPC endpoint ${id} (${model.endpoints.get(id)?.serviceName ?? ''})`;
    default:
      return id;
  }
}

function withName(id: string, name: string | undefined): string {
  return name === undefined ? id : `${id} (${name})`;
}
