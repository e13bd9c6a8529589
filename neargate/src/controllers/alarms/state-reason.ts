import type { ComparisonOperator } from '@aws-sdk/client-cloudwatch';
import { type AlarmEvaluation, type AlarmRules, breaches, type Datapoint } from './evaluate-alarm.ts';

const comparisons: Readonly<Partial<Record<ComparisonOperator, string>>> = {
  GreaterThanThreshold: 'greater than',
  GreaterThanOrEqualToThreshold: 'greater than or equal to',
  LessThanThreshold: 'less than',
  LessThanOrEqualToThreshold: 'less than or equal to',
};

/**
 * Why an alarm has its state, in CloudWatch's words (read off its alarms; they are not documented).
 * @param isOutOf whether the alarm says itself how many datapoints alarm, which AWS then tells
 */
export function stateReason(rules: AlarmRules, evaluation: AlarmEvaluation, isOutOf: boolean): string {
  const { points, filled, state } = evaluation;
  if (state === 'INSUFFICIENT_DATA') return `Insufficient Data: ${filled} ${datapoints(filled)} unknown.`;
  if (filled > 0 && (rules.treatMissingData === 'breaching' || rules.treatMissingData === 'notBreaching'))
    return filledReason(rules, points.length, filled);
  const isAlarm = state === 'ALARM';
  const deciding = points.filter(({ value }) => breaches(rules, value) === isAlarm);
  const was = deciding.length === 1 ? 'was' : 'were';
  const told = `${isAlarm ? was : `${was} not`} ${comparisons[rules.comparisonOperator]} the threshold (${number(rules.threshold)})`;
  const values = `[${deciding.map(pointText).join(', ')}]`;
  if (!isOutOf) {
    const noun = deciding.length === 1 ? 'datapoint' : 'datapoints';
    return `Threshold Crossed: ${deciding.length} ${noun} ${values} ${told}.`;
  }
  const { evaluationPeriods: all, datapointsToAlarm } = rules;
  const minimum = isAlarm ? datapointsToAlarm : all - datapointsToAlarm + 1;
  const way = isAlarm ? 'OK -> ALARM' : 'ALARM -> OK';
  return `Threshold Crossed: ${deciding.length} out of the last ${all} datapoints ${values} ${told} (minimum ${minimum} ${minimum === 1 ? 'datapoint' : 'datapoints'} for ${way} transition).`;
}

function filledReason(rules: AlarmRules, received: number, filled: number): string {
  const count = received === 0 ? 'no datapoints were' : `${received} ${datapoints(received)}`;
  const periods = rules.evaluationPeriods === 1 ? '1 period' : `${rules.evaluationPeriods} periods`;
  const treated = rules.treatMissingData === 'breaching' ? 'Breaching' : 'NonBreaching';
  return `Threshold Crossed: ${count} received for ${periods} and ${filled} missing ${datapoints(filled)} treated as [${treated}].`;
}

function datapoints(count: number): string {
  return count === 1 ? 'datapoint was' : 'datapoints were';
}

function pointText({ timestampMs, value }: Datapoint): string {
  const iso = new Date(timestampMs).toISOString();
  const [year = '', month = '', day = ''] = iso.slice(2, 10).split('-');
  return `${number(value)} (${day}/${month}/${year} ${iso.slice(11, 19)})`;
}

/** As Java writes a double: with at least one decimal, and an exponent from ten millions and below a thousandth. */
function number(value: number): string {
  const magnitude = Math.abs(value);
  if (value !== 0 && (magnitude >= 1e7 || magnitude < 1e-3)) {
    const [mantissa = '', exponent = ''] = value.toExponential().split('e');
    return `${mantissa.includes('.') ? mantissa : `${mantissa}.0`}E${Number(exponent)}`;
  }
  return Number.isInteger(value) ? `${value}.0` : String(value);
}
