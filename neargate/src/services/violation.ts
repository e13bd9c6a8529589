import { AwsError } from '../core/aws-error.ts';
import type { MemberConstraints } from './validation.ts';

export type Demand = 'required' | 'enum' | 'min' | 'max' | 'pattern';

/** Where in an input a value stands. */
export type Path = { readonly parent: Path | undefined } & Step;
type Step = { readonly member: string } | { readonly index: number } | { readonly key: string };

/** One demand of a service on an input that is not met. */
export interface Violation {
  readonly demand: Demand;
  /** Of the member; where it is a list or map with contents that are not as they must be, its own. */
  readonly path: Path;
  readonly value: unknown;
  /** All that is demanded of `value`. */
  readonly constraints: MemberConstraints;
  /** The list or map that holds `value`, when the demand is one on its contents. */
  readonly within?:
    | {
        readonly holder: 'list' | 'mapKeys' | 'mapValues';
        readonly contents: object;
        readonly sensitive: boolean | undefined;
      }
    | undefined;
}

/**
 * Answers a violation as the service does: in words of its own, in those of the service models, or not at all where it takes the
 * value or the operation itself answers.
 */
export type Refusal = (
  violation: Violation,
  operationName: string,
) => AwsError | typeof inModelsWords | undefined;

export const inModelsWords = Symbol('in the words of the service models');

/** All violations in the words of the service models. */
export function validationError(errorCode: string, violations: readonly Violation[]): AwsError {
  // What the model and the operation both demand is said once.
  const sentences = [...new Set(violations.map(sentence))];
  const count = `${sentences.length} validation error${sentences.length === 1 ? '' : 's'} detected`;
  return new AwsError(errorCode, `${count}: ${sentences.join('; ')}`);
}

function sentence(violation: Violation): string {
  const { path, within } = violation;
  const failed = `Value${shown(violation)} at '${pathText(path)}' failed to satisfy constraint`;
  if (within === undefined) return `${failed}: ${demandText(violation)}`;
  const demands = demandsOn(violation).map((demand) => demandText({ ...violation, demand }));
  return `${failed}: ${alike[within.holder]} must satisfy constraint: [${demands.join(', ')}]`;
}

/** AWS lists them all, and that nothing is shorter than nothing where there is but an upper bound. */
function demandsOn({ value, constraints }: Violation): Demand[] {
  const hasLowerBound =
    constraints.min !== undefined || (constraints.max !== undefined && typeof value !== 'number');
  return (['enum', 'max', 'min', 'pattern'] as const).filter((demand) =>
    demand === 'min' ? hasLowerBound : constraints[demand] !== undefined,
  );
}

const alike = { list: 'Member', mapKeys: 'Map keys', mapValues: 'Map value' } as const;

function demandText({ demand, value, constraints }: Violation): string {
  const { min = 0, max, pattern, enum: known = [] } = constraints;
  const measured = typeof value === 'number' ? 'value' : 'length';
  switch (demand) {
    case 'required':
      return 'Member must not be null';
    case 'enum':
      return `Member must satisfy enum value set: [${known.join(', ')}]`;
    case 'min':
      return `Member must have ${measured} greater than or equal to ${min}`;
    case 'max':
      return `Member must have ${measured} less than or equal to ${max}`;
    case 'pattern':
      return `Member must satisfy regular expression pattern: ${pattern}`;
  }
}

/** As messages name it: `tags.1.member.key`. */
function pathText(path: Path): string {
  return pathSteps(path)
    .map((step) => {
      if ('member' in step) return lowerFirst(step.member);
      return 'index' in step ? `${step.index + 1}.member` : `${step.key}.member`;
    })
    .join('.');
}

export function pathSteps(path: Path): readonly Step[] {
  return path.parent === undefined ? [path] : [...pathSteps(path.parent), path];
}

/** The name of the member that a path ends in, whatever list or map of it. */
export function memberOf(path: Path): string {
  if ('member' in path) return path.member;
  return path.parent === undefined ? '' : memberOf(path.parent);
}

/** What is missing is `null`; of what Java has no short text for, nothing is shown. */
function shown({ demand, value, within, constraints }: Violation): string {
  if (constraints.sensitive === true || within?.sensitive === true) return '';
  if (demand === 'required') return ' null';
  const given = within?.contents ?? value;
  return isPrintable(given) ? ` '${printed(given)}'` : '';
}

function isPrintable(value: unknown): boolean {
  if (typeof value !== 'object') return true;
  if (value === null || value instanceof Uint8Array || value instanceof Date) return false;
  return Object.values(value).every((held) => typeof held !== 'object');
}

/** As Java prints what a list or map holds. */
function printed(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(printed).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  return `{${Object.entries(value)
    .map(([name, held]) => `${name}=${printed(held)}`)
    .join(', ')}}`;
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
