import path from 'node:path';
import type { Project } from '@aws-sdk/client-codebuild';
import { AwsError } from '../../core/aws-error.ts';
import type { ControlPlane } from '../control-plane.ts';

/** The folders of the buildspec files of CodeBuild projects that push to a repository, relative to the project's root. */
export function buildspecFoldersOf(
  plane: ControlPlane,
  scope: string,
  repositoryName: string,
): readonly string[] {
  return projectsOf(plane, scope)
    .filter((project) => namesRepository(project, repositoryName))
    .flatMap(({ source }) => {
      const buildspec = source?.buildspec ?? '';
      // An inline buildspec has lines; a file has a path.
      return buildspec === '' || buildspec.includes('\n') ? [] : [path.dirname(buildspec)];
    });
}

function projectsOf(plane: ControlPlane, scope: string): readonly Project[] {
  try {
    const { projects: names = [] } = plane.invokeNow(scope, 'codebuild', 'ListProjects', {}) as {
      projects?: string[];
    };
    if (names.length === 0) return [];
    const { projects = [] } = plane.invokeNow(scope, 'codebuild', 'BatchGetProjects', { names }) as {
      projects?: Project[];
    };
    return projects;
  } catch (error) {
    if (error instanceof AwsError) return [];
    throw error;
  }
}

/** A project says in its environment where it pushes: the repository's name or its URI. */
function namesRepository(project: Project, repositoryName: string): boolean {
  return (project.environment?.environmentVariables ?? []).some(
    ({ value }) => value === repositoryName || value?.endsWith(`/${repositoryName}`) === true,
  );
}
