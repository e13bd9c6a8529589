import { AwsError } from '../core/aws-error.ts';

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
  /** Each element of a list, or each value of a map. */
  readonly each?: MemberConstraints;
}

export type StructureConstraints = Readonly<Record<string, MemberConstraints>>;

/**
 * Checks `input` against the constraints and throws AWS's validation error naming every violation, in the form
 * `2 validation errors detected: Value at 'name' failed to satisfy constraint: Member must not be null; …`.
 */
export function validateInput(input: unknown, constraints: StructureConstraints, errorCode: string): void {
  const violations: string[] = [];
  checkStructure(input as Record<string, unknown>, constraints, '', violations);
  if (violations.length === 0) return;
  const count = `${violations.length} validation error${violations.length === 1 ? '' : 's'} detected`;
  throw new AwsError(errorCode, `${count}: ${violations.join('; ')}`);
}

function checkStructure(
  structure: Record<string, unknown>,
  constraints: StructureConstraints,
  path: string,
  violations: string[],
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

function checkMember(value: unknown, member: MemberConstraints, path: string, violations: string[]): void {
  const violation = (constraint: string, shown?: string) =>
    violations.push(
      `Value${shown === undefined ? '' : ` '${shown}'`} at '${path}' failed to satisfy constraint: ${constraint}`,
    );
  if (value === undefined || value === null) {
    if (member.required === true) violation('Member must not be null');
    return;
  }
  if (typeof value === 'string') checkString(value, member, violation);
  if (typeof value === 'number') checkNumber(value, member, violation);
  if (Array.isArray(value)) {
    if (member.min !== undefined && value.length < member.min) {
      violation(`Member must have length greater than or equal to ${member.min}`);
    }
    if (member.max !== undefined && value.length > member.max) {
      violation(`Member must have length less than or equal to ${member.max}`);
    }
    const { each } = member;
    if (each !== undefined) {
      for (const [index, element] of value.entries()) {
        checkMember(element, each, `${path}.${index + 1}.member`, violations);
      }
    }
  } else if (typeof value === 'object' && member.members !== undefined) {
    checkStructure(value as Record<string, unknown>, member.members, path, violations);
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
  if (member.pattern !== undefined && !new RegExp(`^(?:${member.pattern})$`, 'u').test(value)) {
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

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
