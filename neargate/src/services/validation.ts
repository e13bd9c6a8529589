import { AwsError } from '../core/aws-error.ts';
import type { ServiceDefinition } from './operation.ts';
import { inputConstraints } from './service-constraints.ts';
import { type Demand, inModelsWords, type Path, validationError, type Violation } from './violation.ts';

/** What AWS's service model says of one member. */
export interface MemberConstraints {
  /** The model's name of the member's shape. */
  readonly shape?: string;
  /** How requests spell the member, where not by its name. */
  readonly spelling?: string;
  readonly required?: boolean;
  readonly enum?: readonly string[];
  /** Inclusive bounds: of a number's value, a string's length, or a list's or map's size. */
  readonly min?: number;
  readonly max?: number;
  /** A regular expression that the whole string must match, as the service model writes it. */
  readonly pattern?: string;
  /** Whether messages keep the value to themselves. */
  readonly sensitive?: boolean;
  /** Members of a structure. */
  readonly members?: StructureConstraints;
  /** Each element of a list. */
  readonly each?: MemberConstraints;
  /** Each key and each value of a map. */
  readonly keys?: MemberConstraints;
  readonly values?: MemberConstraints;
}

export type StructureConstraints = Readonly<Record<string, MemberConstraints>>;

/**
 * Checks `input` against all that the service says of an operation's: what its model demands first, then what the
 * operation itself does where the model is silent or looser. Throws the service's own answer where it has one, else AWS's
 * validation error naming every violation: `2 validation errors detected: Value at 'name' failed to satisfy constraint: …`.
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
  const violations: Violation[] = [];
  for (const constraints of [modelled, own])
    checkStructure(input as Record<string, unknown>, constraints, undefined, (violation) =>
      violations.push(violation),
    );
  if (violations.length === 0) return;
  const { refusal = () => inModelsWords, validationErrorCode } = definition;
  const answers = violations.map((violation) => ({ violation, answer: refusal(violation, operationName) }));
  const usual = answers.filter(({ answer }) => answer === inModelsWords);
  if (usual.length > 0)
    throw validationError(
      validationErrorCode,
      usual.map(({ violation }) => violation),
    );
  for (const { answer } of answers) if (answer instanceof AwsError) throw answer;
}

type Report = (violation: Violation) => void;

function checkStructure(
  structure: Record<string, unknown>,
  constraints: StructureConstraints,
  parent: Path | undefined,
  report: Report,
): void {
  for (const [name, member] of Object.entries(constraints)) {
    const value = structure[name];
    const path = { parent, member: name };
    if (value !== undefined && value !== null) checkMember(value, member, path, report);
    else if (member.required === true) report({ demand: 'required', path, value, constraints: member });
  }
}

function checkMember(value: unknown, member: MemberConstraints, path: Path, report: Report): void {
  for (const demand of unmetDemands(value, member)) report({ demand, path, value, constraints: member });
  checkHeld(value, member, path, report);
}

/** What a structure, list or map holds. */
function checkHeld(value: unknown, member: MemberConstraints, path: Path, report: Report): void {
  if (Array.isArray(value)) {
    if (member.each !== undefined) checkElements(value, member, path, report);
  } else if (isHolder(value)) {
    if (member.members !== undefined) checkStructure(value, member.members, path, report);
    if (member.keys !== undefined || member.values !== undefined) checkMap(value, member, path, report);
  }
}

function checkElements(
  list: readonly unknown[],
  { each = {}, sensitive }: MemberConstraints,
  path: Path,
  report: Report,
): void {
  checkAlike(list, each, { holder: 'list', contents: list, sensitive }, path, report);
  for (const [index, element] of list.entries()) checkHeld(element, each, { parent: path, index }, report);
}

function checkMap(
  map: Record<string, unknown>,
  { keys = {}, values = {}, sensitive }: MemberConstraints,
  path: Path,
  report: Report,
): void {
  checkAlike(Object.keys(map), keys, { holder: 'mapKeys', contents: map, sensitive }, path, report);
  checkAlike(Object.values(map), values, { holder: 'mapValues', contents: map, sensitive }, path, report);
  for (const [key, value] of Object.entries(map)) checkHeld(value, values, { parent: path, key }, report);
}

/** AWS says once of a list or map that its contents are not as they must be, however many are not. */
function checkAlike(
  contents: readonly unknown[],
  constraints: MemberConstraints,
  within: Violation['within'],
  path: Path,
  report: Report,
): void {
  for (const value of contents) {
    const [demand] = unmetDemands(value, constraints);
    if (demand !== undefined) return report({ demand, path, value, constraints, within });
  }
}

function isHolder(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' && value !== null && !(value instanceof Uint8Array) && !(value instanceof Date)
  );
}

function unmetDemands(value: unknown, member: MemberConstraints): Exclude<Demand, 'required'>[] {
  const unmet: Exclude<Demand, 'required'>[] = [];
  if (typeof value === 'string' && member.enum !== undefined && !member.enum.includes(value))
    unmet.push('enum');
  const measure = measureOf(value, member);
  if (measure !== undefined && member.min !== undefined && measure < member.min) unmet.push('min');
  if (measure !== undefined && member.max !== undefined && measure > member.max) unmet.push('max');
  if (typeof value === 'string' && member.pattern !== undefined && !wholeMatch(member.pattern).test(value))
    unmet.push('pattern');
  return unmet;
}

/** What the bounds of a shape are about: a number's value, the length of everything else. */
function measureOf(value: unknown, { members }: MemberConstraints): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'string' || value instanceof Uint8Array || Array.isArray(value)) return value.length;
  return isHolder(value) && members === undefined ? Object.keys(value).length : undefined;
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
