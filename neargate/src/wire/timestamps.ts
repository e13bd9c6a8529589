import { serializationError } from './serialization-error.ts';

export type TimestampFormat = 'date-time' | 'http-date' | 'epoch-seconds';

/** The format a timestamp target asks for, or the protocol's own. */
export function timestampFormat(target: string, protocolDefault: TimestampFormat): TimestampFormat {
  const [, format] = target.split(':');
  return format === undefined ? protocolDefault : (format as TimestampFormat);
}

/** Epoch seconds with millisecond precision for `epoch-seconds`, text otherwise. */
export function writeTimestamp(date: Date, format: TimestampFormat): string | number {
  switch (format) {
    case 'date-time':
      return date.toISOString();
    case 'http-date':
      return date.toUTCString();
    case 'epoch-seconds':
      return date.getTime() / 1000;
  }
}

/** Reads any of the three formats, as AWS does. */
export function readTimestamp(value: string | number, place: string): Date {
  const seconds =
    typeof value === 'number' ? value : /^-?\d+(?:\.\d+)?$/.test(value) ? Number(value) : undefined;
  const date = seconds === undefined ? new Date(value) : new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) throw serializationError(`${place} is not a timestamp.`);
  return date;
}
