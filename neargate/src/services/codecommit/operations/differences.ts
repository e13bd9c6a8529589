import type {
  BlobMetadata,
  GetDifferencesInput,
  GetDifferencesOutput,
  ListFileCommitHistoryRequest,
  ListFileCommitHistoryResponse,
} from '@aws-sdk/client-codecommit';
import type { GitRepository } from '../../../core/git-repository.ts';
import { regionalScope } from '../../context.ts';
import { operation } from '../../operation.ts';
import { paginate } from '../../pagination.ts';
import { describeCommit, specifiedCommit } from '../commits.ts';
import { invalidContinuationToken, invalidMaxResults, pathDoesNotExist } from '../errors.ts';
import { requireFilePath, requireFolderPath } from '../file-paths.ts';
import { commitFacts } from '../git-commit.ts';
import { type GitTreeEntry, isFolder } from '../git-tree.ts';
import { findRepository } from '../repositories.ts';
import { entryAt, type TreeDifference, treeDifferences } from '../tree-walk.ts';

const largestPage = 100;

/**
 * Files added, modified and deleted; a rename is a deletion and an addition, as CodeCommit shows it.
 * https://docs.aws.amazon.com/codecommit/latest/APIReference/API_GetDifferences.html
 */
export const getDifferences = operation<GetDifferencesInput, GetDifferencesOutput>({
  handle(context, input) {
    const repository = findRepository(context, input.repositoryName);
    const git = context.git.open(regionalScope(context.caller), repository.repositoryId);
    const after = specifiedCommit(context, git, repository, input.afterCommitSpecifier);
    const before =
      input.beforeCommitSpecifier === undefined
        ? undefined
        : specifiedCommit(context, git, repository, input.beforeCommitSpecifier);
    const differences = differencesBelow(
      git,
      { treeId: before?.treeId, path: input.beforePath },
      { treeId: after.treeId, path: input.afterPath },
    );
    const page = paginate(
      differences,
      ({ path }) => path,
      { token: input.NextToken, limit: pageLimit(input.MaxResults) },
      invalidContinuationToken,
    );
    return {
      differences: page.items.map(({ before: old, after: now }) => ({
        ...(old === undefined ? {} : { beforeBlob: old }),
        ...(now === undefined ? {} : { afterBlob: now }),
        changeType: old === undefined ? 'A' : now === undefined ? 'D' : 'M',
      })),
      NextToken: page.nextToken,
    };
  },
});

/**
 * The commits that changed a file, newest first.
 * https://docs.aws.amazon.com/codecommit/latest/APIReference/API_ListFileCommitHistory.html
 */
export const listFileCommitHistory = operation<ListFileCommitHistoryRequest, ListFileCommitHistoryResponse>({
  handle(context, { repositoryName, commitSpecifier, filePath, maxResults, nextToken }) {
    const repository = findRepository(context, repositoryName);
    const path = requireFilePath(filePath);
    const git = context.git.open(regionalScope(context.caller), repository.repositoryId);
    const { commitId } = specifiedCommit(context, git, repository, commitSpecifier);
    const history = git.historyOf(commitId, path);
    const page = paginate(
      history,
      (entry) => entry.commitId,
      { token: nextToken, limit: pageLimit(maxResults) },
      invalidContinuationToken,
    );
    const commits = git.read(page.items.map((entry) => entry.commitId));
    return {
      revisionDag: commits.flatMap((object) => {
        if (object === undefined) return [];
        const commit = commitFacts(object);
        const children = history.filter(({ parents }) => parents.includes(commit.commitId));
        return {
          commit: describeCommit(commit),
          blobId: entryAt(git, commit.treeId, path)?.id,
          path,
          revisionChildren: children.map((child) => child.commitId),
        };
      }),
      nextToken: page.nextToken,
    };
  },
});

function pageLimit(given: number | undefined): number {
  if (given !== undefined && (!Number.isInteger(given) || given < 1)) throw invalidMaxResults();
  return Math.min(given ?? largestPage, largestPage);
}

interface Side {
  readonly treeId: string | undefined;
  readonly path: string | undefined;
}

function differencesBelow(
  git: GitRepository,
  before: Side,
  after: Side,
): readonly {
  readonly path: string;
  readonly before: BlobMetadata | undefined;
  readonly after: BlobMetadata | undefined;
}[] {
  const old = entryOf(git, before);
  const now = entryOf(git, after);
  if (old === undefined && now === undefined) {
    const path = after.path ?? before.path;
    if (path === undefined) return [];
    throw pathDoesNotExist(path);
  }
  return differencesOf(git, old, now).map(({ path, before: oldFile, after: newFile }) => ({
    path,
    before: describeBlob(oldFile, before.path, path),
    after: describeBlob(newFile, after.path, path),
  }));
}

function entryOf(git: GitRepository, { treeId, path }: Side): GitTreeEntry | undefined {
  return treeId === undefined ? undefined : entryAt(git, treeId, folderPath(path));
}

function differencesOf(
  git: GitRepository,
  old: GitTreeEntry | undefined,
  now: GitTreeEntry | undefined,
): readonly TreeDifference[] {
  const isFile = [old, now].some((entry) => entry !== undefined && !isFolder(entry));
  if (!isFile) return treeDifferences(git, old?.id, now?.id);
  return old?.id === now?.id && old?.mode === now?.mode ? [] : [{ path: '', before: old, after: now }];
}

function describeBlob(
  entry: GitTreeEntry | undefined,
  folder: string | undefined,
  path: string,
): BlobMetadata | undefined {
  if (entry === undefined) return undefined;
  const parts = [folderPath(folder), path].filter((part) => part !== '');
  return { blobId: entry.id, path: parts.join('/'), mode: entry.mode.padStart(6, '0') };
}

function folderPath(given: string | undefined): string {
  return given === undefined ? '' : requireFolderPath(given);
}
