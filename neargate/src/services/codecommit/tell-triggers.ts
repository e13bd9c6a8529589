import type { RepositoryTrigger, RepositoryTriggerEventEnum } from '@aws-sdk/client-codecommit';
import { AwsError } from '../../core/aws-error.ts';
import type { OperationContext } from '../context.ts';
import { publishForService } from '../sns/publish-for.ts';
import type { ReferenceChange } from './reference-changes.ts';
import type { RepositoryRow } from './store.ts';

const eventNames: Readonly<Record<ReferenceChange['event'], RepositoryTriggerEventEnum>> = {
  referenceCreated: 'createReference',
  referenceDeleted: 'deleteReference',
  referenceUpdated: 'updateReference',
};

/**
 * Tells the topics of a repository's triggers what a push changed, in the transaction under way. Functions are not called. As in
 * AWS, a topic that is gone or that does not let CodeCommit gets nothing, and the push goes on.
 * https://docs.aws.amazon.com/codecommit/latest/userguide/how-to-notify.html
 */
export function tellTriggers(
  context: OperationContext,
  repository: RepositoryRow,
  changes: readonly ReferenceChange[],
): void {
  for (const trigger of repository.triggers) {
    const wanted = changes.filter((change) => isWanted(trigger, change));
    const topicArn = trigger.destinationArn ?? '';
    if (wanted.length === 0 || !topicArn.includes(':sns:')) continue;
    const { accountId } = context.caller;
    try {
      publishForService(
        context,
        topicArn,
        {
          service: 'codecommit.amazonaws.com',
          sourceArn: repository.arn,
          sourceAccountId: accountId,
        },
        { body: triggerMessage(context, repository, trigger, wanted) },
        // By this key the policy of a new topic lets the repositories of its own account.
        { 'aws:SourceOwner': accountId },
      );
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
    }
  }
}

/** Without branches, a trigger is for all references. */
function isWanted(
  { events = [], branches = [] }: RepositoryTrigger,
  { event, fullName }: ReferenceChange,
): boolean {
  return (
    (events.includes('all') || events.includes(eventNames[event])) &&
    (branches.length === 0 || branches.some((branch) => fullName === `refs/heads/${branch}`))
  );
}

/** https://docs.aws.amazon.com/lambda/latest/dg/services-codecommit.html */
function triggerMessage(
  { caller, clock, ids }: OperationContext,
  { arn, triggersConfigurationId }: RepositoryRow,
  { name, customData }: RepositoryTrigger,
  changes: readonly ReferenceChange[],
): string {
  return JSON.stringify({
    Records: [
      {
        awsRegion: caller.region,
        codecommit: {
          references: changes.map(({ event, fullName, commitId, oldCommitId }) => ({
            commit: commitId ?? oldCommitId,
            ...(event === 'referenceCreated' ? { created: true } : {}),
            ...(event === 'referenceDeleted' ? { deleted: true } : {}),
            ref: fullName,
          })),
        },
        ...(customData === undefined || customData === '' ? {} : { customData }),
        eventId: ids.uuid(),
        eventName: 'ReferenceChanges',
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
