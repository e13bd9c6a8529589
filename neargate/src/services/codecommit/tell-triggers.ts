import type { RepositoryTrigger, RepositoryTriggerEventEnum } from '@aws-sdk/client-codecommit';
import { AwsError } from '../../core/aws-error.ts';
import type { OperationContext } from '../context.ts';
import { publishForService } from '../sns/publish-for.ts';
import type { ReferenceChange } from './reference-changes.ts';
import type { RepositoryRow } from './store.ts';
import { testMessage, triggerMessage } from './trigger-message.ts';

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
    if (wanted.length === 0 || !isForTopic(trigger)) continue;
    try {
      tellTopic(context, repository, trigger, triggerMessage(context, repository, trigger, wanted));
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
    }
  }
}

/**
 * Sends what a push of the default branch's last commit would, or a sample where there is none. Returns why a trigger was not
 * told; undefined when its topic has it. The texts of failures are not verified.
 * https://docs.aws.amazon.com/codecommit/latest/userguide/how-to-notify-test.html
 */
export function testTrigger(
  context: OperationContext,
  repository: RepositoryRow,
  trigger: RepositoryTrigger,
): string | undefined {
  if (!isForTopic(trigger)) return 'Neargate calls no functions, so that the trigger was not run.';
  try {
    tellTopic(context, repository, trigger, testMessage(context, repository, trigger));
    return undefined;
  } catch (error) {
    if (error instanceof AwsError) return error.message;
    throw error;
  }
}

/** @throws AwsError when the topic is gone, or does not let CodeCommit where policies are enforced */
function tellTopic(
  context: OperationContext,
  { arn }: RepositoryRow,
  { destinationArn = '' }: RepositoryTrigger,
  body: string,
): void {
  const { accountId } = context.caller;
  publishForService(
    context,
    destinationArn,
    { service: 'codecommit.amazonaws.com', sourceArn: arn, sourceAccountId: accountId },
    { body },
    // By this key the policy of a new topic lets the repositories of its own account.
    { 'aws:SourceOwner': accountId },
  );
}

function isForTopic({ destinationArn = '' }: RepositoryTrigger): boolean {
  return destinationArn.includes(':sns:');
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
