import { existsSync } from 'node:fs';
import path from 'node:path';

/** How far above the Terraform directory a project's root is looked for. */
const levelsUp = 3;

/** Folders that hold a project's Terraform and are not the project. */
const infrastructureFolders: ReadonlySet<string> = new Set([
  'terraform',
  'tf',
  'infra',
  'infrastructure',
  'iac',
  'deploy',
  'deployment',
]);

/**
 * What a project that is in no git repository pushes: the nearest folder, from the Terraform directory up, in which all
 * buildspecs lie where the build projects look for them.
 */
export function plainProjectRoot(terraformDirectory: string, buildspecs: readonly string[]): string {
  const directory = path.resolve(terraformDirectory);
  let current = directory;
  for (let level = 0; level <= levelsUp; level++) {
    const root = current;
    if (buildspecs.length > 0 && buildspecs.every((file) => existsSync(path.join(root, file)))) return root;
    current = path.dirname(current);
  }
  return infrastructureFolders.has(path.basename(directory)) ? path.dirname(directory) : directory;
}
