import { AwsError } from '../../../core/aws-error.ts';
import type { Protocol } from '../../operation.ts';

/** The error in which services of the protocol say it. */
export function accessDenied(protocol: Protocol, message: string, action: string): AwsError {
  if (action.startsWith('sns:')) return new AwsError('AuthorizationError', message, { status: 403 });
  switch (protocol) {
    case 'ec2':
      return new AwsError(
        'UnauthorizedOperation',
        `You are not authorized to perform this operation. ${message}`,
        { status: 403 },
      );
    case 'query':
    case 'rest-xml':
      return new AwsError('AccessDenied', message, { status: 403 });
    default:
      return new AwsError('AccessDeniedException', message);
  }
}
