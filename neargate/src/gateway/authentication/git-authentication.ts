import { codecommitSignature } from '../../core/codecommit-password.ts';
import { sameText } from '../../core/same-text.ts';
import type { GitCredentials } from '../git-credentials.ts';
import type { Authenticator } from './authenticator.ts';

/** What git's user names and passwords are verified against. */
export interface GitAuthenticator extends Authenticator {
  /** The password of an active service-specific credential, such as `ann-at-123456789012`. */
  gitPasswordOf(serviceUserName: string): string | undefined;
}

const lifetimeMs = 15 * 60 * 1000;

/**
 * Whether CodeCommit would let the credentials in: a signature over the repository's URL, of an access key and at most 15
 * minutes old, or a service-specific credential of a user.
 * https://docs.aws.amazon.com/codecommit/latest/userguide/auth-and-access-control.html
 */
export function areGoodGitCredentials(
  authenticator: GitAuthenticator,
  { accessKeyId, sessionToken, serviceUserName, password = '' }: GitCredentials,
  signed: { readonly host: string; readonly path: string; readonly region: string },
): boolean {
  if (serviceUserName !== undefined) {
    const expected = authenticator.gitPasswordOf(serviceUserName);
    return expected !== undefined && sameText(expected, password);
  }
  const credentials = authenticator.credentialsOf(accessKeyId ?? '');
  const [, time = '', signature = ''] = /^(\d{8}T\d{6})Z([0-9a-f]{64})$/.exec(password) ?? [];
  if (credentials?.isActive !== true || time === '') return false;
  if (credentials.sessionToken !== sessionToken) return false;
  const now = authenticator.now();
  if (Math.abs(now - timeOf(time)) > lifetimeMs || (credentials.expiresAtMs ?? Infinity) <= now) return false;
  const { secretAccessKey } = credentials;
  return sameText(codecommitSignature({ ...signed, secretAccessKey }, time), signature);
}

/** @param time `yyyymmddThhmmss`, UTC */
function timeOf(time: string): number {
  return Date.parse(time.replace(/^(\d{4})(\d\d)(\d\dT\d\d)(\d\d)(\d\d)$/, '$1-$2-$3:$4:$5Z'));
}
