import { systemClock } from '../../core/clock.ts';
import type { Server } from '../../runtime/server.ts';
import { renderProblems } from '../views/status.ts';
import type { LiveArea } from './live-area.ts';
import { ProblemWatch } from './new-problems.ts';
import { isReady, pendingLines } from './readiness.ts';
import { renderReady } from './summary.ts';

/** How soon after a change the tables are looked at, and how often problems are looked for. */
const settleMs = 50;
const problemsEveryMs = 1_000;
/** How the resource of a pipeline's problem begins. */
const pipelineResource = 'pipeline ';

export interface ReadinessWatch {
  /** The apply has ended well: what is not as it should be from now on is told. */
  applied(): void;
  /** What was to be delivered has been: from now on everything may become ready. */
  delivered(): void;
  /** @param endsHere whether nothing runs that the server would go on for */
  applyFailed(endsHere: boolean): void;
  /** What `otherLines` gives has changed. */
  update(): void;
  end(): void;
}

/** What follows a correction of what is delivered: a push here where the pipeline reads CodeCommit. */
function afterDelivery(server: Server): string {
  return server.deliverySources().length > 0
    ? 'correct it, commit and run "neargate deploy"'
    : 'correct it, bring it to where the pipeline reads it, or run "neargate pipeline retry"';
}

/** Says when everything answers, what keeps it from that, and when that changes. */
export function watchReadiness(
  server: Server,
  live: LiveArea,
  options: { otherLines(): readonly string[] },
): ReadinessWatch {
  const problems = new ProblemWatch();
  let state: 'applying' | 'delivering' | 'waiting' | 'ready' | 'ended' = 'applying';
  let scheduled: (() => void) | undefined;
  let beenReady = false;

  const look = () => {
    scheduled = undefined;
    if (state === 'ended') return;
    const overview = server.overview();
    if (state === 'waiting' && isReady(overview)) {
      state = 'ready';
      live.show([]);
      live.clear();
      live.say(
        beenReady
          ? 'Ready again: every task is healthy.\n'
          : `\n${renderReady(overview, {
              apiUrl: server.url,
              seconds: process.uptime(),
              sources: server.deliverySources(),
            })}`,
      );
      beenReady = true;
    } else if (state === 'ready' && !isReady(overview)) {
      state = 'waiting';
    }
    if (state !== 'ready') live.show([...options.otherLines(), ...pendingLines(overview)]);
  };
  const schedule = () => {
    if (state !== 'ended') scheduled ??= systemClock.setTimer(settleMs, look);
  };
  const unsubscribe = server.onChange(schedule);
  let cancelProblems = systemClock.setTimer(problemsEveryMs, function check() {
    // Whoever applies sees what is not there yet; problems are what stays.
    const fresh = problems.observe(state === 'applying' ? [] : server.status().problems, systemClock.now());
    if (fresh.length > 0) {
      const isDelivery = fresh.every(({ resource }) => resource.startsWith(pipelineResource));
      const next = isDelivery ? afterDelivery(server) : 'correct it and run "neargate apply"';
      live.say(`\n${renderProblems(fresh)}\n  Neargate goes on: ${next}.\n`);
    }
    cancelProblems = systemClock.setTimer(problemsEveryMs, check);
  });
  return {
    applied() {
      state = 'delivering';
      look();
    },
    delivered() {
      if (state !== 'delivering') return;
      state = 'waiting';
      look();
    },
    applyFailed(endsHere) {
      state = 'waiting';
      live.say(
        endsHere
          ? '\nThe apply failed, and nothing runs yet. What the configuration looks up can be created on a server that applies nothing: neargate up --no-apply\n'
          : '\nThe apply failed. Neargate goes on with what there is: correct it and run "neargate apply".\n',
      );
    },
    update: schedule,
    end() {
      state = 'ended';
      scheduled?.();
      cancelProblems();
      unsubscribe();
    },
  };
}
