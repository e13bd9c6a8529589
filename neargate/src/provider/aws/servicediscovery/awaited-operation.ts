import type { Operation } from '@aws-sdk/client-servicediscovery';
import { UserError } from '../../../core/user-error.ts';
import type { AwsClient } from '../client.ts';

/** What an asynchronous call came to. Throws what the provider says when it failed. */
export async function awaitedOperation(
  client: AwsClient,
  { OperationId }: { readonly OperationId?: string | undefined },
): Promise<Operation> {
  const { Operation: operation = {} } = await client.call('servicediscovery', 'GetOperation', {
    OperationId,
  });
  if (operation.Status !== 'FAIL') return operation;
  throw new UserError(
    `waiting for Service Discovery operation: unexpected state 'FAIL', wanted target 'SUCCESS'. last error: ${operation.ErrorCode}: ${operation.ErrorMessage}`,
  );
}
