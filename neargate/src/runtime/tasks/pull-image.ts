import {
  type PulledImage,
  type TaskEnvironment,
  TaskStartError,
} from '../../controllers/ecs-task/environment.ts';
import { type PullRequest, pullPathVerdict } from '../../controllers/private-network/pull-path.ts';
import { UserError } from '../../core/user-error.ts';
import type { ImageStore } from '../../drivers/registry/image-store.ts';
import { resolveImage } from '../../services/ecr/resolve-image.ts';
import { networkOf } from '../../services/faults/network-faults.ts';
import type { ControlPlane } from '../control-plane.ts';

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
  return async (scope, reference, { networkInterfaceId }): Promise<PulledImage> => {
    await options.whenBuilt(scope, reference);
    const [accountId = '', region = ''] = scope.split('/');
    const home = { accountId, region, gatewayUrl: plane.gatewayUrl };
    const resolution = resolveImage(plane.store, home, reference, hostArchitecture());
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
        const { imageDigest, manifest, manifestMediaType } = resolution.image;
        try {
          await images.putManifest(manifestMediaType, Buffer.from(manifest));
          const { config, layers } = await images.rootfsOf(imageDigest);
          return { digest: imageDigest, config, layers };
        } catch (error) {
          if (!(error instanceof UserError)) throw error;
          throw new TaskStartError(`CannotPullContainerError: ${error.message}`);
        }
      }
    }
  };
}

function requireWay(plane: ControlPlane, scope: string, interfaceId: string, pull: PullRequest): void {
  const verdict = pullPathVerdict(networkOf(plane.store, scope), interfaceId, pull);
  if (verdict.allowed) return;
  const { reason, remedy } = verdict.denial;
  throw new TaskStartError(verdict.stoppedReason, {
    explanation: `The task cannot pull ${pull.reference}. ${reason} ${remedy}`,
  });
}

export function hostArchitecture(): 'amd64' | 'arm64' {
  return process.arch === 'arm64' ? 'arm64' : 'amd64';
}
