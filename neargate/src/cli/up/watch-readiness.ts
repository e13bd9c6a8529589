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

export interface ReadinessWatch {
  /** The apply has ended well: from now on everything may become ready. */
  applied(): void;
  applyFailed(): void;
  /** What `otherLines` gives has changed. */
  update(): void;
  end(): void;
}

/** Says when everything answers, what keeps it from that, and when that changes. */
export function watchReadiness(
  server: Server,
  live: LiveArea,
  options: { otherLines(): readonly string[] },
): ReadinessWatch {
  const problems = new ProblemWatch();
  let state: 'applying' | 'waiting' | 'ready' | 'ended' = 'applying';
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
          : `\n${renderReady(overview, { apiUrl: server.url, seconds: process.uptime() })}`,
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
      live.say(`\n${renderProblems(fresh)}\n  Neargate goes on: correct it and run "neargate apply".\n`);
    }
    cancelProblems = systemClock.setTimer(problemsEveryMs, check);
  });
  return {
    applied() {
      state = 'waiting';
      look();
    },
    applyFailed() {
      state = 'waiting';
      live.say(
        '\nThe apply failed. Neargate goes on with what there is: correct it and run "neargate apply".\n',
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
