import type { AwsError } from '../core/aws-error.ts';
import { memberOf, type Refusal, type Violation } from './violation.ts';

/** What a service that has an exception for each member says of one. */
export interface MemberAnswers {
  /** It is not there, or empty. */
  readonly missing?: () => AwsError;
  /** It has a value that it cannot have. */
  readonly wrong?: (value: string) => AwsError;
}

/** Answers by a table of members and shapes; a member's own entry comes first. */
export function refusalBy(answers: Readonly<Record<string, MemberAnswers>>): Refusal {
  return (violation) => {
    const { constraints, value } = violation;
    const found = [memberOf(violation.path), constraints.shape ?? '']
      .filter((name) => Object.hasOwn(answers, name))
      .map((name) => answers[name]);
    for (const { missing, wrong } of found.filter((entry) => entry !== undefined)) {
      const answer = isMissing(violation) ? missing?.() : wrong?.(String(value));
      if (answer !== undefined) return answer;
    }
    return undefined;
  };
}

function isMissing({ demand, value, within }: Violation): boolean {
  return demand === 'required' || (within === undefined && (value === '' || isEmptyList(value)));
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}
