import type { FileModeTypeEnum } from '@aws-sdk/client-codecommit';
import { invalidFileMode } from './errors.ts';
import type { GitTreeEntry } from './git-tree.ts';

/** A file's mode as the API names it. */
export function describeMode({ mode }: Pick<GitTreeEntry, 'mode'>): FileModeTypeEnum {
  if (mode === '120000') return 'SYMLINK';
  return mode === '100755' ? 'EXECUTABLE' : 'NORMAL';
}

const modes: Readonly<Record<FileModeTypeEnum, string>> = {
  EXECUTABLE: '100755',
  NORMAL: '100644',
  SYMLINK: '120000',
};

/** git's mode for the API's. */
export function requireMode(given: FileModeTypeEnum): string {
  const mode: string | undefined = modes[given];
  if (mode === undefined) throw invalidFileMode(given);
  return mode;
}
