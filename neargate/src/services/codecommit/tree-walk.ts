import type { GitRepository } from '../../core/git-repository.ts';
import { type GitTreeEntry, isFolder, treeEntries } from './git-tree.ts';

/** The entry at a path below a tree, one look for each level; undefined when there is none. The empty path is the tree itself. */
export function entryAt(git: GitRepository, treeId: string, path: string): GitTreeEntry | undefined {
  let entry: GitTreeEntry = { name: '', mode: '40000', id: treeId };
  for (const part of pathParts(path)) {
    if (!isFolder(entry)) return undefined;
    const next: GitTreeEntry | undefined = entriesOf(git, entry.id).find(({ name }) => name === part);
    if (next === undefined) return undefined;
    entry = next;
  }
  return entry;
}

export function entriesOf(git: GitRepository, treeId: string): readonly GitTreeEntry[] {
  const [tree] = git.read([treeId]);
  return tree?.type === 'tree' ? treeEntries(tree) : [];
}

export function pathParts(path: string): readonly string[] {
  return path.split('/').filter((part) => part !== '');
}

/** A file or link that differs between two trees; `before` and `after` are undefined where it is not there. */
export interface TreeDifference {
  readonly path: string;
  readonly before: GitTreeEntry | undefined;
  readonly after: GitTreeEntry | undefined;
}

interface FolderPair {
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/**
 * What differs between two trees, ordered by path. Reads only folders that differ, a level at a time, so that a large repository
 * costs as many looks as it is deep.
 */
export function treeDifferences(
  git: GitRepository,
  before: string | undefined,
  after: string | undefined,
): readonly TreeDifference[] {
  const found: TreeDifference[] = [];
  let level: readonly FolderPair[] = before === after ? [] : [{ path: '', before, after }];
  while (level.length > 0) {
    const ids = [...new Set(level.flatMap((pair) => [pair.before, pair.after]))].filter(
      (id): id is string => id !== undefined,
    );
    const trees = new Map(
      git.read(ids).flatMap((tree) => (tree?.type === 'tree' ? [[tree.id, treeEntries(tree)] as const] : [])),
    );
    const next: FolderPair[] = [];
    for (const pair of level) compareFolders(pair, trees, found, next);
    level = next;
  }
  return found.toSorted((left, right) => (left.path < right.path ? -1 : 1));
}

function compareFolders(
  pair: FolderPair,
  trees: ReadonlyMap<string, readonly GitTreeEntry[]>,
  found: TreeDifference[],
  next: FolderPair[],
): void {
  const entries = (id: string | undefined) =>
    new Map((id === undefined ? [] : (trees.get(id) ?? [])).map((entry) => [entry.name, entry]));
  const before = entries(pair.before);
  const after = entries(pair.after);
  for (const name of new Set([...before.keys(), ...after.keys()])) {
    const old = before.get(name);
    const now = after.get(name);
    if (old?.id === now?.id && old?.mode === now?.mode) continue;
    const path = pair.path === '' ? name : `${pair.path}/${name}`;
    const folders = { before: folderId(old), after: folderId(now) };
    if (folders.before !== undefined || folders.after !== undefined) next.push({ path, ...folders });
    const files = { before: file(old), after: file(now) };
    if (files.before !== undefined || files.after !== undefined) found.push({ path, ...files });
  }
}

function folderId(entry: GitTreeEntry | undefined): string | undefined {
  return entry !== undefined && isFolder(entry) ? entry.id : undefined;
}

function file(entry: GitTreeEntry | undefined): GitTreeEntry | undefined {
  return entry === undefined || isFolder(entry) ? undefined : entry;
}
