import { emitEvent } from '../events/emit-event.ts';
import { type OperationContext, regionalScope } from '../context.ts';
import type { GitReference } from '../../core/git-repository.ts';
import { type ReferenceChange, referenceChanges } from './reference-changes.ts';
import { referencesOf } from './repositories.ts';
import { codecommitTablesOf, referenceKey, type RepositoryRow } from './store.ts';
import { tellTriggers } from './tell-triggers.ts';

const recordedKinds = /^refs\/(heads|tags)\/(.+)$/s;

/**
 * Looks at the repository's branches and tags and writes down what changed since the last look, with one event for each
 * change, all in one transaction: a change is told once, whether the look comes right after the push or after a crash. The
 * first branch becomes the default branch. Returns what changed. The caller of `context` is named as who did it.
 */
export function recordReferences(
  context: OperationContext,
  repository: RepositoryRow,
): readonly ReferenceChange[] {
  return context.store.transact(() => {
    const git = context.git.open(regionalScope(context.caller), repository.repositoryId);
    const found = git.references().filter(({ fullName }) => recordedKinds.test(fullName));
    const changes = referenceChanges(referencesOf(context, repository), found);
    if (changes.length > 0) write(context, repository, found, changes);
    const { defaultBranch } = codecommitTablesOf(context).repositories.get(repository.repositoryName) ?? {};
    if (defaultBranch !== undefined) git.pointHeadAt(defaultBranch);
    return changes;
  });
}

function write(
  context: OperationContext,
  repository: RepositoryRow,
  found: readonly GitReference[],
  changes: readonly ReferenceChange[],
): void {
  const { repositoryId, repositoryName } = repository;
  const { references, repositories } = codecommitTablesOf(context);
  const byName = new Map(found.map((reference) => [reference.fullName, reference]));
  for (const change of changes) {
    const now = byName.get(change.fullName);
    const key = referenceKey(repositoryId, change.fullName);
    if (now === undefined) references.delete(key);
    else references.put(key, { repositoryId, ...now });
    emitEvent(context, regionalScope(context.caller), {
      source: 'aws.codecommit',
      detailType: 'CodeCommit Repository State Change',
      resources: [repository.arn],
      detail: stateChange(context, repository, change),
    });
  }
  tellTriggers(context, repository, changes);
  repositories.put(repositoryName, {
    ...repository,
    defaultBranch: defaultBranch(repository.defaultBranch, [...byName.keys()]),
    lastModifiedAtMs: context.clock.now(),
  });
}

/** https://docs.aws.amazon.com/codecommit/latest/userguide/monitoring-events.html */
function stateChange(
  { caller }: OperationContext,
  { repositoryId, repositoryName }: RepositoryRow,
  { event, fullName, commitId, oldCommitId }: ReferenceChange,
): Readonly<Record<string, string>> {
  const [, kind, referenceName = fullName] = recordedKinds.exec(fullName) ?? [];
  return {
    callerUserArn: caller.principalArn,
    ...(commitId === undefined ? {} : { commitId }),
    event,
    ...(oldCommitId === undefined ? {} : { oldCommitId }),
    referenceFullName: fullName,
    referenceName,
    referenceType: kind === 'tags' ? 'tag' : 'branch',
    repositoryId,
    repositoryName,
  };
}

/** The first branch pushed; of several pushed together, the one that clones would expect. */
function defaultBranch(before: string | undefined, fullNames: readonly string[]): string | undefined {
  const branches = fullNames
    .filter((name) => name.startsWith('refs/heads/'))
    .map((name) => name.slice('refs/heads/'.length));
  if (before !== undefined && branches.includes(before)) return before;
  return ['main', 'master'].find((name) => branches.includes(name)) ?? branches[0];
}
