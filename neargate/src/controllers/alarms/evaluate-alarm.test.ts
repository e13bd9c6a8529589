import { describe, expect, it } from 'vitest';
import { type AlarmRules, evaluateAlarm, type MissingDataTreatment } from './evaluate-alarm.ts';
import { stateReason } from './state-reason.ts';

const treatments: readonly MissingDataTreatment[] = ['missing', 'ignore', 'breaching', 'notBreaching'];
const retain = undefined;

function rules(datapointsToAlarm: number, treatMissingData: MissingDataTreatment = 'missing'): AlarmRules {
  return {
    comparisonOperator: 'GreaterThanThreshold',
    threshold: 50,
    evaluationPeriods: 3,
    datapointsToAlarm,
    treatMissingData,
  };
}

/** `0 - X` as AWS's tables write it: the latest point on the right; 0 does not breach, X does, - is missing. */
function range(text: string) {
  const values: Readonly<Record<string, number>> = { '0': 10, X: 90 };
  return text
    .split(' ')
    .toReversed()
    .map((mark, index) => ({ timestampMs: Date.UTC(2026, 0, 1, 12, 30 - index), value: values[mark] }));
}

describe('an alarm by the tables of AWS', () => {
  it.each([
    ['0 - X - X', 3, ['OK', 'OK', 'OK', 'OK']],
    ['0 - - - -', 3, ['OK', 'OK', 'OK', 'OK']],
    ['- - - - -', 3, ['INSUFFICIENT_DATA', retain, 'ALARM', 'OK']],
    ['0 X X - X', 3, ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
    ['- - X - -', 3, ['ALARM', retain, 'ALARM', 'OK']],
    ['0 - X - X', 2, ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
    ['0 0 X 0 X', 2, ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
    ['0 - X - -', 2, ['OK', 'OK', 'ALARM', 'OK']],
    ['- - - - 0', 2, ['OK', 'OK', 'ALARM', 'OK']],
    ['- - - X -', 2, ['ALARM', retain, 'ALARM', 'OK']],
    // "The alarm does not go immediately into ALARM state."
    ['- - - - X', 3, [retain, retain, 'ALARM', 'OK']],
    ['- - - X -', 3, [retain, retain, 'ALARM', 'OK']],
    ['- - - X 0', 3, ['OK', 'OK', 'OK', 'OK']],
  ] as const)('%s with %i to alarm', (text, datapointsToAlarm, expected) => {
    const states = treatments.map(
      (treatment) => evaluateAlarm(rules(datapointsToAlarm, treatment), range(text)).state,
    );
    expect(states).toEqual(expected);
  });

  it.each([
    ['GreaterThanThreshold', 'OK', 'ALARM'],
    ['GreaterThanOrEqualToThreshold', 'ALARM', 'ALARM'],
    ['LessThanThreshold', 'OK', 'OK'],
    ['LessThanOrEqualToThreshold', 'ALARM', 'OK'],
  ] as const)('compares by %s', (comparisonOperator, atThreshold, above) => {
    const one = { ...rules(1), comparisonOperator, evaluationPeriods: 1 };
    const stateAt = (value: number) => evaluateAlarm(one, [{ timestampMs: 0, value }]).state;
    expect([stateAt(50), stateAt(51)]).toEqual([atThreshold, above]);
  });
});

describe('the reason of a state', () => {
  const reason = (text: string, of: AlarmRules, isOutOf = true) =>
    stateReason(of, evaluateAlarm(of, range(text)), isOutOf);

  it('lists what decided, newest first, in the words of AWS', () => {
    expect(reason('0 0 X 0 X', rules(2))).toBe(
      'Threshold Crossed: 2 out of the last 3 datapoints [90.0 (01/01/26 12:30:00), 90.0 (01/01/26 12:28:00)] were greater than the threshold (50.0) (minimum 2 datapoints for OK -> ALARM transition).',
    );
    expect(reason('0 0 X X 0', rules(3))).toBe(
      'Threshold Crossed: 1 out of the last 3 datapoints [10.0 (01/01/26 12:30:00)] was not greater than the threshold (50.0) (minimum 1 datapoint for ALARM -> OK transition).',
    );
    expect(reason('0 0 X X X', rules(3), false)).toBe(
      'Threshold Crossed: 3 datapoints [90.0 (01/01/26 12:30:00), 90.0 (01/01/26 12:29:00), 90.0 (01/01/26 12:28:00)] were greater than the threshold (50.0).',
    );
  });

  it('tells how missing data was treated', () => {
    expect(reason('- - - - -', rules(3))).toBe('Insufficient Data: 3 datapoints were unknown.');
    expect(reason('- - - - -', rules(3, 'breaching'))).toBe(
      'Threshold Crossed: no datapoints were received for 3 periods and 3 missing datapoints were treated as [Breaching].',
    );
    expect(reason('- X - 0 -', rules(3, 'notBreaching'))).toBe(
      'Threshold Crossed: 2 datapoints were received for 3 periods and 1 missing datapoint was treated as [NonBreaching].',
    );
  });
});
