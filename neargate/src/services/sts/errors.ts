import { AwsError } from '../../core/aws-error.ts';

// Codes, statuses and texts as AWS STS answers them.

export const assumeRoleDenied = (principalArn: string, roleArn: string, action = 'sts:AssumeRole') =>
  new AwsError(
    'AccessDenied',
    `User: ${principalArn} is not authorized to perform: ${action} on resource: ${roleArn}`,
    { status: 403 },
  );

export const webIdentityDenied = () =>
  new AwsError('AccessDenied', 'Not authorized to perform sts:AssumeRoleWithWebIdentity', { status: 403 });

export const validationError = (message: string) => new AwsError('ValidationError', message);

export const invalidIdentityToken = (message: string) => new AwsError('InvalidIdentityToken', message);

export const expiredToken = (message: string) => new AwsError('ExpiredTokenException', message);
