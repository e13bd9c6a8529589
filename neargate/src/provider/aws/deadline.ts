import { UserError } from '../../core/user-error.ts';
import type { OperationEnvironment } from '../../terraform/provider.ts';
import type { AwsClient } from './client.ts';
import { waitFor } from './waiting.ts';

export interface Wait<Result> {
  /** What is waited for, such as `ECS Service (web) to be INACTIVE`; said when it takes too long. */
  readonly what: string;
  readonly limitMinutes: number;
  /** Resolves to undefined as long as it has to go on. */
  readonly probe: () => Promise<Result | undefined>;
}

/** As `waitFor`, but rejects with a UserError once the provider's own time limit for it is over. */
export function waitUntil<Result>(
  { client, signal }: OperationEnvironment<AwsClient>,
  { what, limitMinutes, probe }: Wait<Result>,
): Promise<Result> {
  const deadlineMs = client.clock.now() + limitMinutes * 60_000;
  return waitFor(client.clock, signal, async () => {
    const result = await probe();
    if (result === undefined && client.clock.now() >= deadlineMs) {
      throw new UserError(`timeout while waiting for ${what} (${limitMinutes}m)`);
    }
    return result;
  });
}
