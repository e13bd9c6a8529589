import type { IncomingMessage } from 'node:http';

/** What a git client says of itself in its Basic credentials; every part may be missing. */
export interface GitCredentials {
  /** Of `AKID` or `AKID%token`, as AWS's credential helper and git-remote-codecommit send. */
  readonly accessKeyId?: string;
  /** Of Git credentials, whose user names end in `-at-<account>`. */
  readonly accountId?: string;
  /** Of Git credentials: the IAM user. */
  readonly userName?: string;
}

/**
 * Reads HTTP Basic credentials in the two forms that CodeCommit knows. Passwords and signatures are not verified.
 * https://docs.aws.amazon.com/codecommit/latest/userguide/setting-up-gc.html
 */
export function gitCredentials({ headers }: Pick<IncomingMessage, 'headers'>): GitCredentials {
  const encoded = /^Basic\s+(.+)$/i.exec(headers.authorization ?? '')?.[1];
  if (encoded === undefined) return {};
  const [user = ''] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  if (user === '') return {};
  const generated = /^(.+)-at-(\d{12})$/.exec(user);
  if (generated?.[1] !== undefined && generated[2] !== undefined)
    // A second set of credentials of a user is called `alice+1-at-…`.
    return { userName: generated[1].replace(/\+\d+$/, ''), accountId: generated[2] };
  const [accessKeyId = ''] = user.split('%');
  return { accessKeyId, ...(/^\d{12}$/.test(accessKeyId) ? { accountId: accessKeyId } : {}) };
}
