import { createHash } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import path from 'node:path';

/**
 * Where the state of a root module is kept: a folder for its real path, in it one file a workspace. The folder's name
 * begins with the directory's, for people, and ends with a digest of the whole path.
 */
export async function stateFileOf(stateRoot: string, directory: string, workspace: string): Promise<string> {
  const real = await realpath(directory);
  return path.join(stateRoot, stateFolderOf(real), `${encodeURIComponent(workspace)}.tfstate`);
}

/** The file beside the states of a root module that tells which directory they belong to. */
export const directoryFileName = 'directory';

function stateFolderOf(directory: string): string {
  const digest = createHash('sha256').update(directory).digest('hex').slice(0, 12);
  const name = path
    .basename(directory)
    .replaceAll(/[^\w.-]/g, '_')
    .slice(0, 40);
  return `${name}-${digest}`;
}
