import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { UserError } from '../../core/user-error.ts';

const enterableByOthers = 0o001;

/**
 * Where builds work: `inState`, a folder below the state directory, unless this is root and other users cannot enter that, as
 * below /root. Builds run programs that leave root for another user (PostgreSQL in a service's tests), and those must reach
 * what they are given; then it is a folder below the system's own for temporary files.
 * @throws UserError when somebody else has put something in that folder's place.
 */
export function buildDirectoryFor(inState: string): string {
  if (process.getuid?.() !== 0 || foldersAbove(inState).every(isEnterable)) return inState;
  const name = createHash('sha256').update(inState).digest('hex').slice(0, 12);
  const outside = path.join(tmpdir(), `neargate-builds-${name}`);
  mkdirSync(outside, { recursive: true, mode: 0o711 });
  const found = lstatSync(outside);
  if (found.isDirectory() && found.uid === 0) return outside;
  throw new UserError(`Builds need ${outside}, and that belongs to somebody else.`, {
    remedy: 'Remove it, or set NEARGATE_STATE to a folder that every user may enter.',
  });
}

function foldersAbove(file: string): string[] {
  const parent = path.dirname(file);
  return parent === file ? [] : [parent, ...foldersAbove(parent)];
}

function isEnterable(folder: string): boolean {
  const found = statSync(folder, { throwIfNoEntry: false });
  return found === undefined || (found.mode & enterableByOthers) !== 0;
}
