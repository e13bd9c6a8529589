import type { GitObject, GitRepository } from '../../core/git-repository.ts';

/** The same repository, which looks up each object once: for one operation that walks the same folders many times. */
export function cachedReads(git: GitRepository): GitRepository {
  const known = new Map<string, GitObject | undefined>();
  return {
    ...git,
    read(ids) {
      const missing = ids.filter((id) => !known.has(id));
      for (const [index, object] of git.read(missing).entries()) known.set(missing[index] ?? '', object);
      return ids.map((id) => known.get(id));
    },
    write(objects) {
      const ids = git.write(objects);
      for (const id of ids) known.delete(id);
      return ids;
    },
  };
}
