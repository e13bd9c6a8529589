import type { Value } from '../../hcl/values.ts';
import { objectId, operationOf } from '../plan/plan-context.ts';
import type { Doing } from '../rendering/progress-text.ts';
import { beginLine, completeLine, stillLine } from '../rendering/progress-text.ts';
import type { Operation } from '../resource-types/managed-type.ts';
import type { ApplyContext } from './apply-context.ts';

/** How often Terraform says that an operation is still under way. */
const stillIntervalMs = 10_000;

/** Runs a provider's operation under the limit of parallelism, and tells of its beginning, its going on and its end. */
export async function watchedOperation<Result extends Value | undefined | void>(
  { session, semaphore }: ApplyContext,
  target: {
    /** The instance's address. */
    readonly text: string;
    /** Set when the object was put aside by a replacement. */
    readonly deposed?: string | undefined;
    readonly doing: Doing;
    readonly before: Value | undefined;
    readonly client: unknown;
  },
  run: (operation: Operation) => Promise<Result>,
): Promise<{ readonly result: Result; readonly finished: () => void }> {
  const { text, doing, before, client } = target;
  const shown = target.deposed === undefined ? text : `${text} (deposed object ${target.deposed})`;
  return semaphore.run(async () => {
    const id = objectId(before);
    const startedAt = session.clock.now();
    let waitingFor: string | undefined;
    session.say(beginLine(shown, doing, id));
    let cancel = session.clock.setTimer(stillIntervalMs, sayStill);
    function sayStill(): void {
      session.say(stillLine(shown, doing, id, session.clock.now() - startedAt, waitingFor));
      cancel = session.clock.setTimer(stillIntervalMs, sayStill);
    }
    try {
      const result = await run(
        operationOf(session, text, client, (progress) => {
          waitingFor = progress;
        }),
      );
      const resultId = objectId(result ?? undefined) ?? id;
      return {
        result,
        finished: () => session.say(completeLine(text, doing, session.clock.now() - startedAt, resultId)),
      };
    } finally {
      cancel();
    }
  });
}
