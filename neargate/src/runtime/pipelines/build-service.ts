import { ActionFailure } from '../../controllers/pipeline/actions/provider.ts';
import type { BuildService } from '../../controllers/pipeline/environment.ts';
import { codebuildTableNames } from '../../services/codebuild/store.ts';

/** CodeBuild as pipelines use it: no build runs yet, and an action that wants one fails and says so. */
export const buildService: BuildService = {
  tableName: codebuildTableNames.builds,
  start(_context, { projectName }) {
    throw new ActionFailure(
      'ConfigurationError',
      `Neargate does not run builds of project '${projectName}' yet.`,
    );
  },
  find: () => undefined,
};
