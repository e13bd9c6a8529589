import type { PlainObject } from '../../terraform/provider.ts';

/** A moment with the offset from UTC it was written with. */
export interface Timestamp {
  readonly ms: number;
  readonly offsetMinutes: number;
}

const rfc3339 =
  /^(\d{4})-(\d{2})-(\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(?:\.\d+)?(?:[Zz]|([+-])(\d{2}):(\d{2}))$/;

/** Undefined when the text is no RFC 3339 timestamp. */
export function parseTimestamp(text: string): Timestamp | undefined {
  const match = rfc3339.exec(text);
  const ms = Date.parse(text);
  if (match === null || Number.isNaN(ms)) return undefined;
  const [, , , , , , , sign, hours = '0', minutes = '0'] = match;
  const offset = Number(hours) * 60 + Number(minutes);
  return { ms, offsetMinutes: sign === '-' ? -offset : offset };
}

export function formatTimestamp({ ms, offsetMinutes }: Timestamp): string {
  const local = new Date(ms + offsetMinutes * 60_000).toISOString().replace(/\.\d+Z$/, '');
  if (offsetMinutes === 0) return `${local}Z`;
  const size = Math.abs(offsetMinutes);
  const pad = (number: number) => String(number).padStart(2, '0');
  return `${local}${offsetMinutes < 0 ? '-' : '+'}${pad(Math.floor(size / 60))}:${pad(size % 60)}`;
}

/** The parts of a moment as the time provider's resources show them. */
export function timestampParts(timestamp: Timestamp): PlainObject {
  const local = new Date(timestamp.ms + timestamp.offsetMinutes * 60_000);
  return {
    day: local.getUTCDate(),
    hour: local.getUTCHours(),
    minute: local.getUTCMinutes(),
    month: local.getUTCMonth() + 1,
    rfc3339: formatTimestamp(timestamp),
    second: local.getUTCSeconds(),
    unix: Math.floor(timestamp.ms / 1000),
    year: local.getUTCFullYear(),
  };
}

export interface TimeSpan {
  readonly years?: number | undefined;
  readonly months?: number | undefined;
  readonly days?: number | undefined;
  readonly hours?: number | undefined;
  readonly minutes?: number | undefined;
  readonly seconds?: number | undefined;
}

/** Years and months by the calendar: 31 January and a month is 2 or 3 March, as in Go. */
export function addSpan({ ms, offsetMinutes }: Timestamp, span: TimeSpan): Timestamp {
  const local = new Date(ms + offsetMinutes * 60_000);
  local.setUTCFullYear(
    local.getUTCFullYear() + (span.years ?? 0),
    local.getUTCMonth() + (span.months ?? 0),
    local.getUTCDate() + (span.days ?? 0),
  );
  const seconds = (span.hours ?? 0) * 3600 + (span.minutes ?? 0) * 60 + (span.seconds ?? 0);
  return { ms: local.getTime() - offsetMinutes * 60_000 + seconds * 1000, offsetMinutes };
}
