import { describe, expect, it } from 'vitest';
import { referenceChanges } from './reference-changes.ts';

const reference = (fullName: string, objectId: string, commitId = objectId) => ({
  fullName,
  objectId,
  commitId,
});

describe('changes between two looks', () => {
  it('are none when nothing changed', () => {
    const both = [reference('refs/heads/main', 'a'), reference('refs/tags/v1', 't', 'a')];
    expect(referenceChanges(both, [...both].toReversed())).toEqual([]);
  });

  it('name what was created, updated and deleted', () => {
    expect(
      referenceChanges(
        [reference('refs/heads/main', 'a'), reference('refs/heads/old', 'a')],
        [reference('refs/heads/main', 'b'), reference('refs/heads/new', 'c')],
      ),
    ).toEqual([
      { event: 'referenceDeleted', fullName: 'refs/heads/old', oldCommitId: 'a' },
      { event: 'referenceUpdated', fullName: 'refs/heads/main', commitId: 'b', oldCommitId: 'a' },
      { event: 'referenceCreated', fullName: 'refs/heads/new', commitId: 'c' },
    ]);
  });

  it('see a tag that was annotated anew', () => {
    const before = [reference('refs/tags/v1', 't1', 'a')];
    expect(referenceChanges(before, [reference('refs/tags/v1', 't2', 'a')])).toEqual([
      { event: 'referenceUpdated', fullName: 'refs/tags/v1', commitId: 'a', oldCommitId: 'a' },
    ]);
  });
});
