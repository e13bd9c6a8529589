import { describe, expect, it } from 'vitest';
import { arnOf, cpuHigh, createAlarmWorld } from './alarm-test-world.ts';

describe('a composite alarm', () => {
  async function withChildren() {
    const test = await createAlarmWorld();
    for (const AlarmName of ['a', 'b', 'mute'])
      test.call('cloudwatch', 'PutMetricAlarm', { ...cpuHigh, AlarmName, TreatMissingData: 'ignore' });
    const set = async (AlarmName: string, StateValue: 'OK' | 'ALARM') => {
      test.call('cloudwatch', 'SetAlarmState', { AlarmName, StateValue, StateReason: 'drill' });
      await test.clock.advance(1000);
    };
    return { ...test, set };
  }

  it('follows its rule and says which alarm brought it about', async () => {
    const test = await withChildren();
    test.call('cloudwatch', 'PutCompositeAlarm', {
      AlarmName: 'both',
      AlarmRule: 'ALARM(a) AND NOT OK("b")',
    });
    await test.clock.advance(1000);
    expect(test.composite('both')).toMatchObject({
      StateValue: 'OK',
      StateReason: `${arnOf('both')} was created and its alarm rule evaluates to OK`,
    });
    await test.set('a', 'ALARM');
    expect(test.composite('both')).toMatchObject({
      StateValue: 'ALARM',
      StateReason: `${arnOf('a')} transitioned to ALARM at Thursday 01 January, 2026 00:00:01 UTC`,
    });
    await test.set('b', 'OK');
    expect(test.composite('both')?.StateValue).toBe('OK');
    expect(test.history('both')).toEqual([
      'Alarm updated from ALARM to OK',
      'Alarm updated from OK to ALARM',
      'Alarm updated from INSUFFICIENT_DATA to OK',
      'Alarm "both" created',
    ]);
  });

  it('can name composite alarms, but not come back to itself', async () => {
    const test = await withChildren();
    const put = (AlarmName: string, AlarmRule: string) =>
      test.call('cloudwatch', 'PutCompositeAlarm', { AlarmName, AlarmRule });
    put('inner', 'AT_LEAST(50%, ALARM, (a, b))');
    put('outer', `ALARM(${arnOf('inner')})`);
    await test.set('b', 'ALARM');
    expect(test.composite('outer')?.StateValue).toBe('ALARM');
    expect(() => put('inner', 'ALARM(outer)')).toThrow('comes back to inner itself');
    expect(() => put('other', 'ALARM(nowhere)')).toThrow('alarms nowhere do not exist');
    expect(() => put('other', 'ALARM(a) AND')).toThrow('AlarmRule is not valid: expected one of');
    expect(() => put('other', 'ALARM(a) b')).toThrow("unexpected 'b'");
  });

  it('holds its actions back while another alarm suppresses them', async () => {
    const test = await withChildren();
    const topic = 'arn:aws:sns:us-east-1:123456789012:ops';
    test.call('cloudwatch', 'PutCompositeAlarm', {
      AlarmName: 'muted',
      AlarmRule: 'ALARM(a)',
      AlarmActions: [topic],
      ActionsSuppressor: 'mute',
      ActionsSuppressorWaitPeriod: 20,
      ActionsSuppressorExtensionPeriod: 30,
    });
    await test.set('a', 'ALARM');
    expect(test.composite('muted')).toMatchObject({ StateValue: 'ALARM', ActionsSuppressedBy: 'WaitPeriod' });
    await test.set('mute', 'ALARM');
    expect(test.composite('muted')?.ActionsSuppressedBy).toBe('Alarm');
    await test.clock.advance(60_000);
    await test.set('mute', 'OK');
    expect(test.composite('muted')?.ActionsSuppressedBy).toBe('ExtensionPeriod');
    const acted = () => test.history('muted').filter((line) => line?.includes('execute action'));
    expect(acted()).toEqual([]);
    await test.clock.advance(30_000);
    expect(test.composite('muted')?.ActionsSuppressedBy).toBeUndefined();
    expect(acted()).toHaveLength(1);
  });
});
