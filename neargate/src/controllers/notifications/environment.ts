import type { Clock } from '../../core/clock.ts';
import type { Timing } from '../../core/timing.ts';
import type { OperationContext } from '../../services/context.ts';
import type { Store } from '../../store/store.ts';
import type { PostMessage } from './post-message.ts';
import type { MessageSigner } from './message-signer.ts';

/** What delivering notifications needs of its surroundings. */
export interface NotificationEnvironment {
  readonly store: Store;
  readonly clock: Clock;
  readonly timing: Timing;
  /** What an operation gets that is called for an account and region. */
  readonly contextOf: (scope: string) => OperationContext;
  readonly signer: () => Promise<MessageSigner>;
  readonly post: PostMessage;
}
