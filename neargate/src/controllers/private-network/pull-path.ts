import { formatIpv4, parseIpv4Cidr } from '../../network/ipv4.ts';
import type { NetworkModel } from '../../network/model.ts';
import { decide } from '../../network/reachability.ts';
import type { Denial, Verdict } from '../../network/verdict.ts';

/** An image that a task pulls. */
export interface PullRequest {
  readonly region: string;
  /** As the task definition names it. */
  readonly reference: string;
  /** Whether it is in ECR, which asks for authorization first and keeps layers in S3. */
  readonly isInEcr: boolean;
}

export type PullVerdict =
  | { readonly allowed: true }
  | {
      readonly allowed: false;
      /** ECS's stoppedReason. */
      readonly stoppedReason: string;
      /** Where the way ends, and what to change. */
      readonly denial: Denial;
    };

/** Stands for any server outside of AWS's networks: an address of TEST-NET-3 (RFC 5737), which nobody routes specially. */
const somewhere = '203.0.113.10';
const httpsPort = 443;

/**
 * Whether a task's network interface reaches what it needs to pull its image: ECR's API, the registry and S3, each through an interface
 * endpoint with private DNS where there is one, else through the routes. Pure.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_cannot_pull_image.html
 */
export function pullPathVerdict(
  model: NetworkModel,
  interfaceId: string,
  { region, reference, isInEcr }: PullRequest,
): PullVerdict {
  const registry = registryOf(reference);
  if (!isInEcr) {
    const verdict = toAddress(model, interfaceId, somewhere);
    return verdict.allowed
      ? { allowed: true }
      : { allowed: false, stoppedReason: cannotPull(reference, registry, somewhere), denial: verdict };
  }
  const api = toService(model, interfaceId, region, 'ecr.api');
  if (!api.verdict.allowed) {
    return { allowed: false, stoppedReason: cannotAuthorize(region, api.address), denial: api.verdict };
  }
  for (const service of ['ecr.dkr', 's3'] as const) {
    const { verdict, address } = toService(model, interfaceId, region, service);
    if (verdict.allowed) continue;
    const host =
      service === 's3' ? `prod-${region}-starport-layer-bucket.s3.${region}.amazonaws.com` : registry;
    return { allowed: false, stoppedReason: cannotPull(reference, host, address), denial: verdict };
  }
  return { allowed: true };
}

function toService(
  model: NetworkModel,
  interfaceId: string,
  region: string,
  service: 'ecr.api' | 'ecr.dkr' | 's3',
): { verdict: Verdict; address: string } {
  const serviceName = `com.amazonaws.${region}.${service}`;
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
  return { verdict: toAddress(model, interfaceId, address), address };
}

function toAddress(model: NetworkModel, interfaceId: string, address: string): Verdict {
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

function registryOf(reference: string): string {
  const [first = '', ...rest] = reference.split('/');
  return rest.length > 0 && /[.:]|^localhost$/.test(first) ? first : 'registry-1.docker.io';
}

function cannotAuthorize(region: string, address: string): string {
  return (
    'ResourceInitializationError: unable to pull secrets or registry auth: The task cannot pull registry auth from Amazon ECR: ' +
    'There is a connection issue between the task and Amazon ECR. Check your task network configuration. ' +
    'operation error ECR: GetAuthorizationToken, exceeded maximum number of attempts, 3, https response error StatusCode: 0, ' +
    `RequestID: , request send failed, Post "https://api.ecr.${region}.amazonaws.com/": dial tcp ${address}:443: i/o timeout`
  );
}

function cannotPull(reference: string, host: string, address: string): string {
  return (
    `CannotPullContainerError: ref pull has been retried 5 time(s): failed to resolve ref ${reference}: ` +
    `failed to do request: Head "https://${host}/": dial tcp ${address}:443: i/o timeout`
  );
}
