import { chmodSync, lstatSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';

/**
 * Removes a folder with everything in it, also what its owner has no permission to look into: images hold such folders, and
 * an overlay mount leaves one behind. Nothing happens when it does not exist.
 */
export function removeTree(directory: string): void {
  try {
    rmSync(directory, { recursive: true, force: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EACCES') throw error;
    openFolders(directory);
    rmSync(directory, { recursive: true, force: true });
  }
}

function openFolders(directory: string): void {
  if (lstatSync(directory, { throwIfNoEntry: false })?.isDirectory() !== true) return;
  chmodSync(directory, 0o700);
  for (const name of readdirSync(directory)) openFolders(path.join(directory, name));
}
