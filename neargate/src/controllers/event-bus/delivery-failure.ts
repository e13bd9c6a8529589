import { AwsError } from '../../core/aws-error.ts';
import type { DeliveryErrorCode } from '../../services/events/store.ts';

/** A target that could not be invoked. The message is for users. */
export class DeliveryFailure extends Error {
  override readonly name = 'DeliveryFailure';
  readonly code: DeliveryErrorCode;

  constructor(code: DeliveryErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

export interface FailureKind {
  readonly code: DeliveryErrorCode;
  /** Missing permissions and missing targets stay missing until somebody acts: those are not tried again. */
  readonly retried: boolean;
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html */
const kindsOfCodes: readonly (readonly [code: RegExp, kind: FailureKind])[] = [
  [/NotFound|DoesNotExist|NoSuch/, { code: 'NO_RESOURCE', retried: false }],
  [/AccessDenied|AuthorizationError|NotAuthorized|Unauthorized/, { code: 'NO_PERMISSIONS', retried: false }],
  [/Throttl|LimitExceeded|TooMany/, { code: 'THROTTLING', retried: true }],
];

/** What kind of failure an error of an invocation is. */
export function failureKind(error: unknown): FailureKind {
  if (error instanceof DeliveryFailure) return { code: error.code, retried: false };
  if (!(error instanceof AwsError) || error.fault === 'server')
    return { code: 'SDK_CLIENT_ERROR', retried: true };
  const known = kindsOfCodes.find(([code]) => code.test(error.code));
  return known?.[1] ?? { code: 'INVALID_PARAMETER', retried: false };
}
