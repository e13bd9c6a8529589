import { connectedRepositories } from '../../controllers/pipeline/connected-repositories.ts';
import type { BuildService, PipelineEnvironment } from '../../controllers/pipeline/environment.ts';
import type { Logger } from '../../core/logger.ts';
import { archiveCommit } from '../../drivers/git/archive.ts';
import { repositoryDirectory } from '../../drivers/git/repositories.ts';
import { regionalScope } from '../../services/context.ts';
import type { ControlPlane } from '../control-plane.ts';
import { stateLayout } from '../state-layout.ts';

/** What pipelines get to work with: git repositories, builds and the control plane. */
export function pipelineEnvironment(
  plane: ControlPlane,
  log: Logger,
  builds: BuildService,
): PipelineEnvironment {
  const { git } = stateLayout(plane.settings.stateDirectory);
  return {
    store: plane.store,
    clock: plane.clock,
    ids: plane.ids,
    timing: plane.timing,
    log,
    contextOf: (scope) => plane.contextOf(scope),
    builds,
    connections: connectedRepositories(plane.settings.connections),
    archiveCommit: ({ caller }, repositoryId, commitId) =>
      archiveCommit({
        directory: repositoryDirectory(git, regionalScope(caller), repositoryId),
        commitId,
      }),
  };
}
