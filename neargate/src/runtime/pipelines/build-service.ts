import type { BuildService } from '../../controllers/pipeline/environment.ts';
import { startBuild } from '../../services/codebuild/start-build.ts';
import { codebuildTableNames, codebuildTablesOf } from '../../services/codebuild/store.ts';

/** CodeBuild as pipelines use it. */
export const buildService: BuildService = {
  tableName: codebuildTableNames.builds,
  start: (context, request) => startBuild(context, request).id,
  find: (context, buildId) => codebuildTablesOf(context).builds.get(buildId)?.observed,
};
