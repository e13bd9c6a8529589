import type { Session } from './call.ts';
import { codecommitPassword } from '../../../../core/codecommit-password.ts';

/**
 * `aws codecommit credential-helper get`: the user name and password that git sends for a repository.
 * https://docs.aws.amazon.com/codecommit/latest/userguide/setting-up-https-unixes.html
 * @param request what git writes: lines of `key=value`
 */
export function codecommitCredentials({ credentials, region, nowMs }: Session, request: string): string {
  const fields = new Map(
    request.split('\n').map((line) => [line.split('=')[0] ?? '', line.slice(line.indexOf('=') + 1)]),
  );
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  const host = (fields.get('host') ?? '').replace(/:\d+$/, '');
  const path = `/${fields.get('path') ?? ''}`;
  const password = codecommitPassword({ secretAccessKey, region, host, path }, nowMs());
  const username = sessionToken === undefined ? accessKeyId : `${accessKeyId}%${sessionToken}`;
  return `username=${username}\npassword=${password}`;
}
