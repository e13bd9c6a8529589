import type { NetworkModel } from '../../network/model.ts';
import type { Denial } from '../../network/verdict.ts';
import { pathToInternet, pathToService, somewhere } from './service-path.ts';

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
    const verdict = pathToInternet(model, interfaceId, somewhere);
    return verdict.allowed
      ? { allowed: true }
      : { allowed: false, stoppedReason: cannotPull(reference, registry, somewhere), denial: verdict };
  }
  const api = pathToService(model, interfaceId, `com.amazonaws.${region}.ecr.api`);
  if (!api.verdict.allowed) {
    return { allowed: false, stoppedReason: cannotAuthorize(region, api.address), denial: api.verdict };
  }
  for (const service of ['ecr.dkr', 's3'] as const) {
    const { verdict, address } = pathToService(model, interfaceId, `com.amazonaws.${region}.${service}`);
    if (verdict.allowed) continue;
    const host =
      service === 's3' ? `prod-${region}-starport-layer-bucket.s3.${region}.amazonaws.com` : registry;
    return { allowed: false, stoppedReason: cannotPull(reference, host, address), denial: verdict };
  }
  return { allowed: true };
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
