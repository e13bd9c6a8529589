import type { OperationContext } from '../context.ts';
import { branchDoesNotExist, branchNameRequired, invalidBranchName } from './errors.ts';
import { codecommitTablesOf, referenceKey, type RepositoryRow } from './store.ts';

export interface Branch {
  readonly branchName: string;
  readonly commitId: string;
}

/** A branch by its name or full name; throws when it is missing, could not be one, or is not there. */
export function findBranch(
  context: OperationContext,
  { repositoryId }: RepositoryRow,
  given: string | undefined,
): Branch {
  const branchName = requireBranchName(given);
  const row = codecommitTablesOf(context).references.get(
    referenceKey(repositoryId, `refs/heads/${branchName}`),
  );
  if (row === undefined) throw branchDoesNotExist(branchName);
  return { branchName, commitId: row.commitId };
}

/** The short name of a branch; throws when it is missing or not a name that git takes. */
export function requireBranchName(given: string | undefined): string {
  if (given === undefined || given === '') throw branchNameRequired();
  const name = given.replace(/^refs\/heads\//, '');
  if (name.length > 256 || !isReferenceName(name)) throw invalidBranchName(given);
  return name;
}

/** Whether git takes this as the name of a reference. https://git-scm.com/docs/git-check-ref-format */
export function isReferenceName(name: string): boolean {
  // oxlint-disable-next-line no-control-regex
  if (/[\u0000-\u0020\u007f~^:?*[\\]|\.\.|@\{|\/\/|\/$|^\/|\.$|^-|^@$/.test(name)) return false;
  return name.split('/').every((part) => part !== '' && !part.startsWith('.') && !part.endsWith('.lock'));
}
