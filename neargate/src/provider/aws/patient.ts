import { AwsError } from '../../core/aws-error.ts';
import type { OperationEnvironment } from '../../terraform/provider.ts';
import type { AwsClient } from './client.ts';
import { waitFor } from './waiting.ts';

/** Long enough for a stopping task or load balancer to let go; the provider waits many minutes for AWS to do the same. */
const patienceMs = 60_000;

/**
 * Repeats a call while AWS answers with one of these codes, or with an error that is said to pass, as the provider does while
 * what depends on a resource is still going away or what it needs is still to come. After a minute the error stands.
 */
export function whileRefused<Output>(
  environment: OperationEnvironment<AwsClient>,
  refusals: readonly string[] | ((error: AwsError) => boolean),
  call: () => Promise<Output>,
): Promise<Output> {
  const { client, signal } = environment;
  const untilMs = client.clock.now() + patienceMs;
  return waitFor(client.clock, signal, async () => {
    try {
      return { output: await call() };
    } catch (error) {
      const isRefused =
        error instanceof AwsError &&
        (typeof refusals === 'function' ? refusals(error) : refusals.includes(error.code));
      if (!isRefused || client.clock.now() >= untilMs) throw error;
      environment.progress(error.message);
      return undefined;
    }
  }).then(({ output }) => output);
}
