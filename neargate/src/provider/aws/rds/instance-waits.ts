import type { DBInstance } from '@aws-sdk/client-rds';
import { UserError } from '../../../core/user-error.ts';
import type { OperationEnvironment } from '../../../terraform/provider.ts';
import { orAbsent } from '../absent.ts';
import type { AwsClient } from '../client.ts';
import { waitUntil } from '../deadline.ts';

/** Statuses that an instance does not leave by itself. */
const failed: ReadonlySet<string | undefined> = new Set([
  'failed',
  'inaccessible-encryption-credentials',
  'incompatible-network',
  'incompatible-option-group',
  'incompatible-parameters',
  'incompatible-restore',
  'storage-full',
]);

export async function waitUntilInstanceAvailable(
  identifier: string,
  limitMinutes: number,
  environment: OperationEnvironment<AwsClient>,
): Promise<DBInstance> {
  return await waitUntil(environment, {
    what: `RDS DB Instance (${identifier}) to be available`,
    limitMinutes,
    probe: async () => {
      const found = await findInstance(environment.client, identifier);
      if (found === undefined) throw new UserError(`RDS DB Instance (${identifier}) is gone`);
      const { DBInstanceStatus: status } = found;
      if (status === 'available') return found;
      if (failed.has(status)) throw failure(identifier, found);
      environment.progress(`${identifier} is ${status}`);
      return undefined;
    },
  });
}

function failure(identifier: string, { DBInstanceStatus: status, StatusInfos = [] }: DBInstance): UserError {
  const reason = StatusInfos.find(({ Normal }) => Normal === false)?.Message;
  return new UserError(
    `waiting for RDS DB Instance (${identifier}): unexpected state '${status}', wanted target 'available'${reason === undefined ? '' : `: ${reason}`}`,
  );
}

export async function findInstance(client: AwsClient, identifier: string): Promise<DBInstance | undefined> {
  const output = await orAbsent(
    client.call('rds', 'DescribeDBInstances', { DBInstanceIdentifier: identifier }),
    'DBInstanceNotFound',
  );
  return output?.DBInstances?.[0];
}
