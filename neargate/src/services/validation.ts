import { AwsError } from '../core/aws-error.ts';
import type { ServiceDefinition } from './operation.ts';
import { inputConstraints } from './service-constraints.ts';

/** What AWS's service model says of one member. */
export interface MemberConstraints {
  readonly required?: boolean;
  readonly enum?: readonly string[];
  /** Inclusive bounds: of a number's value, a string's length, or a list's size. */
  readonly min?: number;
  readonly max?: number;
  /** A regular expression that the whole string must match, as the service model writes it. */
  readonly pattern?: string;
  /** Members of a structure. */
  readonly members?: StructureConstraints;
  /** Each element of a list. */
  readonly each?: MemberConstraints;
}

export type StructureConstraints = Readonly<Record<string, MemberConstraints>>;

/**
 * Checks `input` against all that the service says of an operation's: what its model demands first, then what the
 * operation itself does where the model is silent or looser. Throws AWS's validation error naming every violation, in
 * the form `2 validation errors detected: Value at 'name' failed to satisfy constraint: Member must not be null; …`.
 */
export function requireValidInput(
  definition: ServiceDefinition,
  operationName: string,
  input: unknown,
): void {
  const { input: own = {} } = definition.operations[operationName] ?? {};
  const modelled =
    definition.constraints === undefined
      ? {}
      : (inputConstraints(definition.constraints, operationName) ?? {});
  // One that says twice what is demanded says it once.
  const violations = new Set<string>();
  for (const constraints of [modelled, own])
    checkStructure(input as Record<string, unknown>, constraints, '', violations);
  if (violations.size > 0) throw validationError(definition.validationErrorCode, [...violations]);
}

function validationError(errorCode: string, violations: readonly string[]): AwsError {
  const count = `${violations.length} validation error${violations.length === 1 ? '' : 's'} detected`;
  return new AwsError(errorCode, `${count}: ${violations.join('; ')}`);
}

function checkStructure(
  structure: Record<string, unknown>,
  constraints: StructureConstraints,
  path: string,
  violations: Set<string>,
): void {
  for (const [name, member] of Object.entries(constraints)) {
    checkMember(
      structure[name],
      member,
      path === '' ? lowerFirst(name) : `${path}.${lowerFirst(name)}`,
      violations,
    );
  }
}

function checkMember(value: unknown, member: MemberConstraints, path: string, violations: Set<string>): void {
  const violation = (constraint: string, shown?: string) =>
    violations.add(
      `Value${shown === undefined ? '' : ` '${shown}'`} at '${path}' failed to satisfy constraint: ${constraint}`,
    );
  if (value === undefined || value === null) {
    if (member.required === true) violation('Member must not be null');
    return;
  }
  if (typeof value === 'string') checkString(value, member, violation);
  if (typeof value === 'number') checkNumber(value, member, violation);
  if (value instanceof Uint8Array) checkSize(value.length, member, violation);
  else if (Array.isArray(value)) {
    checkSize(value.length, member, violation);
    for (const [index, element] of member.each === undefined ? [] : value.entries()) {
      checkMember(element, member.each ?? {}, `${path}.${index + 1}.member`, violations);
    }
  } else if (typeof value === 'object' && !(value instanceof Date)) {
    if (member.members !== undefined)
      checkStructure(value as Record<string, unknown>, member.members, path, violations);
    else checkSize(Object.keys(value).length, member, violation);
  }
}

function checkSize(size: number, member: MemberConstraints, violation: Report): void {
  if (member.min !== undefined && size < member.min) {
    violation(`Member must have length greater than or equal to ${member.min}`);
  }
  if (member.max !== undefined && size > member.max) {
    violation(`Member must have length less than or equal to ${member.max}`);
  }
}

type Report = (constraint: string, shown?: string) => void;

function checkString(value: string, member: MemberConstraints, violation: Report): void {
  if (member.enum !== undefined && !member.enum.includes(value)) {
    violation(`Member must satisfy enum value set: [${member.enum.join(', ')}]`, value);
  }
  if (member.min !== undefined && value.length < member.min) {
    violation(`Member must have length greater than or equal to ${member.min}`, value);
  }
  if (member.max !== undefined && value.length > member.max) {
    violation(`Member must have length less than or equal to ${member.max}`, value);
  }
  if (member.pattern !== undefined && !wholeMatch(member.pattern).test(value)) {
    violation(`Member must satisfy regular expression pattern: ${member.pattern}`, value);
  }
}

function checkNumber(value: number, member: MemberConstraints, violation: Report): void {
  if (member.min !== undefined && value < member.min) {
    violation(`Member must have value greater than or equal to ${member.min}`, String(value));
  }
  if (member.max !== undefined && value > member.max) {
    violation(`Member must have value less than or equal to ${member.max}`, String(value));
  }
}

const compiled = new Map<string, RegExp>();

/**
 * `pattern` as the front ends of AWS apply it, to the whole value. Some patterns escape what need not be escaped, which
 * a regular expression refuses in Unicode mode; none of those names a class of Unicode.
 */
function wholeMatch(pattern: string): RegExp {
  let expression = compiled.get(pattern);
  if (expression === undefined) {
    expression = compile(`^(?:${pattern})$`);
    compiled.set(pattern, expression);
  }
  return expression;
}

function compile(source: string): RegExp {
  try {
    return new RegExp(source, 'u');
  } catch {
    return new RegExp(source);
  }
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
