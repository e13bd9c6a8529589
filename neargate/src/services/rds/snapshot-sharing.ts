import type { DBSnapshotAttribute } from '@aws-sdk/client-rds';
import { invalidParameterValue } from './errors.ts';

/** Who a snapshot is shared with, as its only attribute says it. Stored: other accounts see nothing of it here. */
export function describeSharing(
  sharedWith: readonly string[],
): (DBSnapshotAttribute & { AttributeName: string })[] {
  return [{ AttributeName: 'restore', AttributeValues: [...sharedWith] }];
}

/** The accounts that a change of the attribute leaves. */
export function changedSharing(
  sharedWith: readonly string[],
  input: {
    readonly AttributeName?: string | undefined;
    readonly ValuesToAdd?: readonly string[] | undefined;
    readonly ValuesToRemove?: readonly string[] | undefined;
  },
): readonly string[] {
  const { AttributeName: name = '', ValuesToAdd: added = [], ValuesToRemove: removed = [] } = input;
  if (name !== 'restore') throw invalidParameterValue(`Invalid snapshot attribute: ${name}`);
  for (const account of added) {
    if (account !== 'all' && !/^\d{12}$/.test(account)) {
      throw invalidParameterValue(`Invalid account ID: ${account}`);
    }
  }
  return [...new Set([...sharedWith.filter((account) => !removed.includes(account)), ...added])];
}
