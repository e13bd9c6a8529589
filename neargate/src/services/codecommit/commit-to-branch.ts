import type { GitRepository } from '../../core/git-repository.ts';
import { type OperationContext, regionalScope } from '../context.ts';
import { findBranch, requireBranchName } from './branches.ts';
import { cachedReads } from './cached-reads.ts';
import { requireCommit } from './commits.ts';
import {
  directoryNameConflict,
  fileNameConflict,
  invalidParentCommitId,
  parentCommitDoesNotExist,
  parentCommitIdOutdated,
  parentCommitIdRequired,
  referenceChangedMeanwhile,
} from './errors.ts';
import { commitObject } from './git-commit.ts';
import { isFolder } from './git-tree.ts';
import { recordReferences } from './record-references.ts';
import { referencesOf } from './repositories.ts';
import type { RepositoryRow } from './store.ts';
import { editTree, type TreeEdits } from './tree-edit.ts';
import { entryAt, pathParts } from './tree-walk.ts';

/** Where a commit through the API goes: the head of a branch, or the beginning of an empty repository. */
export interface BranchTip {
  readonly repository: RepositoryRow;
  readonly git: GitRepository;
  readonly branchName: string;
  readonly parent: { readonly commitId: string; readonly treeId: string } | undefined;
}

/** The branch's head, which the caller must know by its id; throws as AWS does when it does not. */
export function requireTip(
  context: OperationContext,
  repository: RepositoryRow,
  given: { readonly branchName: string | undefined; readonly parentCommitId?: string | undefined },
): BranchTip {
  const branchName = requireBranchName(given.branchName);
  const git = cachedReads(context.git.open(regionalScope(context.caller), repository.repositoryId));
  if (referencesOf(context, repository).length === 0)
    return { repository, git, branchName, parent: undefined };
  const { commitId } = findBranch(context, repository, branchName);
  const { parentCommitId } = given;
  if (parentCommitId === undefined || parentCommitId === '') throw parentCommitIdRequired();
  if (!/^[0-9a-f]{40}$/.test(parentCommitId)) throw invalidParentCommitId(parentCommitId);
  if (parentCommitId !== commitId) {
    if (git.measure([parentCommitId])[0]?.type !== 'commit') throw parentCommitDoesNotExist();
    throw parentCommitIdOutdated();
  }
  return { repository, git, branchName, parent: requireCommit(git, commitId) };
}

export interface CommitWords {
  readonly authorName: string | undefined;
  readonly email: string | undefined;
  readonly message: string | undefined;
}

/** Commits the edits, moves the branch and tells of it. The tree is the caller's to compare: nothing here refuses equal ones. */
export function commitToBranch(
  context: OperationContext,
  { repository, git, branchName, parent }: BranchTip,
  order: { readonly edits: TreeEdits; readonly keepsEmptyFolders: boolean; readonly words: CommitWords },
): { readonly commitId: string; readonly treeId: string } {
  for (const [path, edit] of order.edits) if (edit !== undefined) requireRoom(git, parent?.treeId, path);
  const treeId = editTree(git, parent?.treeId, order.edits, order.keepsEmptyFolders);
  const { authorName, email, message } = order.words;
  const author = {
    name: authorName ?? context.caller.principalArn.replace(/^.*[:/]/, ''),
    email: email ?? '',
    date: `${Math.floor(context.clock.now() / 1000)} +0000`,
  };
  const parents = parent === undefined ? [] : [parent.commitId];
  const [commitId = ''] = git.write([
    commitObject({ treeId, parents, author, committer: author, message: message ?? '' }),
  ]);
  const fullName = `refs/heads/${branchName}`;
  if (!git.moveReference({ fullName, from: parent?.commitId, to: commitId }))
    throw referenceChangedMeanwhile();
  recordReferences(context, repository);
  return { commitId, treeId };
}

/** A file cannot stand where a folder is, nor below a file. */
function requireRoom(git: GitRepository, treeId: string | undefined, path: string): void {
  if (treeId === undefined) return;
  const parts = pathParts(path);
  for (let length = 1; length < parts.length; length++) {
    const entry = entryAt(git, treeId, parts.slice(0, length).join('/'));
    if (entry === undefined) return;
    if (!isFolder(entry)) throw directoryNameConflict(path);
  }
  const existing = entryAt(git, treeId, path);
  if (existing !== undefined && isFolder(existing)) throw fileNameConflict(path);
}
