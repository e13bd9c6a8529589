import type { Parameter } from '@aws-sdk/client-rds';
import type { Plain, PlainObject } from '../../../terraform/provider.ts';
import { blocksOf, requiredText, textOf } from '../../arguments.ts';

/** The `parameter` blocks of a group, of instances or of clusters. */

/** AWS takes this many parameters in one call. */
const parametersPerCall = 20;

export function parametersOf(object: PlainObject): Parameter[] {
  return blocksOf(object, 'parameter').map((parameter) => ({
    ParameterName: requiredText(parameter, 'name').toLowerCase(),
    ParameterValue: requiredText(parameter, 'value'),
    ApplyMethod: textOf(parameter, 'apply_method')?.toLowerCase() as Parameter['ApplyMethod'],
  }));
}

/** What is to be reset and what to be set so that a group has the parameters of the configuration. */
export function parameterChanges(
  prior: PlainObject,
  config: PlainObject,
): { reset: Parameter[]; set: Parameter[] } {
  const [before, after] = [parametersOf(prior), parametersOf(config)];
  const kept = new Set(after.map(({ ParameterName }) => ParameterName));
  const known = new Set(before.map((parameter) => JSON.stringify(parameter)));
  return {
    reset: before.filter(({ ParameterName }) => !kept.has(ParameterName)),
    set: after.filter((parameter) => !known.has(JSON.stringify(parameter))),
  };
}

/** As many at a time as a call takes. */
export function callsOf(parameters: Parameter[]): Parameter[][] {
  const count = Math.ceil(parameters.length / parametersPerCall);
  return Array.from({ length: count }, (_none, index) =>
    parameters.slice(index * parametersPerCall, (index + 1) * parametersPerCall),
  );
}

export function parameterState(parameters: readonly Parameter[]): Plain {
  return parameters.map((parameter) => ({
    name: parameter.ParameterName ?? null,
    value: parameter.ParameterValue ?? null,
    apply_method: parameter.ApplyMethod ?? null,
  }));
}
