import type { RepositoryTrigger } from '@aws-sdk/client-codecommit';
import type { Store } from '../../store/store.ts';
import type { Table } from '../../store/table.ts';
import { type OperationContext, regionalScope } from '../context.ts';

export interface RepositoryRow {
  readonly repositoryName: string;
  /** A UUID that stays when the repository is renamed: what the git data is kept under. */
  readonly repositoryId: string;
  readonly arn: string;
  readonly repositoryDescription?: string | undefined;
  /** Absent until a branch was pushed; the first one pushed becomes it. */
  readonly defaultBranch?: string | undefined;
  /** Stored, not enforced: nothing is encrypted with it. */
  readonly kmsKeyId: string;
  readonly createdAtMs: number;
  readonly lastModifiedAtMs: number;
  readonly tags: Readonly<Record<string, string>>;
  /** Stored, not enforced: nothing sends notifications by them. */
  readonly triggers: readonly RepositoryTrigger[];
  /** Names the state of the triggers. */
  readonly triggersConfigurationId?: string | undefined;
}

/** A branch as the git repository has it; written when refs change. */
export interface BranchRow {
  readonly repositoryId: string;
  readonly branchName: string;
  /** 40 hexadecimal digits. */
  readonly commitId: string;
}

export interface CodecommitTables {
  /** Keyed by name. */
  readonly repositories: Table<RepositoryRow>;
  /** Keyed by `branchKey`. */
  readonly branches: Table<BranchRow>;
}

/** The tables that controllers watch through the store's change feed. */
export const codecommitTableNames = {
  repositories: 'codecommit.repositories',
  branches: 'codecommit.branches',
} as const satisfies Record<keyof CodecommitTables, string>;

export function codecommitTables(store: Store, scope: string): CodecommitTables {
  return {
    repositories: store.table(codecommitTableNames.repositories, scope),
    branches: store.table(codecommitTableNames.branches, scope),
  };
}

export function codecommitTablesOf(context: OperationContext): CodecommitTables {
  return codecommitTables(context.store, regionalScope(context.caller));
}

export function branchKey(repositoryId: string, branchName: string): string {
  return `${repositoryId}:${branchName}`;
}
