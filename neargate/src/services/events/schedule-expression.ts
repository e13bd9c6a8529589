/** A schedule as EventBridge and Application Auto Scaling write it. */
export type Schedule =
  | { readonly kind: 'rate'; readonly periodMs: number }
  | { readonly kind: 'cron'; readonly fields: CronFields }
  /** A date and time without zone, `yyyy-mm-ddThh:mm:ss`; Application Auto Scaling only. */
  | { readonly kind: 'at'; readonly localTime: string };

export interface CronFields {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  /** Absent for `?`. */
  readonly daysOfMonth?: DaysOfMonth;
  readonly months: readonly number[];
  /** Absent for `?`. Sunday is 1. */
  readonly daysOfWeek?: DaysOfWeek;
  readonly years: readonly number[];
}

export type DaysOfMonth =
  | { readonly kind: 'days'; readonly days: readonly number[] }
  | { readonly kind: 'last'; readonly daysBefore: number }
  | { readonly kind: 'nearest-weekday'; readonly day: number }
  | { readonly kind: 'last-weekday' };

export type DaysOfWeek =
  | { readonly kind: 'days'; readonly days: readonly number[] }
  | { readonly kind: 'nth'; readonly day: number; readonly nth: number }
  | { readonly kind: 'last'; readonly day: number };

const minuteMs = 60_000;
const unitMs: Readonly<Record<string, number>> = {
  minute: minuteMs,
  hour: 60 * minuteMs,
  day: 24 * 60 * minuteMs,
};

const monthNames = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const dayNames = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/**
 * The schedule that `text` means, or undefined when AWS would refuse it.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
 */
export function parseSchedule(text: string): Schedule | undefined {
  const match = /^(rate|cron|at)\((.+)\)$/.exec(text);
  const [, form, body = ''] = match ?? [];
  if (form === 'rate') return parseRate(body);
  if (form === 'cron') return parseCron(body);
  if (form === 'at') return parseAt(body);
  return undefined;
}

function parseRate(body: string): Schedule | undefined {
  const match = /^([1-9]\d*) (minute|hour|day)(s?)$/.exec(body);
  const [, count = '', unit = '', plural = ''] = match ?? [];
  const periodMs = unitMs[unit];
  if (periodMs === undefined || (count === '1') === (plural === 's')) return undefined;
  return { kind: 'rate', periodMs: Number(count) * periodMs };
}

function parseAt(body: string): Schedule | undefined {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/.test(body)) return undefined;
  const time = new Date(`${body}Z`);
  return Number.isNaN(time.getTime()) || !time.toISOString().startsWith(body)
    ? undefined
    : { kind: 'at', localTime: body };
}

function parseCron(body: string): Schedule | undefined {
  const parts = body.trim().split(/\s+/);
  const [minute = '', hour = '', dayOfMonth = '', month = '', dayOfWeek = '', year = ''] = parts;
  if (parts.length !== 6 || (dayOfMonth === '?') === (dayOfWeek === '?')) return undefined;
  const minutes = numbers(minute, 0, 59);
  const hours = numbers(hour, 0, 23);
  const months = numbers(month, 1, 12, monthNames);
  const years = numbers(year, 1970, 2199);
  const daysOfMonth = dayOfMonth === '?' ? undefined : parseDaysOfMonth(dayOfMonth);
  const daysOfWeek = dayOfWeek === '?' ? undefined : parseDaysOfWeek(dayOfWeek);
  if (minutes === undefined || hours === undefined || months === undefined || years === undefined) {
    return undefined;
  }
  if (daysOfMonth !== undefined)
    return { kind: 'cron', fields: { minutes, hours, daysOfMonth, months, years } };
  if (daysOfWeek !== undefined)
    return { kind: 'cron', fields: { minutes, hours, daysOfWeek, months, years } };
  return undefined;
}

function parseDaysOfMonth(field: string): DaysOfMonth | undefined {
  if (field === 'LW') return { kind: 'last-weekday' };
  const last = /^L(?:-(\d{1,2}))?$/.exec(field);
  if (last !== null) {
    const daysBefore = Number(last[1] ?? 0);
    return daysBefore <= 30 ? { kind: 'last', daysBefore } : undefined;
  }
  const weekday = /^(\d{1,2})W$/.exec(field);
  if (weekday !== null) {
    const day = Number(weekday[1]);
    return day >= 1 && day <= 31 ? { kind: 'nearest-weekday', day } : undefined;
  }
  const days = numbers(field, 1, 31);
  return days === undefined ? undefined : { kind: 'days', days };
}

function parseDaysOfWeek(field: string): DaysOfWeek | undefined {
  if (field === 'L') return { kind: 'days', days: [7] };
  const special = /^(\w+?)(?:#([1-5])|(L))$/.exec(field);
  if (special !== null) {
    const [, name = '', nth] = special;
    const day = numberOf(name, 1, 7, dayNames);
    if (day === undefined) return undefined;
    return nth === undefined ? { kind: 'last', day } : { kind: 'nth', day, nth: Number(nth) };
  }
  const days = numbers(field, 1, 7, dayNames);
  return days === undefined ? undefined : { kind: 'days', days };
}

/** The values of a list of `*`, numbers, ranges and increments; undefined when one of them is not valid. */
function numbers(
  field: string,
  low: number,
  high: number,
  names: readonly string[] = [],
): number[] | undefined {
  const found = new Set<number>();
  for (const item of field.split(',')) {
    const match = /^(?:(\*)|(\w+)(?:-(\w+))?)(?:\/(\d+))?$/.exec(item);
    if (match === null) return undefined;
    const [, star, fromText = '', toText, stepText] = match;
    const step = stepText === undefined ? 1 : Number(stepText);
    const from = star === undefined ? numberOf(fromText, low, high, names) : low;
    const openEnd = star !== undefined || stepText !== undefined ? high : from;
    const to = toText === undefined ? openEnd : numberOf(toText, low, high, names);
    if (from === undefined || to === undefined || from > to || step < 1) return undefined;
    for (let value = from; value <= to; value += step) found.add(value);
  }
  return [...found].toSorted((left, right) => left - right);
}

function numberOf(text: string, low: number, high: number, names: readonly string[]): number | undefined {
  const named = names.indexOf(text.toUpperCase());
  if (named !== -1) return named + low;
  if (!/^\d{1,4}$/.test(text)) return undefined;
  const value = Number(text);
  return value >= low && value <= high ? value : undefined;
}
