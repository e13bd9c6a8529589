import type { MetricDatum, PutMetricDataInput } from '@aws-sdk/client-cloudwatch';
import { regionalScope } from '../../context.ts';
import { operation } from '../../operation.ts';
import { dimensionsInput, metricNameInput, namespaceInput, units } from '../alarm-input.ts';
import { invalidParameterCombination, invalidParameterValue, missingParameter } from '../errors.ts';
import { metricIdentity, type MetricSample } from '../metric-store.ts';

const hourMs = 60 * 60 * 1000;
const oldestMs = 14 * 24 * hourMs;
const newestMs = 2 * hourMs;
const maxData = 1000;
const maxValues = 150;
const largest = 2 ** 360;

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html */
export const putMetricData = operation<PutMetricDataInput, Record<string, never>>({
  input: {
    Namespace: { ...namespaceInput, required: true },
    MetricData: {
      max: maxData,
      each: {
        members: {
          MetricName: { ...metricNameInput, required: true },
          Dimensions: dimensionsInput,
          Unit: { enum: units },
          StorageResolution: { min: 1 },
        },
      },
    },
  },
  handle(context, { Namespace = '', MetricData = [], EntityMetricData = [] }) {
    if (Namespace.startsWith('AWS/'))
      throw invalidParameterValue('The value AWS/ for parameter Namespace is invalid.');
    const data = [...MetricData, ...EntityMetricData.flatMap((one) => one.MetricData ?? [])];
    if (data.length === 0) throw missingParameter('The parameter MetricData is required.');
    const nowMs = context.clock.now();
    const samples = data.map((datum, index) => ({
      datum,
      sample: sampleOf(datum, `MetricData.member.${index + 1}`, nowMs),
    }));
    for (const { datum, sample } of samples) {
      const dimensions = (datum.Dimensions ?? []).map(({ Name = '', Value = '' }) => ({
        name: Name,
        value: Value,
      }));
      const metric = metricIdentity(Namespace, datum.MetricName ?? '', dimensions);
      context.metrics.record(regionalScope(context.caller), metric, sample);
    }
    return {};
  },
});

function sampleOf(datum: MetricDatum, path: string, nowMs: number): MetricSample {
  const { Value, Values, Counts, StatisticValues, StorageResolution, Timestamp, Unit = 'None' } = datum;
  if ([Value, Values, StatisticValues].filter((given) => given !== undefined).length !== 1) {
    throw invalidParameterCombination(
      `The parameters ${path}.Value, ${path}.Values and ${path}.StatisticValues are mutually exclusive and you have to specify one.`,
    );
  }
  if (StorageResolution !== undefined && StorageResolution !== 1 && StorageResolution !== 60)
    throw invalidParameterValue(
      `The value ${StorageResolution} for parameter ${path}.StorageResolution must be 1 or 60.`,
    );
  const timestampMs = Timestamp?.getTime() ?? nowMs;
  if (timestampMs > nowMs + newestMs)
    throw invalidParameterValue(
      `The parameter ${path}.Timestamp must specify a time no more than two hours in the future.`,
    );
  if (timestampMs < nowMs - oldestMs)
    throw invalidParameterValue(
      `The parameter ${path}.Timestamp must specify a time within the past two weeks.`,
    );
  if (StatisticValues !== undefined) {
    const { SampleCount = 0, Sum = 0, Minimum = 0, Maximum = 0 } = StatisticValues;
    for (const value of [SampleCount, Sum, Minimum, Maximum]) requireNumber(value, `${path}.StatisticValues`);
    const summary = { sampleCount: SampleCount, sum: Sum, minimum: Minimum, maximum: Maximum };
    if (SampleCount <= 0 || Minimum > Maximum)
      throw invalidParameterValue(`The parameter ${path}.StatisticValues does not describe any samples.`);
    return { timestampMs, unit: Unit, isHighResolution: StorageResolution === 1, summary };
  }
  return {
    timestampMs,
    unit: Unit,
    isHighResolution: StorageResolution === 1,
    values: countedValues(Values ?? [Value ?? 0], Counts, path),
  };
}

function countedValues(
  values: readonly number[],
  counts: readonly number[] | undefined,
  path: string,
): (readonly [number, number])[] {
  if (values.length === 0 || values.length > maxValues)
    throw invalidParameterValue(`The parameter ${path}.Values must have 1 to ${maxValues} values.`);
  if (counts !== undefined && counts.length !== values.length) {
    throw invalidParameterValue(`The parameters ${path}.Values and ${path}.Counts must be of the same size.`);
  }
  for (const value of values) requireNumber(value, `${path}.Value`);
  for (const count of counts ?? []) requireNumber(count, `${path}.Counts`);
  return values.map((value, index) => [value, counts?.[index] ?? 1] as const);
}

function requireNumber(value: number, path: string): void {
  if (!Number.isFinite(value) || Math.abs(value) > largest)
    throw invalidParameterValue(`The value ${value} for parameter ${path} is invalid.`);
}
