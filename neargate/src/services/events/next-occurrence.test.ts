import { describe, expect, it } from 'vitest';
import { nextOccurrence } from './next-occurrence.ts';
import { parseSchedule } from './schedule-expression.ts';

function next(expression: string, after: string, anchor = '2026-01-01T00:00:00Z'): string | undefined {
  const schedule = parseSchedule(expression);
  if (schedule === undefined) throw new Error(`not a schedule: ${expression}`);
  const found = nextOccurrence(schedule, Date.parse(after), Date.parse(anchor));
  return found === undefined ? undefined : new Date(found).toISOString().slice(0, 19);
}

describe('nextOccurrence', () => {
  it('counts whole periods of a rate from its anchor', () => {
    expect(next('rate(5 minutes)', '2026-01-01T00:00:00Z')).toBe('2026-01-01T00:05:00');
    expect(next('rate(5 minutes)', '2026-01-01T00:05:00Z')).toBe('2026-01-01T00:10:00');
    expect(next('rate(1 day)', '2026-01-03T12:00:00Z', '2026-01-01T08:30:00Z')).toBe('2026-01-04T08:30:00');
  });

  it('comes strictly after the given time', () => {
    expect(next('cron(0 12 * * ? *)', '2026-01-01T11:59:59Z')).toBe('2026-01-01T12:00:00');
    expect(next('cron(0 12 * * ? *)', '2026-01-01T12:00:00Z')).toBe('2026-01-02T12:00:00');
    expect(next('cron(* * * * ? *)', '2026-12-31T23:59:00Z')).toBe('2027-01-01T00:00:00');
  });

  it.each([
    ['cron(0/15 8-9 ? * MON-FRI *)', '2026-01-02T09:45:00Z', '2026-01-05T08:00:00'],
    ['cron(0 0 L * ? *)', '2026-02-01T00:00:00Z', '2026-02-28T00:00:00'],
    ['cron(0 0 L-2 * ? *)', '2026-02-01T00:00:00Z', '2026-02-26T00:00:00'],
    ['cron(0 0 29 2 ? *)', '2026-01-01T00:00:00Z', '2028-02-29T00:00:00'],
    ['cron(0 0 ? * 6#3 *)', '2026-01-01T00:00:00Z', '2026-01-16T00:00:00'],
    ['cron(0 0 ? * 6L *)', '2026-01-01T00:00:00Z', '2026-01-30T00:00:00'],
    // 1 August 2026 is a Saturday, 1 November 2026 a Sunday, 31 May 2026 a Sunday.
    ['cron(0 0 1W 8 ? *)', '2026-07-01T00:00:00Z', '2026-08-03T00:00:00'],
    ['cron(0 0 1W 11 ? *)', '2026-07-01T00:00:00Z', '2026-11-02T00:00:00'],
    ['cron(0 0 LW 5 ? *)', '2026-05-01T00:00:00Z', '2026-05-29T00:00:00'],
  ])('%s after %s is %s', (expression, after, expected) => {
    expect(next(expression, after)).toBe(expected);
  });

  it('never comes for years that are over or days that no month has', () => {
    expect(next('cron(0 0 1 1 ? 2020)', '2026-01-01T00:00:00Z')).toBeUndefined();
    expect(next('cron(0 0 30 2 ? *)', '2026-01-01T00:00:00Z')).toBeUndefined();
  });
});
