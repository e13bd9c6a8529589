import { systemClock } from '../../core/clock.ts';
import type { Server } from '../../runtime/server.ts';
import type { Overview } from '../../runtime/status/overview.ts';
import { renderProblems } from '../views/status.ts';
import type { LiveArea } from './live-area.ts';
import { ProblemWatch } from './new-problems.ts';
import { isReady, pendingLines } from './readiness.ts';
import { renderReady, renderUnmet } from './summary.ts';
import { type Undelivered, unmetRequests } from './unmet-requests.ts';

/** How soon after a change the tables are looked at, and how often problems are looked for. */
const settleMs = 50;
const problemsEveryMs = 1_000;
/** How the resource of a pipeline's problem begins. */
const pipelineResource = 'pipeline ';

export interface ReadinessWatch {
  /** The apply has ended well: what is not as it should be from now on is told. */
  applied(): void;
  /**
   * The delivery is over or waits for somebody: from now on everything may become ready.
   * @param undelivered why what was to be delivered reached no pipeline
   */
  delivered(undelivered?: Undelivered): void;
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

/**
 * Says when everything that was asked for answers, what keeps it from that, and when that changes. "Ready" is never said of a system
 * that is healthy but not what was asked for.
 */
export function watchReadiness(
  server: Server,
  live: LiveArea,
  options: { otherLines(): readonly string[] },
): ReadinessWatch {
  const problems = new ProblemWatch();
  let state: 'applying' | 'delivering' | 'waiting' | 'ready' | 'ended' = 'applying';
  let scheduled: (() => void) | undefined;
  let beenReady = false;
  let undelivered: Undelivered | undefined;
  let toldUnmet = '';

  const sayUnmet = (overview: Overview, reasons: readonly string[]) => {
    if (reasons.join('\n') === toldUnmet) return;
    toldUnmet = reasons.join('\n');
    live.say(`\n${renderUnmet(overview, reasons)}`);
  };
  const settle = (overview: Overview) => {
    if (!isReady(overview)) {
      state = 'waiting';
      return;
    }
    const unfinishedRuns = server.unfinishedRuns();
    const reasons = unmetRequests({ unfinishedRuns, pipelines: server.pipelines(), undelivered });
    if (reasons.length > 0) {
      state = 'waiting';
      sayUnmet(overview, reasons);
      return;
    }
    toldUnmet = '';
    if (state === 'ready' || unfinishedRuns.length > 0) return;
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
  };
  const look = () => {
    scheduled = undefined;
    if (state === 'ended') return;
    const overview = server.overview();
    if (state === 'waiting' || state === 'ready') settle(overview);
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
    delivered(failure) {
      undelivered = failure;
      if (state === 'delivering') state = 'waiting';
      look();
    },
    applyFailed(endsHere) {
      state = 'waiting';
      if (endsHere)
        live.say(
          '\nThe apply failed, and nothing runs yet. What the configuration looks up can be created on a server that applies nothing: neargate up --no-apply\n',
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
