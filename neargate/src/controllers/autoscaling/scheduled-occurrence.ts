import { nextOccurrence } from '../../services/events/next-occurrence.ts';
import type { Schedule } from '../../services/events/schedule-expression.ts';

const hourMs = 60 * 60_000;

/**
 * When a schedule comes next after `afterMs`, cron and at being in the time zone's own time. A time that a change to summer
 * time skips comes an hour later; one that comes twice comes once.
 * https://docs.aws.amazon.com/autoscaling/application/userguide/scheduled-scaling-using-cron-expressions.html
 */
export function nextInZone(
  schedule: Schedule,
  afterMs: number,
  anchorMs: number,
  timezone: string | undefined,
): number | undefined {
  if (timezone === undefined || schedule.kind === 'rate') return nextOccurrence(schedule, afterMs, anchorMs);
  const offsetAt = zoneOffset(timezone);
  // Local times are reckoned as if they were UTC. A step back, so that none is passed over where clocks are turned back.
  let localMs = afterMs + offsetAt(afterMs) - hourMs;
  for (;;) {
    const nextLocalMs = nextOccurrence(schedule, localMs, anchorMs);
    if (nextLocalMs === undefined) return undefined;
    const foundMs = toUtc(nextLocalMs, offsetAt);
    if (foundMs > afterMs) return foundMs;
    localMs = nextLocalMs;
  }
}

/** Of two times that read alike the first; of one that is skipped, as long after the change as it says. */
function toUtc(localMs: number, offsetAt: (timeMs: number) => number): number {
  const before = offsetAt(localMs - 24 * hourMs);
  const after = offsetAt(localMs + 24 * hourMs);
  const candidates = [localMs - before, localMs - after].filter(
    (timeMs) => timeMs + offsetAt(timeMs) === localMs,
  );
  return candidates.length === 0 ? localMs - before : Math.min(...candidates);
}

/** How far local time is ahead of UTC at a time, in milliseconds. */
function zoneOffset(timezone: string): (timeMs: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: timezone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return (timeMs) => {
    const parts = new Map(format.formatToParts(timeMs).map(({ type, value }) => [type, Number(value)]));
    const part = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? 0;
    const localMs = Date.UTC(
      part('year'),
      part('month') - 1,
      part('day'),
      part('hour'),
      part('minute'),
      part('second'),
    );
    return localMs - Math.floor(timeMs / 1000) * 1000;
  };
}
