/** What happened to one branch or tag between two looks at a repository. */
export interface ReferenceChange {
  readonly event: 'referenceCreated' | 'referenceUpdated' | 'referenceDeleted';
  readonly fullName: string;
  readonly commitId?: string;
  readonly oldCommitId?: string;
}

interface Reference {
  readonly fullName: string;
  readonly objectId: string;
  readonly commitId: string;
}

/** Deleted references first, then the others in the order of `after`. Equal looks give nothing. */
export function referenceChanges(
  before: readonly Reference[],
  after: readonly Reference[],
): readonly ReferenceChange[] {
  const old = new Map(before.map((reference) => [reference.fullName, reference]));
  const remaining = new Set(after.map(({ fullName }) => fullName));
  const deleted = before
    .filter(({ fullName }) => !remaining.has(fullName))
    .map(({ fullName, commitId }) => ({
      event: 'referenceDeleted' as const,
      fullName,
      oldCommitId: commitId,
    }));
  const others = after.flatMap(({ fullName, objectId, commitId }): ReferenceChange[] => {
    const was = old.get(fullName);
    if (was === undefined) return [{ event: 'referenceCreated', fullName, commitId }];
    if (was.objectId === objectId) return [];
    return [{ event: 'referenceUpdated', fullName, commitId, oldCommitId: was.commitId }];
  });
  return [...deleted, ...others];
}
