import type { CronFields, DaysOfMonth, DaysOfWeek, Schedule } from './schedule-expression.ts';

const dayMs = 24 * 60 * 60_000;

/**
 * When the schedule comes next, strictly after `afterMs`, or undefined when it never does. Rates count whole periods from
 * `anchorMs`; cron and at are in UTC and to the minute.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
 */
export function nextOccurrence(schedule: Schedule, afterMs: number, anchorMs: number): number | undefined {
  switch (schedule.kind) {
    case 'rate': {
      const periods = Math.max(1, Math.floor((afterMs - anchorMs) / schedule.periodMs) + 1);
      return anchorMs + periods * schedule.periodMs;
    }
    case 'cron':
      return nextOfCron(schedule.fields, afterMs);
    case 'at': {
      const atMs = Date.parse(`${schedule.localTime}Z`);
      return atMs > afterMs ? atMs : undefined;
    }
  }
}

function nextOfCron(fields: CronFields, afterMs: number): number | undefined {
  const after = new Date(afterMs);
  for (const year of fields.years) {
    if (year < after.getUTCFullYear()) continue;
    for (const month of fields.months) {
      const days = lengthOfMonth(year, month);
      if (Date.UTC(year, month - 1, days) + dayMs <= afterMs) continue;
      for (let day = 1; day <= days; day++) {
        const startMs = Date.UTC(year, month - 1, day);
        if (startMs + dayMs <= afterMs || !isOnDay(fields, year, month, day)) continue;
        const found = firstTimeOfDay(fields, startMs, afterMs);
        if (found !== undefined) return found;
      }
    }
  }
  return undefined;
}

function firstTimeOfDay(
  { hours, minutes }: CronFields,
  startMs: number,
  afterMs: number,
): number | undefined {
  for (const hour of hours) {
    for (const minute of minutes) {
      const timeMs = startMs + (hour * 60 + minute) * 60_000;
      if (timeMs > afterMs) return timeMs;
    }
  }
  return undefined;
}

function isOnDay({ daysOfMonth, daysOfWeek }: CronFields, year: number, month: number, day: number): boolean {
  if (daysOfMonth !== undefined) return isDayOfMonth(daysOfMonth, year, month, day);
  return daysOfWeek !== undefined && isDayOfWeek(daysOfWeek, year, month, day);
}

function isDayOfMonth(rule: DaysOfMonth, year: number, month: number, day: number): boolean {
  const last = lengthOfMonth(year, month);
  switch (rule.kind) {
    case 'days':
      return rule.days.includes(day);
    case 'last':
      return day === last - rule.daysBefore;
    case 'last-weekday':
      return day === nearestWeekday(year, month, last);
    case 'nearest-weekday':
      return rule.day <= last && day === nearestWeekday(year, month, rule.day);
  }
}

function isDayOfWeek(rule: DaysOfWeek, year: number, month: number, day: number): boolean {
  const weekday = weekdayOf(year, month, day);
  switch (rule.kind) {
    case 'days':
      return rule.days.includes(weekday);
    case 'nth':
      return weekday === rule.day && Math.ceil(day / 7) === rule.nth;
    case 'last':
      return weekday === rule.day && day > lengthOfMonth(year, month) - 7;
  }
}

/** Monday to Friday, within the month: a Saturday's is the day before, a Sunday's the day after, or the other way at its ends. */
function nearestWeekday(year: number, month: number, day: number): number {
  const weekday = weekdayOf(year, month, day);
  if (weekday === 7) return day === 1 ? 3 : day - 1;
  if (weekday === 1) return day === lengthOfMonth(year, month) ? day - 2 : day + 1;
  return day;
}

/** Sunday is 1. */
function weekdayOf(year: number, month: number, day: number): number {
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 1;
}

function lengthOfMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}
