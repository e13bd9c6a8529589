import type { Target } from '@aws-sdk/client-eventbridge';
import type { Arn } from '../../../core/arn.ts';
import type { OperationContext } from '../../../services/context.ts';
import type { DeliveryRow } from '../../../services/events/store.ts';

/** One invocation of a target. */
export interface Invocation {
  /** For the account and region of the target, in a session of its role. */
  readonly context: OperationContext;
  readonly delivery: DeliveryRow;
  readonly target: Target;
  /** The target's. */
  readonly arn: Arn;
  /** JSON text. */
  readonly input: string;
}

/**
 * Invokes a target in the transaction under way and says what came of it: an id or ARN.
 * Throws AwsError as the target's service answers it, or DeliveryFailure.
 */
export type InvokeTarget = (invocation: Invocation) => string;
