import { UserError } from '../core/user-error.ts';

/**
 * Calls an operation of AWS's API on the server, in AWS's JSON protocol.
 * https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
 * @throws UserError with AWS's code and message
 */
export async function callAws(
  url: string,
  {
    target,
    signingName,
    region,
  }: { readonly target: string; readonly signingName: string; readonly region: string },
  input: unknown,
): Promise<unknown> {
  const day = new Date().toISOString().slice(0, 10).replaceAll('-', '');
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': target,
      // The region is read from the scope; no signature is verified on this machine.
      authorization: `AWS4-HMAC-SHA256 Credential=neargate/${day}/${region}/${signingName}/aws4_request, SignedHeaders=host, Signature=none`,
    },
    body: JSON.stringify(input),
  });
  const body = (await response.json()) as Record<string, unknown>;
  if (response.ok) return body;
  const code = textOf(body['__type'])?.split('#').at(-1) ?? `HTTP ${response.status}`;
  throw new UserError(`${code}: ${textOf(body['message']) ?? textOf(body['Message']) ?? ''}`);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
