import { gitObjectId } from '../../core/git-object-id.ts';
import type { GitObject, GitReference, GitRepositories, GitRepository } from '../../core/git-repository.ts';

/** Git repositories in memory, for tests of operations: true object ids, no packs, no files. */
export function memoryGit(): GitRepositories {
  const repositories = new Map<string, GitRepository>();
  return {
    open(scope, repositoryId) {
      const key = `${scope}/${repositoryId}`;
      const known = repositories.get(key) ?? memoryRepository();
      repositories.set(key, known);
      return known;
    },
  };
}

function memoryRepository(): GitRepository {
  const objects = new Map<string, GitObject>();
  const references = new Map<string, GitReference>();
  return {
    references: () => [...references.values()],
    read: (ids) => ids.map((id) => objects.get(id)),
    measure: (ids) =>
      ids.map((id) => {
        const object = objects.get(id);
        return object === undefined ? undefined : { id, type: object.type, sizeBytes: object.content.length };
      }),
    historyOf() {
      throw new Error('the history of a file needs git itself');
    },
    write: (added) =>
      added.map((object) => {
        const id = gitObjectId(object);
        objects.set(id, { ...object, id });
        return id;
      }),
    moveReference({ fullName, from, to }) {
      if (references.get(fullName)?.objectId !== from) return false;
      if (to === undefined) return references.delete(fullName);
      references.set(fullName, { fullName, objectId: to, commitId: to });
      return true;
    },
    pointHeadAt() {},
  };
}
