import { formatIpv4, parseIpv4Cidr } from '../../network/ipv4.ts';
import type { NetworkModel } from '../../network/model.ts';
import { decide } from '../../network/reachability.ts';
import type { Verdict } from '../../network/verdict.ts';

/** Stands for any server outside of AWS's networks: an address of TEST-NET-3 (RFC 5737), which nobody routes specially. */
export const somewhere = '203.0.113.10';
const httpsPort = 443;

export interface ServicePath {
  readonly verdict: Verdict;
  /** The address that the service's name leads to. */
  readonly address: string;
}

/**
 * Whether a network interface reaches a service of AWS: through an interface endpoint with private DNS where its VPC has one, else through
 * the routes. Pure.
 * @param serviceName such as `com.amazonaws.us-east-1.logs`
 */
export function pathToService(model: NetworkModel, interfaceId: string, serviceName: string): ServicePath {
  const vpcId = model.interfaces.get(interfaceId)?.vpcId;
  const endpoint = [...model.endpoints.values()].find(
    (each) => each.serviceName === serviceName && each.vpcId === vpcId && each.privateDns === true,
  );
  const interfaceIds = endpoint?.interfaceIds ?? [];
  if (interfaceIds.length > 0) {
    // The name gives the addresses of all of the endpoint's interfaces, and clients try one after the other.
    const attempts = interfaceIds.map((id) => ({
      verdict: decide(model, {
        source: { interfaceId },
        destination: { interfaceId: id },
        protocol: 'tcp',
        port: httpsPort,
      }),
      address: model.interfaces.get(id)?.privateIp ?? '',
    }));
    const attempt = attempts.find(({ verdict }) => verdict.allowed) ?? attempts[0];
    if (attempt !== undefined) return attempt;
  }
  const address = addressOfService(model, serviceName) ?? somewhere;
  return { verdict: pathToInternet(model, interfaceId, address), address };
}

export function pathToInternet(model: NetworkModel, interfaceId: string, address: string): Verdict {
  return decide(model, {
    source: { interfaceId },
    destination: { internetAddress: address },
    protocol: 'tcp',
    port: httpsPort,
  });
}

/** An address of a service that has a prefix list, so that the route of a gateway endpoint is found. */
function addressOfService(model: NetworkModel, serviceName: string): string | undefined {
  for (const { name, cidrBlocks } of model.prefixLists.values()) {
    const network = name === serviceName ? parseIpv4Cidr(cidrBlocks[0] ?? '') : undefined;
    if (network !== undefined) return formatIpv4(network.first + 1);
  }
  return undefined;
}
