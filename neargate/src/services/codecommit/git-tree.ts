import type { GitObject } from '../../core/git-repository.ts';

/** https://git-scm.com/book/en/v2/Git-Internals-Git-Objects#_tree_objects */
export type GitFileMode = '100644' | '100755' | '120000' | '160000' | '40000';

export interface GitTreeEntry {
  readonly name: string;
  /** As git writes it, without leading zeros; history holds odd ones such as `100664`. */
  readonly mode: string;
  readonly id: string;
}

export function isFolder({ mode }: Pick<GitTreeEntry, 'mode'>): boolean {
  return mode === '40000';
}

export function treeEntries({ content }: GitObject): readonly GitTreeEntry[] {
  const entries: GitTreeEntry[] = [];
  for (let at = 0; at < content.length;) {
    const space = content.indexOf(0x20, at);
    const end = content.indexOf(0, space);
    entries.push({
      mode: content.toString('latin1', at, space),
      name: content.toString('utf8', space + 1, end),
      id: content.toString('hex', end + 1, end + 21),
    });
    at = end + 21;
  }
  return entries;
}

/** Writes a tree; git orders a folder as if its name ended in a slash. */
export function treeObject(entries: readonly GitTreeEntry[]): Omit<GitObject, 'id'> {
  const sortable = entries.map((entry) => ({
    entry,
    key: Buffer.from(isFolder(entry) ? `${entry.name}/` : entry.name, 'utf8'),
  }));
  sortable.sort((left, right) => Buffer.compare(left.key, right.key));
  const content = Buffer.concat(
    sortable.flatMap(({ entry: { mode, name, id } }) => [
      Buffer.from(`${mode} ${name}\0`, 'utf8'),
      Buffer.from(id, 'hex'),
    ]),
  );
  return { type: 'tree', content };
}
