import type { RepositoryTrigger } from '@aws-sdk/client-codecommit';
import type { OperationContext } from '../context.ts';
import type { ReferenceChange } from './reference-changes.ts';
import { codecommitTablesOf, referenceKey, type RepositoryRow } from './store.ts';

/** https://docs.aws.amazon.com/lambda/latest/dg/services-codecommit.html */
export function triggerMessage(
  context: OperationContext,
  repository: RepositoryRow,
  trigger: RepositoryTrigger,
  changes: readonly ReferenceChange[],
): string {
  const references = changes.map(({ event, fullName, commitId, oldCommitId }) => ({
    commit: commitId ?? oldCommitId,
    ...(event === 'referenceCreated' ? { created: true } : {}),
    ...(event === 'referenceDeleted' ? { deleted: true } : {}),
    ref: fullName,
  }));
  return message(context, repository, trigger, { eventName: 'ReferenceChanges', references });
}

/** As a test of a trigger sends it: of the default branch's last commit, or of one that is made up where there is none. */
export function testMessage(
  context: OperationContext,
  repository: RepositoryRow,
  trigger: RepositoryTrigger,
): string {
  const { repositoryId, defaultBranch = 'main' } = repository;
  const ref = `refs/heads/${defaultBranch}`;
  const last = codecommitTablesOf(context).references.get(referenceKey(repositoryId, ref));
  const references = [{ commit: last?.commitId ?? context.ids.hex(40), ref }];
  return message(context, repository, trigger, { eventName: 'TriggerEventTest', references });
}

function message(
  { caller, clock, ids }: OperationContext,
  { arn, triggersConfigurationId }: RepositoryRow,
  { name, customData }: RepositoryTrigger,
  { eventName, references }: { readonly eventName: string; readonly references: readonly object[] },
): string {
  return JSON.stringify({
    Records: [
      {
        awsRegion: caller.region,
        codecommit: { references },
        ...(customData === undefined || customData === '' ? {} : { customData }),
        eventId: ids.uuid(),
        eventName,
        eventPartNumber: 1,
        eventSource: 'aws:codecommit',
        eventSourceARN: arn,
        eventTime: new Date(clock.now()).toISOString().replace('Z', '+0000'),
        eventTotalParts: 1,
        eventTriggerConfigId: triggersConfigurationId,
        eventTriggerName: name,
        eventVersion: '1.0',
        userIdentityARN: caller.principalArn,
      },
    ],
  });
}
