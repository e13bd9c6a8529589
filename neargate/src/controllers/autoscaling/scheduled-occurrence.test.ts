import { describe, expect, it } from 'vitest';
import { parseSchedule } from '../../services/events/schedule-expression.ts';
import { nextInZone } from './scheduled-occurrence.ts';

function next(expression: string, after: string, timezone?: string): string | undefined {
  const schedule = parseSchedule(expression);
  if (schedule === undefined) throw new Error(`not a schedule: ${expression}`);
  const found = nextInZone(schedule, Date.parse(after), Date.parse('2026-01-01T00:00:00Z'), timezone);
  return found === undefined ? undefined : new Date(found).toISOString();
}

describe('a schedule in a time zone', () => {
  it.each([
    ['cron(0 9 * * ? *)', '2026-01-10T00:00:00Z', undefined, '2026-01-10T09:00:00.000Z'],
    ['cron(0 9 * * ? *)', '2026-01-10T00:00:00Z', 'Europe/Berlin', '2026-01-10T08:00:00.000Z'],
    ['cron(0 9 * * ? *)', '2026-07-10T00:00:00Z', 'Europe/Berlin', '2026-07-10T07:00:00.000Z'],
    ['cron(0 9 * * ? *)', '2026-07-10T07:00:00Z', 'Europe/Berlin', '2026-07-11T07:00:00.000Z'],
    ['cron(0 1 * * ? *)', '2026-01-10T00:00:00Z', 'Asia/Kolkata', '2026-01-10T19:30:00.000Z'],
    ['at(2026-03-01T12:00:00)', '2026-01-01T00:00:00Z', 'America/New_York', '2026-03-01T17:00:00.000Z'],
    ['at(2026-03-01T12:00:00)', '2026-03-01T17:00:00Z', 'America/New_York', undefined],
    ['rate(2 hours)', '2026-01-01T03:00:00Z', 'Asia/Kolkata', '2026-01-01T04:00:00.000Z'],
    // Clocks go forward on 29 March 2026 from 02:00 to 03:00, back on 25 October from 03:00 to 02:00.
    ['cron(30 2 * * ? *)', '2026-03-28T12:00:00Z', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
    ['cron(30 2 * * ? *)', '2026-03-29T02:00:00Z', 'Europe/Berlin', '2026-03-30T00:30:00.000Z'],
    ['cron(30 2 * * ? *)', '2026-10-24T12:00:00Z', 'Europe/Berlin', '2026-10-25T00:30:00.000Z'],
    ['cron(30 2 * * ? *)', '2026-10-25T00:30:00Z', 'Europe/Berlin', '2026-10-26T01:30:00.000Z'],
  ])('%s after %s in %s', (expression, after, timezone, expected) => {
    expect(next(expression, after, timezone)).toBe(expected);
  });
});
