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
  /** Topics are told by them; functions are not called. */
  readonly triggers: readonly RepositoryTrigger[];
  /** Names the state of the triggers. */
  readonly triggersConfigurationId?: string | undefined;
}

/**
 * A branch or tag as it was last seen in the git repository: observed, never written by anything but `recordReferences`. The row
 * and the event that tells of it come in one transaction.
 */
export interface ReferenceRow {
  readonly repositoryId: string;
  /** Such as `refs/heads/main` or `refs/tags/v1`. */
  readonly fullName: string;
  /** 40 hexadecimal digits. For an annotated tag, the tag object. */
  readonly objectId: string;
  /** For an annotated tag, what it stands for. */
  readonly commitId: string;
}

export interface CodecommitTables {
  /** Keyed by name. */
  readonly repositories: Table<RepositoryRow>;
  /** Keyed by `referenceKey`. */
  readonly references: Table<ReferenceRow>;
}

/** The tables that controllers watch through the store's change feed. */
export const codecommitTableNames = {
  repositories: 'codecommit.repositories',
  references: 'codecommit.references',
} as const satisfies Record<keyof CodecommitTables, string>;

export function codecommitTables(store: Store, scope: string): CodecommitTables {
  return {
    repositories: store.table(codecommitTableNames.repositories, scope),
    references: store.table(codecommitTableNames.references, scope),
  };
}

export function codecommitTablesOf(context: OperationContext): CodecommitTables {
  return codecommitTables(context.store, regionalScope(context.caller));
}

export function referenceKey(repositoryId: string, fullName: string): string {
  return `${repositoryId}:${fullName}`;
}
