import type { BuildEnvironment } from '../../controllers/build/environment.ts';
import type { Logger } from '../../core/logger.ts';
import { shimEnvironment } from '../../drivers/build/shims/shim-environment.ts';
import { unpackInWorker } from '../../drivers/build/unpack-worker.ts';
import type { RootfsChoice } from '../../drivers/rootfs/select.ts';
import type { ControlPlane } from '../control-plane.ts';
import { entryPoint } from '../entry-points.ts';
import { stateLayout } from '../state-layout.ts';
import { buildDirectoryFor } from './build-directory.ts';
import { readBuildSettings } from './build-settings.ts';

/** What builds get to work with: their folders, the shims and the control plane. Throws UserError for settings that mean nothing. */
export function buildEnvironment(plane: ControlPlane, log: Logger, rootfs: RootfsChoice): BuildEnvironment {
  const { stateDirectory } = plane.settings;
  const layout = stateLayout(stateDirectory);
  return {
    store: plane.store,
    clock: plane.clock,
    ids: plane.ids,
    log,
    contextOf: (scope) => plane.contextOf(scope),
    buildDirectory: buildDirectoryFor(layout.builds),
    cacheDirectory: layout.cache,
    ...readBuildSettings(process.env),
    unpack: (order) => unpackInWorker(entryPoint('unpack'))(order),
    inherited: process.env,
    shims() {
      const { binDirectory, environment } = shimEnvironment({
        gatewayUrl: plane.gatewayUrl,
        stateDirectory,
        blobDirectory: layout.blobs,
        unpackDirectory: layout.images,
        cacheDirectory: layout.buildCache,
        rootfs,
        modules: { docker: entryPoint('docker-shim'), aws: entryPoint('aws-shim') },
      });
      return { binDirectories: [binDirectory], environment };
    },
  };
}
