import type { Diagnostic, SourceRange } from '../../core/diagnostics.ts';
import { errorDiagnostic, warningDiagnostic } from '../../core/diagnostics.ts';
import { bigFloatToDouble } from '../../hcl/big-float.ts';
import type { Value } from '../../hcl/values.ts';
import type { AttributeSchema } from '../provider.ts';
import type { CompiledBlock } from './compiled-schema.ts';

/**
 * Checks arguments against what the schema says beyond types, with the texts of HashiCorp's plugin SDK.
 *
 * @param rangeOf Where an argument was written, by its path such as `ingress[0].from_port`.
 */
export function validateArguments(
  schema: CompiledBlock,
  config: Value,
  rangeOf: (path: string) => SourceRange,
): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  validateBlock(schema, config, '', rangeOf, diagnostics);
  return diagnostics;
}

function validateBlock(
  schema: CompiledBlock,
  config: Value,
  prefix: string,
  rangeOf: (path: string) => SourceRange,
  diagnostics: Diagnostic[],
): void {
  if (config.kind !== 'mapping') return;
  const written = (name: string) => isWritten(config.entries.get(name));
  for (const [name, attribute] of ruledAttributes(schema)) {
    const path = `${prefix}${name}`;
    const value = config.entries.get(name);
    const report = (summary: string, detail: string) =>
      diagnostics.push(errorDiagnostic(summary, detail, rangeOf(path)));
    checkCombinations(name, attribute, written, report);
    if (value === undefined || !written(name)) continue;
    if (attribute.deprecated !== undefined) {
      diagnostics.push(warningDiagnostic('Argument is deprecated', attribute.deprecated, rangeOf(path)));
    }
    for (const problem of valueProblems(path, attribute, value)) report(problem, '');
  }
  for (const [name, nested] of schema.blocks) {
    const value = config.entries.get(name);
    if (value?.kind === 'sequence') {
      for (const [index, element] of value.elements.entries()) {
        validateBlock(nested.block, element, `${prefix}${name}[${index}].`, rangeOf, diagnostics);
      }
    } else if (value !== undefined) {
      validateBlock(nested.block, value, `${prefix}${name}.`, rangeOf, diagnostics);
    }
  }
}

const ruled = new WeakMap<CompiledBlock, readonly (readonly [string, AttributeSchema])[]>();

/** The attributes of a block that there is something to check of, found once. */
function ruledAttributes(block: CompiledBlock): readonly (readonly [string, AttributeSchema])[] {
  let found = ruled.get(block);
  if (found === undefined) {
    found = [...block.attributes]
      .map(([name, { schema }]) => [name, schema] as const)
      .filter(([, schema]) => hasRules(schema));
    ruled.set(block, found);
  }
  return found;
}

/** Whether the schema says anything of an attribute that is not its type. */
function hasRules(attribute: AttributeSchema): boolean {
  return (
    attribute.enum !== undefined ||
    attribute.range !== undefined ||
    attribute.pattern !== undefined ||
    attribute.deprecated !== undefined ||
    attribute.conflictsWith !== undefined ||
    attribute.exactlyOneOf !== undefined ||
    attribute.atLeastOneOf !== undefined ||
    attribute.requiredWith !== undefined
  );
}

function checkCombinations(
  name: string,
  attribute: AttributeSchema,
  written: (name: string) => boolean,
  report: (summary: string, detail: string) => void,
): void {
  for (const other of written(name) ? (attribute.conflictsWith ?? []) : []) {
    if (written(other)) report('Conflicting configuration arguments', `"${name}": conflicts with ${other}`);
  }
  const oneOf = attribute.exactlyOneOf;
  // Every argument of the group says the same rule; the first one reports it.
  if (oneOf !== undefined && oneOf[0] === name) {
    const given = oneOf.filter(written);
    const all = oneOf.join(',');
    if (given.length === 0)
      report('Invalid combination of arguments', `"${name}": one of \`${all}\` must be specified`);
    if (given.length > 1) {
      report(
        'Invalid combination of arguments',
        `"${name}": only one of \`${all}\` can be specified, but \`${given.join(',')}\` were specified.`,
      );
    }
  }
  const someOf = attribute.atLeastOneOf;
  if (someOf !== undefined && someOf[0] === name && !someOf.some(written)) {
    report('Missing required argument', `"${name}": one of \`${someOf.join(',')}\` must be specified`);
  }
  if (written(name) && attribute.requiredWith?.every(written) === false) {
    report(
      'Missing required argument',
      `"${name}": all of \`${attribute.requiredWith.join(',')}\` must be specified`,
    );
  }
}

function isWritten(value: Value | undefined): boolean {
  if (value === undefined || value.kind === 'null') return false;
  return value.kind !== 'sequence' || value.elements.length > 0;
}

function valueProblems(path: string, attribute: AttributeSchema, value: Value): readonly string[] {
  switch (value.kind) {
    case 'string':
      return stringProblems(path, attribute, value.string);
    case 'number':
      return numberProblems(path, attribute, bigFloatToDouble(value.number));
    case 'sequence':
      return value.elements.flatMap((element, index) =>
        valueProblems(`${path}.${index}`, attribute, element),
      );
    case 'mapping':
    case 'bool':
    case 'null':
    case 'unknown':
      return [];
  }
}

function stringProblems(path: string, attribute: AttributeSchema, text: string): string[] {
  const problems: string[] = [];
  if (attribute.enum !== undefined && !attribute.enum.includes(text)) {
    const allowed = attribute.enum.map((entry) => JSON.stringify(entry)).join(' ');
    problems.push(`expected ${path} to be one of [${allowed}], got ${text}`);
  }
  if (attribute.range !== undefined) {
    const [min, max] = attribute.range;
    if ((min !== null && text.length < min) || (max !== null && text.length > max)) {
      problems.push(
        `expected length of ${path} to be in the range (${min ?? 0} - ${max ?? '∞'}), got ${text}`,
      );
    }
  }
  if (attribute.pattern !== undefined && !attribute.pattern.regex.test(text)) {
    problems.push(`invalid value for ${path} (${attribute.pattern.message})`);
  }
  return problems;
}

function numberProblems(path: string, attribute: AttributeSchema, number: number): string[] {
  if (attribute.range === undefined) return [];
  const [min, max] = attribute.range;
  if ((min === null || number >= min) && (max === null || number <= max)) return [];
  if (max === null) return [`expected ${path} to be at least (${min}), got ${number}`];
  if (min === null) return [`expected ${path} to be at most (${max}), got ${number}`];
  return [`expected ${path} to be in the range (${min} - ${max}), got ${number}`];
}
