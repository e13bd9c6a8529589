import type { HookAnswer, HookStatus } from '../../gateway/deployment-protocol.ts';

/** A hook that a deployment waits for, and how it is answered. */
export interface WaitingHook {
  readonly status: HookStatus;
  /** Throws AwsError when it does not wait any more. */
  answer(action: HookAnswer['action']): void;
}
