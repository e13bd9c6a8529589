import { systemClock } from '../core/clock.ts';
import { UserError } from '../core/user-error.ts';
import { signedHeaders } from '../core/sigv4.ts';
import { readSecuritySettings } from '../runtime/security-settings.ts';

/**
 * Calls an operation of AWS's API on the server as the account's root user, in AWS's JSON protocol.
 * https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
 * @throws UserError with AWS's code and message
 */
export async function callAws(
  url: string,
  {
    target,
    signingName,
    region,
    environment,
  }: {
    readonly target: string;
    readonly signingName: string;
    readonly region: string;
    /** Says the root user's key. */
    readonly environment: NodeJS.ProcessEnv;
  },
  input: unknown,
): Promise<unknown> {
  const payload = Buffer.from(JSON.stringify(input));
  const { host: _, ...headers } = signedHeaders(
    {
      credentials: readSecuritySettings(environment).rootKey,
      region,
      service: signingName,
      atMs: systemClock.now(),
    },
    {
      method: 'POST',
      url: new URL(url),
      headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target },
      body: payload,
    },
  );
  const response = await fetch(url, { method: 'POST', headers, body: payload });
  const body = (await response.json()) as Record<string, unknown>;
  if (response.ok) return body;
  const code = textOf(body['__type'])?.split('#').at(-1) ?? `HTTP ${response.status}`;
  throw new UserError(`${code}: ${textOf(body['message']) ?? textOf(body['Message']) ?? ''}`);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
