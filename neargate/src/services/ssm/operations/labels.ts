import type {
  LabelParameterVersionRequest,
  LabelParameterVersionResult,
  UnlabelParameterVersionRequest,
  UnlabelParameterVersionResult,
} from '@aws-sdk/client-ssm';
import { operation } from '../../operation.ts';
import { tooManyLabels } from '../errors.ts';
import { findParameter, versionByNumber } from '../parameters.ts';
import { ssmTablesOf, versionKey, versionsOf } from '../store.ts';

const maxLabels = 10;

/** A label is on one version; one that is not well formed is answered as invalid. */
export const labelParameterVersion = operation<LabelParameterVersionRequest, LabelParameterVersionResult>({
  handle(context, { Name: given, ParameterVersion: number, Labels: wanted = [] }) {
    const parameter = findParameter(context, given);
    const { name, latestVersion } = parameter;
    const target = versionByNumber(context, parameter, number ?? latestVersion);
    const valid = wanted.filter(isLabel);
    const { versions } = ssmTablesOf(context);
    for (const row of versionsOf(ssmTablesOf(context), name)) {
      const others = row.labels.filter((label) => !valid.includes(label));
      const labels = row.version === target.version ? [...others, ...valid] : others;
      if (labels.length > maxLabels) throw tooManyLabels();
      const isChanged = labels.join() !== row.labels.join();
      if (isChanged) versions.put(versionKey(name, row.version), { ...row, labels });
    }
    return { InvalidLabels: wanted.filter((label) => !isLabel(label)), ParameterVersion: target.version };
  },
});

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_UnlabelParameterVersion.html */
export const unlabelParameterVersion = operation<
  UnlabelParameterVersionRequest,
  UnlabelParameterVersionResult
>({
  handle(context, { Name: given, ParameterVersion: number = 0, Labels: unwanted = [] }) {
    const parameter = findParameter(context, given);
    const row = versionByNumber(context, parameter, number);
    const labels = row.labels.filter((label) => !unwanted.includes(label));
    ssmTablesOf(context).versions.put(versionKey(parameter.name, number), { ...row, labels });
    return {
      RemovedLabels: unwanted.filter((label) => row.labels.includes(label)),
      InvalidLabels: unwanted.filter((label) => !row.labels.includes(label)),
    };
  },
});

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-labels.html */
function isLabel(label: string): boolean {
  return /^[a-zA-Z_.-][a-zA-Z0-9_.-]{0,99}$/.test(label) && !/^(?:aws|ssm)/i.test(label);
}
