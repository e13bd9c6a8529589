/** https://git-scm.com/book/en/v2/Git-Internals-Git-Objects */
export type GitObjectType = 'commit' | 'tree' | 'blob' | 'tag';

export interface GitObject {
  /** 40 hexadecimal digits. */
  readonly id: string;
  readonly type: GitObjectType;
  readonly content: Buffer;
}

export interface GitObjectSize {
  readonly id: string;
  readonly type: GitObjectType;
  readonly sizeBytes: number;
}

/** A branch, tag or other reference as the repository has it. */
export interface GitReference {
  /** Such as `refs/heads/main`. */
  readonly fullName: string;
  readonly objectId: string;
  /** What an annotated tag stands for; else the object itself. */
  readonly commitId: string;
}

export interface GitHistoryEntry {
  readonly commitId: string;
  readonly parents: readonly string[];
}

/**
 * A real git repository, read and written at once: operations never wait. What an object means is decided above it. Objects and
 * references are looked up afresh at each call, as pushes come in beside.
 */
export interface GitRepository {
  references(): readonly GitReference[];
  /** The objects in the order of `ids`; undefined for one that is not there. */
  read(ids: readonly string[]): readonly (GitObject | undefined)[];
  /** Like `read`, without the contents. */
  measure(ids: readonly string[]): readonly (GitObjectSize | undefined)[];
  /**
   * The commits reachable from this one that changed the file at `path`, newest first, each with the nearest such commits before
   * it.
   */
  historyOf(commitId: string, path: string): readonly GitHistoryEntry[];
  /** Stores objects that others may refer to afterwards; resolves to their ids. */
  write(objects: readonly Omit<GitObject, 'id'>[]): readonly string[];
  /**
   * Makes, moves or deletes a reference when it still is where `from` says (undefined: not there); false when it is not or git
   * refuses.
   */
  moveReference(move: {
    readonly fullName: string;
    readonly from: string | undefined;
    readonly to: string | undefined;
  }): boolean;
  /** The branch that a clone checks out. */
  pointHeadAt(branchName: string): void;
}

/** The repositories of every account and region; one that nobody has opened yet is made empty. */
export interface GitRepositories {
  open(scope: string, repositoryId: string): GitRepository;
}
