import type { Session } from './call.ts';
import { amzTime, sign } from './sigv4.ts';

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
  const time = amzTime(nowMs()).replace('Z', '');
  const canonical = `GIT\n/${fields.get('path') ?? ''}\n\nhost:${fields.get('host') ?? ''}\n\nhost\n`;
  const scope = `${time.slice(0, 8)}/${region}/codecommit/aws4_request`;
  const signature = sign(secretAccessKey, scope, time, canonical);
  const username = sessionToken === undefined ? accessKeyId : `${accessKeyId}%${sessionToken}`;
  return `username=${username}\npassword=${time}Z${signature}`;
}
