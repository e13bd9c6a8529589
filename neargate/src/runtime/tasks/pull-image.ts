import {
  type PulledImage,
  type TaskEnvironment,
  TaskStartError,
} from '../../controllers/ecs-task/environment.ts';
import { type PullRequest, pullPathVerdict } from '../../controllers/private-network/pull-path.ts';
import { AwsError } from '../../core/aws-error.ts';
import { UserError } from '../../core/user-error.ts';
import type { ImageStore } from '../../drivers/registry/image-store.ts';
import { parseManifest } from '../../services/ecr/manifest.ts';
import { resolveImage } from '../../services/ecr/resolve-image.ts';
import { networkOf } from '../../services/faults/network-faults.ts';
import { requireAccess } from '../../services/iam/authorization/authorize.ts';
import type { ControlPlane } from '../control-plane.ts';
import { inExecutionRole } from './execution-role.ts';

export interface ImagePullerOptions {
  readonly plane: ControlPlane;
  readonly images: ImageStore;
  /** Resolves once the image that Neargate itself is building for the reference is in the registry, or never will be. */
  whenBuilt(scope: string, reference: string): Promise<void>;
}

/**
 * Finds the image of a container definition in the local registry and unpacks it, if the task's network interface has a way to the
 * registry as its rules are now. Rejects with TaskStartError.
 */
export function imagePuller(options: ImagePullerOptions): TaskEnvironment['pullImage'] {
  const { plane, images } = options;
  return async (scope, reference, { taskArn, networkInterfaceId, architecture }): Promise<PulledImage> => {
    await options.whenBuilt(scope, reference);
    const [accountId = '', region = ''] = scope.split('/');
    const home = { accountId, region, gatewayUrl: plane.gatewayUrl };
    const resolution = resolveImage(plane.store, home, reference, architecture);
    requireWay(plane, scope, networkInterfaceId, {
      region,
      reference,
      isInEcr: resolution.kind === 'found' || resolution.kind === 'missing',
    });
    switch (resolution.kind) {
      case 'missing':
      case 'invalid':
        throw new TaskStartError(resolution.reason);
      case 'elsewhere': {
        const { registry, repository } = resolution.reference;
        throw new TaskStartError(
          `CannotPullContainerError: ref pull has been retried 1 time(s): failed to resolve ref ${reference}: Neargate runs images of the local ECR registry; ${registry}/${repository} is in another one`,
        );
      }
      case 'found': {
        requirePull(plane, scope, taskArn, reference, resolution.image);
        const { imageDigest, manifest, manifestMediaType } = resolution.image;
        const isIndex = parseManifest(manifest, manifestMediaType).kind === 'index';
        try {
          await images.putManifest(manifestMediaType, Buffer.from(manifest));
          const { config, layers } = await images.rootfsOf(imageDigest);
          return {
            digest: imageDigest,
            // Of an index this machine takes its own variant, and the task's is there too.
            architecture: isIndex ? architecture : config.architecture,
            config,
            layers,
          };
        } catch (error) {
          if (!(error instanceof UserError)) throw error;
          throw new TaskStartError(`CannotPullContainerError: ${error.message}`);
        }
      }
    }
  };
}

/** What the Fargate agent calls with the execution role to pull an image of ECR. */
const pullActions = ['BatchCheckLayerAvailability', 'GetDownloadUrlForLayer', 'BatchGetImage'];

function requirePull(
  plane: ControlPlane,
  scope: string,
  taskArn: string,
  reference: string,
  { repositoryName }: { readonly repositoryName: string },
): void {
  const context = inExecutionRole(plane, scope, taskArn);
  const [accountId = '', region = ''] = scope.split('/');
  const resource = `arn:aws:ecr:${region}:${accountId}:repository/${repositoryName}`;
  try {
    requireAccess(context, 'json', { action: 'ecr:GetAuthorizationToken', resource: '*' });
    for (const name of pullActions) requireAccess(context, 'json', { action: `ecr:${name}`, resource });
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const { code, status, message } = error;
    throw new TaskStartError(
      message.includes('ecr:GetAuthorizationToken')
        ? `ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve ecr registry auth: service call has been retried 1 time(s): operation error ECR: GetAuthorizationToken, https response error StatusCode: ${status}, RequestID: ${plane.ids.uuid()}, api error ${code}: ${message}`
        : `CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref ${reference}: unexpected status from HEAD request: 403 Forbidden: ${message}`,
    );
  }
}

function requireWay(plane: ControlPlane, scope: string, interfaceId: string, pull: PullRequest): void {
  const verdict = pullPathVerdict(networkOf(plane.store, scope), interfaceId, pull);
  if (verdict.allowed) return;
  const { reason, remedy } = verdict.denial;
  throw new TaskStartError(verdict.stoppedReason, {
    explanation: `The task cannot pull ${pull.reference}. ${reason} ${remedy}`,
  });
}
