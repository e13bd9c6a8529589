import { invalidPath, pathRequired } from './errors.ts';

const longestPath = 4096;

/** The path of a file without its leading slash; throws when it is missing or could not be one in a repository. */
export function requireFilePath(given: string | undefined): string {
  if (given === undefined || given === '') throw pathRequired();
  const path = given.replace(/^\/+/, '');
  const parts = path.split('/');
  const isOdd = parts.some(
    (part) => part === '' || part === '.' || part === '..' || part.toLowerCase() === '.git',
  );
  if (isOdd || path.length > longestPath || path.includes('\0')) throw invalidPath(given);
  return path;
}

/** The path of a folder; the root is the empty path. */
export function requireFolderPath(given: string | undefined): string {
  if (given === undefined || given === '') throw pathRequired();
  const trimmed = given.replace(/^\/+|\/+$/g, '');
  return trimmed === '' ? '' : requireFilePath(trimmed);
}
