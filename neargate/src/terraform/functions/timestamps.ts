/** A moment with the offset it was written in. */
export interface Timestamp {
  /** Since the Unix epoch; a bigint, as nanosecond arithmetic needs all digits. */
  readonly seconds: bigint;
  readonly nanoseconds: number;
  readonly offsetMinutes: number;
}

export type TimestampParse =
  | { readonly ok: true; readonly timestamp: Timestamp }
  | { readonly ok: false; readonly problem: string };

/** What stands at each place of a timestamp, in order; texts stand for themselves. */
const segments = [
  { name: 'year', pattern: /^\d{4}/, least: 0, greatest: 9999 },
  '-',
  { name: 'month', pattern: /^\d\d/, least: 1, greatest: 12 },
  '-',
  { name: 'day of month', pattern: /^\d\d/, least: 0, greatest: 99 },
  'T',
  { name: 'hour', pattern: /^\d\d?/, least: 0, greatest: 99 },
  ':',
  { name: 'minute', pattern: /^\d\d?/, least: 0, greatest: 99 },
  ':',
  { name: 'second', pattern: /^\d\d/, least: 0, greatest: 59 },
] as const;

const offsetPattern = /^(?:(Z)|([+-])(\d\d):(\d\d))/;

/** Reads a time as RFC 3339 writes it, or says what is wrong with it as Terraform does. */
export function parseTimestamp(text: string): TimestampParse {
  let rest = text;
  const numbers: number[] = [];
  const lengths: number[] = [];
  for (const segment of segments) {
    if (typeof segment === 'string') {
      if (!rest.startsWith(segment)) return failure(misplacedMark(segment, rest));
      rest = rest.slice(1);
      continue;
    }
    const digits = segment.pattern.exec(rest)?.[0];
    if (digits === undefined) return failure(unusable(rest, segment.name));
    rest = rest.slice(digits.length);
    const number = Number(digits);
    // The rest is what is called unusable then, as in Go.
    if (number < segment.least || number > segment.greatest) return failure(unusable(rest, segment.name));
    numbers.push(number);
    lengths.push(digits.length);
  }
  const fraction = /^\.(\d+)/.exec(rest);
  if (fraction !== null) rest = rest.slice(fraction[0].length);
  if (/^,\d/.test(rest)) return failure(unusable(',', 'timestamp segment'));
  const offset = offsetPattern.exec(rest);
  const [offsetHours, offsetMinutes] = [Number(offset?.[3] ?? 0), Number(offset?.[4] ?? 0)];
  if (offset === null || offsetMinutes > 59) return failure(unusable(rest, 'UTC offset'));
  if (offsetHours > 24) return failure(unusable('', 'UTC offset'));
  rest = rest.slice(offset[0].length);
  if (rest !== '') return failure(unusable(rest, 'timestamp segment'));
  return assemble(
    numbers,
    lengths,
    fraction?.[1] ?? '',
    (offsetHours * 60 + offsetMinutes) * (offset[2] === '-' ? -1 : 1),
  );
}

function assemble(
  numbers: readonly number[],
  lengths: readonly number[],
  fraction: string,
  offsetMinutes: number,
): TimestampParse {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = numbers;
  if (hour > 23) return failure('hour must be between 0 and 23 inclusive');
  if (lengths[3] !== 2) return failure('hour must have exactly two digits');
  // Terraform says this of minutes beyond 59, too.
  if (lengths[4] !== 2 || minute > 59) return failure('minute must have exactly two digits');
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return failure('day out of range');
  return {
    ok: true,
    timestamp: {
      seconds: BigInt(date.getTime() / 1000 - offsetMinutes * 60),
      nanoseconds: Number(fraction.slice(0, 9).padEnd(9, '0')),
      offsetMinutes,
    },
  };
}

function failure(problem: string): TimestampParse {
  return { ok: false, problem: `not a valid RFC3339 timestamp: ${problem}` };
}

function misplacedMark(mark: string, rest: string): string {
  if (mark === 'T') return "missing required time introducer 'T'";
  return rest === ''
    ? `end of string where "${mark}" is expected`
    : `found ${JSON.stringify(rest)} where "${mark}" is expected`;
}

function unusable(rest: string, name: string): string {
  return rest === '' ? `end of string before ${name}` : `cannot use ${JSON.stringify(rest)} as ${name}`;
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

export type DurationParse =
  | { readonly ok: true; readonly nanoseconds: bigint }
  | { readonly ok: false; readonly problem: string };

const greatestDuration = 2n ** 63n - 1n;

/** Reads a duration as Go writes them, such as `1h15m30.5s` or `-5m`, or says what is wrong with it as Go does. */
export function parseDuration(text: string): DurationParse {
  const invalid: DurationParse = { ok: false, problem: `time: invalid duration ${JSON.stringify(text)}` };
  const sign = /^[+-]/.exec(text)?.[0] ?? '';
  let rest = text.slice(sign.length);
  if (rest === '0') return { ok: true, nanoseconds: 0n };
  if (rest === '') return invalid;
  let total = 0n;
  while (rest !== '') {
    const number = /^(\d*)(?:\.(\d*))?/.exec(rest);
    const [whole = '', fraction = ''] = number?.slice(1) ?? [];
    if (whole === '' && fraction === '') return invalid;
    rest = rest.slice(number?.[0].length);
    const unit = /^[^.\d]*/.exec(rest)?.[0] ?? '';
    if (unit === '') return { ok: false, problem: `time: missing unit in duration ${JSON.stringify(text)}` };
    const factor = nanosecondsPerUnit.get(unit);
    if (factor === undefined) {
      return {
        ok: false,
        problem: `time: unknown unit ${JSON.stringify(unit)} in duration ${JSON.stringify(text)}`,
      };
    }
    rest = rest.slice(unit.length);
    total += BigInt(whole === '' ? '0' : whole) * factor;
    if (fraction !== '') total += (BigInt(fraction) * factor) / 10n ** BigInt(fraction.length);
    if (total > greatestDuration) return invalid;
  }
  return { ok: true, nanoseconds: sign === '-' ? -total : total };
}

function pad(number: number, width = 2): string {
  return String(number).padStart(width, '0');
}
