import { writeZip, type ZipEntry } from '../../drivers/zip/write-zip.ts';
import type { GitRepository } from '../../core/git-repository.ts';
import { commitFacts } from '../../services/codecommit/git-commit.ts';
import { type OperationContext, regionalScope } from '../../services/context.ts';

interface TreeEntry {
  readonly path: string;
  readonly id: string;
  /** As git writes it: 0o40000 is a tree, 0o160000 a submodule. */
  readonly mode: number;
}

const treeMode = 0o40_000;
const submoduleMode = 0o160_000;
/** Objects are read in parts, so that no single answer of git becomes too large. */
const objectsAtOnce = 2000;

/** The tree of a commit as a ZIP file with the commit's time, without `.git`. A submodule is left out, as CodePipeline does. */
export async function archiveCommit(
  context: OperationContext,
  repositoryId: string,
  commitId: string,
): Promise<Uint8Array> {
  const repository = context.git.open(regionalScope(context.caller), repositoryId);
  const [commit] = repository.read([commitId]);
  if (commit === undefined) throw new Error(`commit ${commitId} is not in its repository`);
  const { treeId, committer } = commitFacts(commit);
  const files = await filesOf(repository, treeId);
  const entries: ZipEntry[] = [];
  for (let at = 0; at < files.length; at += objectsAtOnce) {
    const part = files.slice(at, at + objectsAtOnce);
    const objects = repository.read(part.map(({ id }) => id));
    for (const [index, { path, mode, id }] of part.entries()) {
      const object = objects[index];
      if (object === undefined) throw new Error(`object ${id} of '${path}' is not in its repository`);
      entries.push({ path, mode, content: object.content });
    }
    await nextTurn();
  }
  return writeZip(entries, Number(/^\d+/.exec(committer.date)?.[0] ?? '0') * 1000);
}

/** Every file below a tree, level by level, in the order of paths. */
async function filesOf(repository: GitRepository, rootId: string): Promise<readonly TreeEntry[]> {
  const files: TreeEntry[] = [];
  let trees: TreeEntry[] = [{ path: '', id: rootId, mode: treeMode }];
  while (trees.length > 0) {
    const objects = repository.read(trees.map(({ id }) => id));
    const below: TreeEntry[] = [];
    for (const [index, tree] of trees.entries()) {
      const object = objects[index];
      if (object === undefined) throw new Error(`tree ${tree.id} is not in its repository`);
      for (const entry of treeEntries(object.content, tree.path)) {
        if (entry.mode === treeMode) below.push(entry);
        else if (entry.mode !== submoduleMode) files.push(entry);
      }
    }
    trees = below;
    await nextTurn();
  }
  return files.toSorted((left, right) => (left.path < right.path ? -1 : 1));
}

/** https://git-scm.com/book/en/v2/Git-Internals-Git-Objects#_tree_objects */
function treeEntries(content: Buffer, folder: string): TreeEntry[] {
  const entries: TreeEntry[] = [];
  for (let at = 0; at < content.length;) {
    const space = content.indexOf(0x20, at);
    const end = content.indexOf(0, space);
    const name = content.toString('utf8', space + 1, end);
    entries.push({
      mode: Number.parseInt(content.toString('latin1', at, space), 8),
      path: folder === '' ? name : `${folder}/${name}`,
      id: content.toString('hex', end + 1, end + 21),
    });
    at = end + 21;
  }
  return entries;
}

/** Lets everything else that waits run first. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
