import { describe, expect, it } from 'vitest';
import { parseSchedule } from './schedule-expression.ts';

describe('a schedule expression', () => {
  it.each([
    ['rate(1 minute)', 60_000],
    ['rate(5 minutes)', 300_000],
    ['rate(2 hours)', 7_200_000],
    ['rate(1 day)', 86_400_000],
  ])('%s repeats', (text, periodMs) => {
    expect(parseSchedule(text)).toEqual({ kind: 'rate', periodMs });
  });

  it.each([
    'rate(1 minutes)',
    'rate(5 minute)',
    'rate(0 minutes)',
    'rate(1 week)',
    'rate(1.5 hours)',
    'cron(0 12 * * * *)',
    'cron(0 12 ? * ? *)',
    'cron(60 12 * * ? *)',
    'cron(0 12 * * ?)',
    'cron(0 12 ? * MON#6 *)',
    'cron(0 12 32 * ? *)',
    'cron(0 12 * * ? 2200)',
    'cron(0 18-9 * * ? *)',
    'at(2026-02-30T00:00:00)',
    'at(tomorrow)',
    '* * * * *',
  ])('%s is refused', (text) => {
    expect(parseSchedule(text)).toBeUndefined();
  });

  it('reads every form of a cron field', () => {
    expect(parseSchedule('cron(0/15 8-10,12 ? JAN-MAR MON-FRI 2026)')).toEqual({
      kind: 'cron',
      fields: {
        minutes: [0, 15, 30, 45],
        hours: [8, 9, 10, 12],
        months: [1, 2, 3],
        daysOfWeek: { kind: 'days', days: [2, 3, 4, 5, 6] },
        years: [2026],
      },
    });
    expect(parseSchedule('cron(0 0 L-3 * ? *)')).toMatchObject({
      fields: { daysOfMonth: { kind: 'last', daysBefore: 3 } },
    });
    expect(parseSchedule('cron(0 0 3W * ? *)')).toMatchObject({
      fields: { daysOfMonth: { kind: 'nearest-weekday', day: 3 } },
    });
    expect(parseSchedule('cron(0 0 ? * 6#3 *)')).toMatchObject({
      fields: { daysOfWeek: { kind: 'nth', day: 6, nth: 3 } },
    });
    expect(parseSchedule('cron(0 0 ? * FRIL *)')).toMatchObject({
      fields: { daysOfWeek: { kind: 'last', day: 6 } },
    });
  });

  it('reads a time without zone', () => {
    expect(parseSchedule('at(2026-02-28T23:59:00)')).toEqual({
      kind: 'at',
      localTime: '2026-02-28T23:59:00',
    });
  });
});
