import { type ShimEnvironment, shimEnvironment } from '../drivers/build/shims/shim-environment.ts';
import type { RootfsChoice } from '../drivers/rootfs/select.ts';
import type { ControlPlane } from './control-plane.ts';
import { entryPoint } from './entry-points.ts';
import { stateLayout } from './state-layout.ts';

/** `docker` and `aws` for builds against this control plane. To be asked for at each build: the gateway's port may be a free one. */
export function buildShims(plane: ControlPlane, rootfs: RootfsChoice): ShimEnvironment {
  const { stateDirectory } = plane.settings;
  const { blobs, images, buildCache } = stateLayout(stateDirectory);
  return shimEnvironment({
    gatewayUrl: plane.gatewayUrl,
    stateDirectory,
    blobDirectory: blobs,
    unpackDirectory: images,
    cacheDirectory: buildCache,
    rootfs,
    modules: { docker: entryPoint('docker-shim'), aws: entryPoint('aws-shim') },
  });
}
