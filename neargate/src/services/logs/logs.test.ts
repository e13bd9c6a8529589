import { describe, expect, it } from 'vitest';
import { createTestContext } from '../test-context.ts';
import { parseFilterPattern } from './filter-pattern.ts';

const logGroupName = '/ecs/user-service';
const logStreamName = 'ecs/app/1';

async function createStream() {
  const test = await createTestContext();
  test.call('logs', 'CreateLogGroup', { logGroupName });
  test.call('logs', 'CreateLogStream', { logGroupName, logStreamName });
  const nowMs = test.clock.now();
  const put = (...messages: string[]) =>
    test.call('logs', 'PutLogEvents', {
      logGroupName,
      logStreamName,
      logEvents: messages.map((message, index) => ({ timestamp: nowMs + index, message })),
    });
  return { ...test, put, nowMs };
}

describe('GetLogEvents', () => {
  it('walks forward until the same token comes back', async () => {
    const { call, put } = await createStream();
    put('a', 'b', 'c');
    const read = (nextToken?: string) =>
      call('logs', 'GetLogEvents', { logGroupName, logStreamName, limit: 2, startFromHead: true, nextToken });
    const first = read();
    const second = read(first.nextForwardToken);
    const end = read(second.nextForwardToken);
    expect([first, second, end].map(({ events }) => events?.map(({ message }) => message))).toEqual([
      ['a', 'b'],
      ['c'],
      [],
    ]);
    expect(end.nextForwardToken).toBe(second.nextForwardToken);
  });

  it('gives the latest events first asked for without a direction', async () => {
    const { call, put } = await createStream();
    put('a', 'b', 'c');
    const { events } = call('logs', 'GetLogEvents', { logGroupName, logStreamName, limit: 1 });
    expect(events).toMatchObject([{ message: 'c' }]);
  });
});

describe('PutLogEvents', () => {
  it('refuses events out of order and drops those too far in the future', async () => {
    const { call, nowMs } = await createStream();
    const put = (...timestamps: number[]) =>
      call('logs', 'PutLogEvents', {
        logGroupName,
        logStreamName,
        logEvents: timestamps.map((timestamp) => ({ timestamp, message: 'x' })),
      });
    expect(() => put(nowMs, nowMs - 1)).toThrow(
      'Log events in a single PutLogEvents request must be in chronological order.',
    );
    const threeHoursMs = 3 * 60 * 60 * 1000;
    expect(put(nowMs, nowMs + threeHoursMs).rejectedLogEventsInfo).toEqual({ tooNewLogEventStartIndex: 1 });
    expect(call('logs', 'GetLogEvents', { logGroupName, logStreamName }).events).toHaveLength(1);
  });
});

describe('FilterLogEvents', () => {
  it('merges the streams of a group by time', async () => {
    const { call, put, nowMs } = await createStream();
    call('logs', 'CreateLogStream', { logGroupName, logStreamName: 'other' });
    put('one', 'three');
    call('logs', 'PutLogEvents', {
      logGroupName,
      logStreamName: 'other',
      logEvents: [{ timestamp: nowMs + 1, message: 'two' }],
    });
    const { events } = call('logs', 'FilterLogEvents', { logGroupName, filterPattern: '?one ?two' });
    expect(events?.map((event) => event.message)).toEqual(['one', 'two']);
  });
});

describe('a filter pattern', () => {
  it.each([
    ['ERROR', 'an ERROR here', true],
    ['ERROR', 'an error here', false],
    ['ERROR -timeout', 'ERROR timeout', false],
    ['"user not found"', '404 user not found', true],
    ['?WARN ?ERROR', 'INFO', false],
    ['{ $.level = "error" }', '{"level":"error"}', true],
    ['{ $.level = "error" && $.status >= 500 }', '{"level":"error","status":404}', false],
    ['{ ($.path = "/users*") || ($.status = 500) }', '{"path":"/users/1"}', true],
    ['{ $.user.name NOT EXISTS }', '{"user":{}}', true],
    ['{ $.tags[1] = b }', '{"tags":["a","b"]}', true],
    ['{ $.level != "error" }', 'not json', false],
    ['', 'anything', true],
  ])('%s on %s is %s', (pattern, message, expected) => {
    expect(parseFilterPattern(pattern)(message)).toBe(expected);
  });

  it('is refused where its meaning is not known', () => {
    expect(() => parseFilterPattern('[ip, user]')).toThrow(/space-delimited/);
    expect(() => parseFilterPattern('{ $.a ~ 1 }')).toThrow(/Invalid filter pattern/);
  });
});

describe('log groups', () => {
  it('are described with both ARNs and take tags by the plain one', async () => {
    const { call, put } = await createStream();
    put('abc');
    call('logs', 'PutRetentionPolicy', { logGroupName, retentionInDays: 14 });
    const arn = `arn:aws:logs:us-east-1:123456789012:log-group:${logGroupName}`;
    expect(call('logs', 'DescribeLogGroups', { logGroupNamePrefix: logGroupName }).logGroups).toMatchObject([
      { arn: `${arn}:*`, logGroupArn: arn, retentionInDays: 14, logGroupClass: 'STANDARD', storedBytes: 29 },
    ]);
    call('logs', 'TagResource', { resourceArn: arn, tags: { team: 'core' } });
    expect(call('logs', 'ListTagsForResource', { resourceArn: arn }).tags).toEqual({ team: 'core' });
    expect(() => call('logs', 'PutRetentionPolicy', { logGroupName, retentionInDays: 2 })).toThrow(
      /Value '2' at 'retentionInDays'/,
    );
  });

  it('take their events with them', async () => {
    const { call, put } = await createStream();
    put('secret');
    call('logs', 'DeleteLogGroup', { logGroupName });
    call('logs', 'CreateLogGroup', { logGroupName });
    call('logs', 'CreateLogStream', { logGroupName, logStreamName });
    expect(call('logs', 'GetLogEvents', { logGroupName, logStreamName }).events).toEqual([]);
  });
});
