import type { Commit } from '@aws-sdk/client-codecommit';
import type { OperationContext } from '../context.ts';
import { isReferenceName } from './branches.ts';
import {
  commitDoesNotExist,
  commitIdDoesNotExist,
  commitIdRequired,
  commitRequired,
  invalidCommit,
  invalidCommitId,
} from './errors.ts';
import { commitFacts, type GitCommitFacts } from './git-commit.ts';
import type { GitRepository } from '../../core/git-repository.ts';
import { referencesOf } from './repositories.ts';
import type { RepositoryRow } from './store.ts';

const fullId = /^[0-9a-f]{40}$/;

/** A full commit id; throws when it is missing or not one. */
export function requireCommitId(given: string | undefined): string {
  if (given === undefined || given === '') throw commitIdRequired();
  if (!fullId.test(given)) throw invalidCommitId(given);
  return given;
}

/** The commit with this id; throws when the repository has none. */
export function requireCommit(git: GitRepository, id: string): GitCommitFacts {
  const [object] = git.read([id]);
  if (object?.type !== 'commit') throw commitIdDoesNotExist(id);
  return commitFacts(object);
}

/**
 * The commit that a specifier names: a full id, a branch, a tag or any full reference name; without one, the head of the default
 * branch. https://docs.aws.amazon.com/codecommit/latest/APIReference/API_GetFile.html
 */
export function specifiedCommit(
  context: OperationContext,
  git: GitRepository,
  repository: RepositoryRow,
  specifier: string | undefined,
): GitCommitFacts {
  const name = specifier ?? repository.defaultBranch;
  if (name === undefined || name === '') throw commitRequired();
  const object = git.read([namedCommitId(context, repository, name) ?? unresolved(name)])[0];
  if (object?.type !== 'commit') throw commitDoesNotExist(name);
  return commitFacts(object);
}

function namedCommitId(
  context: OperationContext,
  repository: RepositoryRow,
  name: string,
): string | undefined {
  if (fullId.test(name)) return name;
  const candidates = [name, `refs/heads/${name}`, `refs/tags/${name}`];
  return referencesOf(context, repository).find(({ fullName }) => candidates.includes(fullName))?.commitId;
}

function unresolved(name: string): never {
  if (!isReferenceName(name)) throw invalidCommit(name);
  throw commitDoesNotExist(name);
}

/** A commit as the API describes it. */
export function describeCommit(facts: GitCommitFacts): Commit {
  return {
    commitId: facts.commitId,
    treeId: facts.treeId,
    parents: [...facts.parents],
    message: facts.message,
    author: { ...facts.author },
    committer: { ...facts.committer },
    additionalData: facts.additionalData,
  };
}
