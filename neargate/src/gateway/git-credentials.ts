import type { IncomingMessage } from 'node:http';

/** What a git client shows in its Basic credentials; every part may be missing. */
export interface GitCredentials {
  /** Of `AKID` or `AKID%token`, as AWS's credential helper and git-remote-codecommit send. */
  readonly accessKeyId?: string;
  readonly sessionToken?: string;
  /** Of a service-specific credential, whose user names end in `-at-<account>`. */
  readonly serviceUserName?: string;
  readonly accountId?: string;
  /** Of a service-specific credential: the IAM user. */
  readonly userName?: string;
  readonly password?: string;
}

/**
 * Reads HTTP Basic credentials in the two forms that CodeCommit knows. Nothing is verified.
 * https://docs.aws.amazon.com/codecommit/latest/userguide/setting-up-gc.html
 */
export function gitCredentials({ headers }: Pick<IncomingMessage, 'headers'>): GitCredentials {
  const encoded = /^Basic\s+(.+)$/i.exec(headers.authorization ?? '')?.[1];
  if (encoded === undefined) return {};
  const [, user = '', password = ''] =
    /^([^:]*):?(.*)$/s.exec(Buffer.from(encoded, 'base64').toString('utf8')) ?? [];
  if (user === '') return {};
  const generated = /^(.+)-at-(\d{12})$/.exec(user);
  if (generated?.[1] !== undefined && generated[2] !== undefined)
    return {
      serviceUserName: user,
      // A second set of credentials of a user is called `alice+1-at-…`.
      userName: generated[1].replace(/\+\d+$/, ''),
      accountId: generated[2],
      password,
    };
  const [, accessKeyId = '', sessionToken] = /^([^%]*)(?:%(.*))?$/s.exec(user) ?? [];
  return {
    accessKeyId,
    ...(sessionToken === undefined ? {} : { sessionToken }),
    ...(/^\d{12}$/.test(accessKeyId) ? { accountId: accessKeyId } : {}),
    password,
  };
}
