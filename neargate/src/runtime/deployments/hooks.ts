import { AwsError } from '../../core/aws-error.ts';
import { UserError } from '../../core/user-error.ts';
import type { HookAnswer, HookStatus } from '../../gateway/deployment-protocol.ts';
import type { Store } from '../../store/store.ts';
import { waitingCodeDeployHooks } from './code-deploy-hooks.ts';
import { waitingEcsHooks } from './ecs-hooks.ts';
import type { WaitingHook } from './waiting-hook.ts';

/** The lifecycle hooks that deployments wait for, in every account and region. */
export function hookStatuses(store: Store): readonly HookStatus[] {
  return waitingHooks(store).map(({ status }) => status);
}

/**
 * Answers a hook: of a pause what ContinueServiceDeployment would say, of a Lambda hook what its function would.
 * @throws UserError when no such hook waits, or it is not clear which one is meant
 */
export function answerWaitingHook(store: Store, { hookId, action }: HookAnswer): HookStatus {
  const waiting = waitingHooks(store);
  const meant = hookId === undefined ? waiting : waiting.filter(({ status }) => status.hookId === hookId);
  const [only] = meant;
  if (only === undefined || meant.length > 1) {
    throw new UserError(
      only !== undefined
        ? 'More than one hook waits for an answer.'
        : hookId === undefined
          ? 'No hook waits for an answer.'
          : `No hook ${hookId} waits for an answer.`,
      { remedy: 'See them with: neargate deployment hooks' },
    );
  }
  try {
    store.transact(() => only.answer(action));
  } catch (error) {
    if (error instanceof AwsError) throw new UserError(error.message);
    throw error;
  }
  return only.status;
}

function waitingHooks(store: Store): readonly WaitingHook[] {
  return [...waitingEcsHooks(store), ...waitingCodeDeployHooks(store)];
}
