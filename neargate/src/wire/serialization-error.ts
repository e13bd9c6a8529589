import { AwsError } from '../core/aws-error.ts';

/** The request's bytes do not hold what the operation's schema says. AWS answers 400 with this code. */
export function serializationError(detail: string): AwsError {
  return new AwsError('SerializationException', detail);
}
