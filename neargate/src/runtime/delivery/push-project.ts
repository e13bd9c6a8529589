import { codecommitAuthorization } from '../../core/codecommit-password.ts';
import { UserError } from '../../core/user-error.ts';
import { GitError } from '../../drivers/git/run-git.ts';
import { type PushedTree, pushWorkingTree } from '../../drivers/git/working-tree.ts';
import { codebuildTables } from '../../services/codebuild/store.ts';
import type { ControlPlane } from '../control-plane.ts';
import { plainProjectRoot } from './plain-project-root.ts';
import type { DeliverySource } from './sources.ts';

/**
 * Pushes the project that a directory belongs to to the branch that pipelines read.
 * @throws UserError with what git said
 */
export async function pushProject(
  plane: ControlPlane,
  {
    directory,
    includeUncommitted,
    source,
  }: { readonly directory: string; readonly includeUncommitted: boolean; readonly source: DeliverySource },
): Promise<PushedTree> {
  try {
    return await pushWorkingTree({
      directory,
      plainFolder: plainProjectRoot(directory, buildspecsOf(plane, source.scope)),
      url: source.url,
      branch: source.branchName,
      authorization: codecommitAuthorization(
        source.url,
        source.scope.split('/')[1] ?? '',
        plane.settings.security.rootKey,
        plane.clock.now(),
      ),
      includeUncommitted,
      stateDirectory: plane.settings.stateDirectory,
      nowMs: plane.clock.now(),
    });
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    throw new UserError(`The push to ${source.url} failed: ${error.message}`, {
      remedy: `Push by hand to see more: git push ${source.url} HEAD:${source.branchName}`,
    });
  }
}

/** The files that build projects with a pipeline's source read their commands from, relative to its root. */
function buildspecsOf({ store }: ControlPlane, scope: string): readonly string[] {
  return [...codebuildTables(store, scope).projects.values()].flatMap(({ settings: { source } }) => {
    if (source?.type !== 'CODEPIPELINE') return [];
    const buildspec = source.buildspec ?? 'buildspec.yml';
    return buildspec.includes('\n') || buildspec.startsWith('arn:') ? [] : [buildspec || 'buildspec.yml'];
  });
}
