import type { GitRepository } from '../../core/git-repository.ts';
import { type GitTreeEntry, isFolder, treeObject } from './git-tree.ts';
import { entriesOf, pathParts } from './tree-walk.ts';

/** The file that a path shall have; undefined to have none. */
export type TreeEdits = ReadonlyMap<string, Pick<GitTreeEntry, 'mode' | 'id'> | undefined>;

/**
 * Writes the tree that `treeId` becomes with these edits, and the folders on the way. A folder that loses its last file goes,
 * unless `keepsEmptyFolders`: then a `.gitkeep` file takes its place. Resolves to the new tree's id.
 */
export function editTree(
  git: GitRepository,
  treeId: string | undefined,
  edits: TreeEdits,
  keepsEmptyFolders: boolean,
): string {
  return editFolder(git, treeId, edits, keepsEmptyFolders) ?? writeTree(git, []);
}

function editFolder(
  git: GitRepository,
  treeId: string | undefined,
  edits: TreeEdits,
  keepsEmptyFolders: boolean,
): string | undefined {
  const before = treeId === undefined ? [] : entriesOf(git, treeId);
  const entries = new Map(before.map((entry) => [entry.name, entry]));
  for (const [name, below] of byFirstPart(edits)) {
    const own = below.get('');
    if (below.has('')) {
      if (own === undefined) entries.delete(name);
      else entries.set(name, { name, ...own });
      continue;
    }
    const existing = entries.get(name);
    const folder = existing !== undefined && isFolder(existing) ? existing.id : undefined;
    const edited = editFolder(git, folder, below, keepsEmptyFolders);
    if (edited === undefined) entries.delete(name);
    else entries.set(name, { name, mode: '40000', id: edited });
  }
  if (entries.size > 0) return writeTree(git, [...entries.values()]);
  if (!keepsEmptyFolders || before.length === 0) return undefined;
  const [id = ''] = git.write([{ type: 'blob', content: Buffer.alloc(0) }]);
  return writeTree(git, [{ name: '.gitkeep', mode: '100644', id }]);
}

/** The edits below each name of this level; under the empty path when the name itself is edited. */
function byFirstPart(edits: TreeEdits): ReadonlyMap<string, TreeEdits> {
  const groups = new Map<string, Map<string, Pick<GitTreeEntry, 'mode' | 'id'> | undefined>>();
  for (const [path, edit] of edits) {
    const [first = '', ...rest] = pathParts(path);
    const group = groups.get(first) ?? new Map<string, Pick<GitTreeEntry, 'mode' | 'id'> | undefined>();
    group.set(rest.join('/'), edit);
    groups.set(first, group);
  }
  return groups;
}

function writeTree(git: GitRepository, entries: readonly GitTreeEntry[]): string {
  const [id = ''] = git.write([treeObject(entries)]);
  return id;
}
