import { AwsError } from '../../core/aws-error.ts';
import { parseStatements } from '../iam/policy-document.ts';
import { invalidAttributeValue } from './errors.ts';

/** @throws AwsError InvalidAttributeValue for what is no policy that could hang on a queue */
export function requireQueuePolicy(text: string): void {
  if (!isResourcePolicy(text)) throw invalidAttributeValue('Policy');
}

function isResourcePolicy(text: string): boolean {
  try {
    return parseStatements(text).every(
      ({ Principal, NotPrincipal, Action, NotAction }) =>
        (Principal ?? NotPrincipal) !== undefined && (Action ?? NotAction) !== undefined,
    );
  } catch (error) {
    if (error instanceof AwsError) return false;
    throw error;
  }
}
