import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';

/** A folder with a Dockerfile that makes the image of a repository. */
export interface BuildContext {
  readonly contextDirectory: string;
  readonly dockerfile: string;
}

export interface BuildContextSearch {
  /** The repository's name in ECR, such as `user-service` or `team/user-service`. */
  readonly repositoryName: string;
  /** The containers that run the repository's image. */
  readonly containerNames: readonly string[];
  /** The root module: the application lies beside or above it. */
  readonly terraformDirectory: string;
  /** The folders of buildspec files of CodeBuild projects that name the repository, relative to the project's root. */
  readonly buildspecFolders: readonly string[];
}

export type BuildContextResult =
  | ({ readonly found: true } & BuildContext)
  | { readonly found: false; readonly looked: readonly string[] };

/** How far above the Terraform directory an application's folder is looked for. */
const levelsUp = 3;

/**
 * Finds where an image is built from, by the conventions that public ECS repositories follow: the folder of the
 * project's buildspec, else a folder named like the repository or the container, else the only Dockerfile there is.
 */
export function findBuildContext(search: BuildContextSearch): BuildContextResult {
  const { repositoryName, containerNames, terraformDirectory, buildspecFolders } = search;
  const names = [...new Set([repositoryName, repositoryName.split('/').at(-1) ?? '', ...containerNames])];
  const looked: string[] = [];
  for (const root of ancestors(terraformDirectory)) {
    const candidates = [
      ...buildspecFolders.filter((folder) => folder !== '.').map((folder) => path.join(root, folder)),
      ...names.flatMap((name) => [
        path.join(root, name),
        ...['services', 'apps', 'packages', 'src'].map((parent) => path.join(root, parent, name)),
      ]),
    ];
    for (const folder of candidates) {
      const dockerfile = path.join(folder, 'Dockerfile');
      if (existsSync(dockerfile)) return { found: true, contextDirectory: folder, dockerfile };
      looked.push(dockerfile);
    }
  }
  for (const root of ownFolders(terraformDirectory)) {
    const only = onlyDockerfile(root);
    if (only !== undefined) return { found: true, contextDirectory: path.dirname(only), dockerfile: only };
  }
  return { found: false, looked };
}

/** The directory itself and those above it, up to the project's root. */
function ancestors(directory: string): readonly string[] {
  const found = [directory];
  let current = directory;
  for (let level = 0; level < levelsUp && !isProjectRoot(current); level++) {
    const parent = path.dirname(current);
    if (parent === current) break;
    found.push(parent);
    current = parent;
  }
  return found;
}

/** Those of the ancestors that are the project's for sure: where no repository says where it ends, another's may be above. */
function ownFolders(directory: string): readonly string[] {
  const all = ancestors(directory);
  return all.some(isProjectRoot) ? all : all.slice(0, 2);
}

function isProjectRoot(directory: string): boolean {
  return existsSync(path.join(directory, '.git'));
}

/** The Dockerfile in the folder or one level below it, when there is exactly one. */
function onlyDockerfile(root: string): string | undefined {
  const own = path.join(root, 'Dockerfile');
  if (existsSync(own)) return own;
  const below = readdirSync(root)
    .filter((name) => !name.startsWith('.') && name !== 'node_modules')
    .map((name) => path.join(root, name))
    .filter((folder) => statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true)
    .map((folder) => path.join(folder, 'Dockerfile'))
    .filter((file) => existsSync(file));
  return below.length === 1 ? below[0] : undefined;
}
