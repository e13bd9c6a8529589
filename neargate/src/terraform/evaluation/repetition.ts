import type { Diagnostic } from '../../core/diagnostics.ts';
import { errorDiagnostic, hasErrors } from '../../core/diagnostics.ts';
import { bigFloatToDouble, isIntegral } from '../../hcl/big-float.ts';
import { convert } from '../../hcl/conversion.ts';
import { evaluate } from '../../hcl/evaluation.ts';
import type { Expression } from '../../hcl/ast.ts';
import type { Scope } from '../../hcl/scope.ts';
import { toSourceRange } from '../../hcl/source.ts';
import { numberType, typeFriendlyName } from '../../hcl/types.ts';
import type { Value } from '../../hcl/values.ts';
import { isSensitive, numberValue, stringValue, withoutMarks } from '../../hcl/values.ts';
import type { InstanceKey } from '../addresses/instance-key.ts';
import type { Repetition } from '../configuration/module-configuration.ts';
import type { ExpansionKind } from './expansion.ts';

/** What `count.index`, `each.key` and `each.value` are for one instance. */
export type RepetitionData =
  | { readonly kind: 'single' }
  | { readonly kind: 'count'; readonly index: Value }
  | { readonly kind: 'for_each'; readonly key: Value; readonly value: Value };

export const noRepetition: RepetitionData = { kind: 'single' };

/** The instances that a block is to have, or undefined when that cannot be said; then there are error diagnostics. */
export interface Repeated {
  readonly kind: ExpansionKind;
  readonly instances: ReadonlyMap<InstanceKey, RepetitionData> | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** Evaluates `count` or `for_each` as https://developer.hashicorp.com/terraform/language/meta-arguments describes them. */
export function repeat(repetition: Repetition | undefined, scope: Scope): Repeated {
  if (repetition === undefined) {
    return { kind: 'single', instances: new Map([[undefined, noRepetition]]), diagnostics: [] };
  }
  return repetition.kind === 'count'
    ? repeatCount(repetition.expression, scope)
    : repeatForEach(repetition.expression, scope);
}

function repeatCount(expression: Expression, scope: Scope): Repeated {
  const fail = (summary: string, detail: string): Repeated => ({
    kind: 'count',
    instances: undefined,
    diagnostics: [errorDiagnostic(summary, detail, toSourceRange(expression.span))],
  });
  const result = evaluate(expression, scope);
  if (hasErrors(result.diagnostics)) {
    return { kind: 'count', instances: undefined, diagnostics: result.diagnostics };
  }
  const converted = convert(withoutMarks(result.value), numberType);
  if (!converted.ok) return fail('Incorrect value type', `Invalid expression value: ${converted.reason}.`);
  const { value } = converted;
  if (isSensitive(result.value)) {
    return fail(
      'Invalid count argument',
      'Sensitive values, or values derived from sensitive values, cannot be used as count arguments. If used, the sensitive value could be exposed as a resource instance key.',
    );
  }
  if (value.kind === 'null') {
    return fail(
      'Invalid count argument',
      'The given "count" argument value is null. An integer is required.',
    );
  }
  if (value.kind !== 'number') {
    return fail(
      'Invalid count argument',
      'The "count" value depends on resource attributes that cannot be determined until apply, so Terraform cannot predict how many instances will be created. To work around this, use the -target argument to first apply only the resources that the count depends on.',
    );
  }
  const unsuitable = 'The given "count" argument value is unsuitable';
  if (!isIntegral(value.number)) {
    return fail(
      'Invalid count argument',
      `${unsuitable}: value must be a whole number, between -9223372036854775808 and 9223372036854775807 inclusive.`,
    );
  }
  const count = bigFloatToDouble(value.number);
  if (count < 0)
    return fail('Invalid count argument', `${unsuitable}: must be greater than or equal to zero.`);
  const instances = new Map<InstanceKey, RepetitionData>();
  for (let index = 0; index < count; index++)
    instances.set(index, { kind: 'count', index: numberValue(index) });
  return { kind: 'count', instances, diagnostics: [] };
}

function repeatForEach(expression: Expression, scope: Scope): Repeated {
  const fail = (detail: string, summary = 'Invalid for_each argument'): Repeated => ({
    kind: 'for_each',
    instances: undefined,
    diagnostics: [errorDiagnostic(summary, detail, toSourceRange(expression.span))],
  });
  const result = evaluate(expression, scope);
  if (hasErrors(result.diagnostics)) {
    return { kind: 'for_each', instances: undefined, diagnostics: result.diagnostics };
  }
  const { value } = result;
  const unsuitable = 'The given "for_each" argument value is unsuitable';
  if (isSensitive(value)) {
    return fail(
      'Sensitive values, or values derived from sensitive values, cannot be used as for_each arguments. If used, the sensitive value could be exposed as a resource instance key.',
    );
  }
  if (value.kind === 'null') {
    return fail(
      `${unsuitable}: the given "for_each" argument value is null. A map, or set of strings is allowed.`,
    );
  }
  const { type } = value;
  const isSet = type.kind === 'set';
  if (!isSet && type.kind !== 'map' && type.kind !== 'object' && type.kind !== 'dynamic') {
    return fail(
      `${unsuitable}: the "for_each" argument must be a map, or set of strings, and you have provided a value of type ${typeFriendlyName(type)}.`,
    );
  }
  if (
    type.kind === 'set' &&
    type.element.kind !== 'string' &&
    !(value.kind === 'sequence' && value.elements.length === 0)
  ) {
    return fail(
      `${unsuitable}: "for_each" supports maps and sets of strings, but you have provided a set containing type ${typeFriendlyName(type.element)}.`,
      'Invalid for_each set argument',
    );
  }
  if (
    value.kind === 'unknown' ||
    (value.kind === 'sequence' && value.elements.some(({ kind }) => kind === 'unknown'))
  ) {
    return fail(isSet ? unknownSetKeys : unknownMapKeys);
  }
  const instances = new Map<InstanceKey, RepetitionData>();
  if (value.kind === 'mapping') {
    for (const [key, entry] of value.entries) {
      instances.set(key, { kind: 'for_each', key: stringValue(key), value: entry });
    }
  } else if (value.kind === 'sequence') {
    for (const element of value.elements) {
      if (element.kind !== 'string') {
        return fail(
          `${unsuitable}: "for_each" sets must not contain null values.`,
          'Invalid for_each set argument',
        );
      }
      instances.set(element.string, { kind: 'for_each', key: element, value: element });
    }
  }
  return { kind: 'for_each', instances, diagnostics: [] };
}

const unknownMapKeys = `The "for_each" map includes keys derived from resource attributes that cannot be determined until apply, and so Terraform cannot determine the full set of keys that will identify the instances of this resource.

When working with unknown values in for_each, it's better to define the map keys statically in your configuration and place apply-time results only in the map values.

Alternatively, you could use the -target planning option to first apply only the resources that the for_each value depends on, and then apply a second time to fully converge.`;

const unknownSetKeys = `The "for_each" set includes values derived from resource attributes that cannot be determined until apply, and so Terraform cannot determine the full set of keys that will identify the instances of this resource.

When working with unknown values in for_each, it's better to use a map value where the keys are defined statically in your configuration and where only the values contain apply-time results.

Alternatively, you could use the -target planning option to first apply only the resources that the for_each value depends on, and then apply a second time to fully converge.`;
