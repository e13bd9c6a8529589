import { parseArn } from '../../core/arn.ts';
import type { Problem } from '../../gateway/admin-protocol.ts';
import { codecommitTableNames, codecommitTables } from '../../services/codecommit/store.ts';
import { notificationRules } from '../../services/s3/notification-rules.ts';
import { bucketsOf } from '../../services/s3/store.ts';
import { snsTables } from '../../services/sns/store.ts';
import { queueByArn } from '../../services/sqs/find-queue.ts';
import type { Store } from '../../store/store.ts';
import type { Places } from './places.ts';

/** Somebody who is to tell a queue or topic that is not there: as on AWS, what is for it is dropped without a word. */
export interface MissingReceiver {
  readonly from: string;
  /** What Terraform knows who tells by. */
  readonly id: string;
  readonly receiverArn: string;
}

export function missingReceivers(store: Store): readonly MissingReceiver[] {
  return [...ofBuckets(store), ...ofRepositories(store)].filter(
    ({ receiverArn }) => !isThere(store, receiverArn),
  );
}

export function receiverProblem(
  { from, id, receiverArn }: MissingReceiver,
  placeOf: Places['placeOf'],
): Problem {
  const place = placeOf(id);
  return {
    resource: from,
    cause: `${receiverArn} does not exist: what it is to be told of is lost.`,
    ...(place === undefined ? {} : { place }),
    remedy: 'Create it, or take it out of what the bucket or repository tells.',
  };
}

function ofBuckets(store: Store): readonly MissingReceiver[] {
  return [...bucketsOf({ store, caller: { partition: 'aws' } }).values()].flatMap(({ name, notification }) =>
    notificationRules(notification).map(({ receiverArn }) => ({
      from: `notification of bucket ${name}`,
      id: name,
      receiverArn,
    })),
  );
}

function ofRepositories(store: Store): readonly MissingReceiver[] {
  return store.scopes(codecommitTableNames.repositories).flatMap((scope) =>
    [...codecommitTables(store, scope).repositories.values()].flatMap(({ repositoryName, triggers }) =>
      triggers.map(({ name, destinationArn = '' }) => ({
        from: `trigger ${name ?? ''} of repository ${repositoryName}`,
        id: repositoryName,
        receiverArn: destinationArn,
      })),
    ),
  );
}

/** Whether it is, or is of a kind that Neargate does not tell, which other places say. */
function isThere(store: Store, receiverArn: string): boolean {
  const { service, accountId, region } = parseArn(receiverArn) ?? {};
  if (service === 'sqs') return queueByArn(store, receiverArn) !== undefined;
  if (service === 'sns') return snsTables(store, `${accountId}/${region}`).topics.has(receiverArn);
  return true;
}
