/** A moment with the offset it was written in. */
export interface Timestamp {
  /** Since the Unix epoch; a bigint, as nanosecond arithmetic needs all digits. */
  readonly seconds: bigint;
  readonly nanoseconds: number;
  readonly offsetMinutes: number;
}

const timestampPattern =
  /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:(Z)|([+-])(\d\d):(\d\d))$/;

/** Reads a time as RFC 3339 writes it; undefined when it is not one, or names a date that does not exist. */
export function parseTimestamp(text: string): Timestamp | undefined {
  const match = timestampPattern.exec(text);
  if (match === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number);
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  const [offsetHours, offsetMinutes] = [Number(match[10] ?? 0), Number(match[11] ?? 0)];
  if (offsetHours > 24 || offsetMinutes > 59) return undefined;
  const offset = (offsetHours * 60 + offsetMinutes) * (match[9] === '-' ? -1 : 1);
  return {
    seconds: BigInt(date.getTime() / 1000 - offset * 60),
    nanoseconds: Number((match[7] ?? '').slice(0, 9).padEnd(9, '0')),
    offsetMinutes: offset,
  };
}

/** Writes a time as RFC 3339, whole seconds. */
export function formatTimestamp(time: Timestamp): string {
  const local = localDate(time);
  const date = `${pad(local.getUTCFullYear(), 4)}-${pad(local.getUTCMonth() + 1)}-${pad(local.getUTCDate())}`;
  const clock = `${pad(local.getUTCHours())}:${pad(local.getUTCMinutes())}:${pad(local.getUTCSeconds())}`;
  return `${date}T${clock}${formatOffset(time.offsetMinutes, ':', 'Z')}`;
}

/** `+01:30` with a separator of choice; `zero` is what stands for no offset. */
export function formatOffset(offsetMinutes: number, separator: string, zero: string): string {
  if (offsetMinutes === 0) return zero;
  const magnitude = Math.abs(offsetMinutes);
  const sign = offsetMinutes < 0 ? '-' : '+';
  return `${sign}${pad(Math.floor(magnitude / 60))}${separator}${pad(magnitude % 60)}`;
}

/** A date whose UTC fields are the local ones of the time's offset. */
export function localDate(time: Timestamp): Date {
  return new Date(Number(time.seconds) * 1000 + time.offsetMinutes * 60_000);
}

const nanosecondsPerUnit: ReadonlyMap<string, bigint> = new Map([
  ['ns', 1n],
  ['us', 1_000n],
  ['µs', 1_000n],
  ['μs', 1_000n],
  ['ms', 1_000_000n],
  ['s', 1_000_000_000n],
  ['m', 60_000_000_000n],
  ['h', 3_600_000_000_000n],
]);

/** The nanoseconds of a duration as Go writes them, such as `1h15m30.5s` or `-5m`; undefined when it is none. */
export function parseDurationNs(text: string): bigint | undefined {
  const match = /^([+-]?)((?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+|0)$/.exec(text);
  if (match === null) return undefined;
  let total = 0n;
  for (const [, whole = '', fraction = '', unit = ''] of (match[2] ?? '').matchAll(
    /(\d*)(?:\.(\d*))?(ns|us|µs|μs|ms|s|m|h)/g,
  )) {
    const factor = nanosecondsPerUnit.get(unit) ?? 0n;
    total += BigInt(whole === '' ? '0' : whole) * factor;
    if (fraction !== '') total += (BigInt(fraction) * factor) / 10n ** BigInt(fraction.length);
  }
  return match[1] === '-' ? -total : total;
}

function pad(number: number, width = 2): string {
  return String(number).padStart(width, '0');
}
