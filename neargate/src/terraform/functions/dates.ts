import type { ValueFunction } from '../../hcl/functions.ts';
import { FunctionError } from '../../hcl/functions.ts';
import { numberType, stringType } from '../../hcl/types.ts';
import { numberValue, stringValue, unknownValue } from '../../hcl/values.ts';
import { textAt } from './arguments.ts';
import { formatDate } from './date-format.ts';
import type { Timestamp } from './timestamps.ts';
import { formatTimestamp, parseDuration, parseTimestamp } from './timestamps.ts';

/** What the date functions see of the time. */
export interface DateContext {
  now(): number;
  readonly planTimestampMs: number | undefined;
  readonly impureUnknown: boolean;
}

export function dateFunctions(context: DateContext): readonly ValueFunction[] {
  const unknownText = unknownValue(stringType, { notNull: true });
  const atUtc = (ms: number) =>
    formatTimestamp({ seconds: BigInt(Math.floor(ms / 1000)), nanoseconds: 0, offsetMinutes: 0 });
  return [
    {
      name: 'formatdate',
      description: 'A time written by a pattern such as "DD MMM YYYY hh:mm ZZZ".',
      params: [
        { name: 'format', type: stringType },
        { name: 'time', type: stringType },
      ],
      returnType: stringType,
      implementation: (args) => stringValue(formatDate(textAt(args, 0), readTime(textAt(args, 1), 1))),
    },
    {
      name: 'plantimestamp',
      description: 'The time of the plan, in UTC.',
      params: [],
      returnType: stringType,
      implementation: () =>
        context.planTimestampMs === undefined ? unknownText : stringValue(atUtc(context.planTimestampMs)),
    },
    {
      name: 'timeadd',
      description: 'A time moved by a duration such as "1h30m" or "-10m".',
      params: [
        { name: 'timestamp', type: stringType },
        { name: 'duration', type: stringType },
      ],
      returnType: stringType,
      implementation(args) {
        const duration = parseDuration(textAt(args, 1));
        if (!duration.ok) throw new FunctionError(duration.problem);
        const time = readTime(textAt(args, 0), undefined);
        const total = time.seconds * 1_000_000_000n + BigInt(time.nanoseconds) + duration.nanoseconds;
        const nanoseconds = ((total % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n;
        const seconds = (total - nanoseconds) / 1_000_000_000n;
        return stringValue(formatTimestamp({ ...time, seconds, nanoseconds: Number(nanoseconds) }));
      },
    },
    {
      name: 'timecmp',
      description: 'Compares two times: -1 when the first is earlier, 1 when it is later, else 0.',
      params: [
        { name: 'timestamp_a', type: stringType },
        { name: 'timestamp_b', type: stringType },
      ],
      returnType: numberType,
      implementation(args) {
        const [a, b] = [readTime(textAt(args, 0), 0), readTime(textAt(args, 1), 1)];
        const difference = (a.seconds - b.seconds) * 1_000_000_000n + BigInt(a.nanoseconds - b.nanoseconds);
        return numberValue(difference < 0n ? -1 : difference > 0n ? 1 : 0);
      },
    },
    {
      name: 'timestamp',
      description: 'The time of the apply, in UTC; unknown in a plan.',
      params: [],
      returnType: stringType,
      implementation: () => (context.impureUnknown ? unknownText : stringValue(atUtc(context.now()))),
    },
  ];
}

function readTime(text: string, argumentIndex: number | undefined): Timestamp {
  const parsed = parseTimestamp(text);
  if (parsed.ok) return parsed.timestamp;
  throw new FunctionError(parsed.problem, argumentIndex);
}
