import type { IncomingMessage } from 'node:http';
import { readRegistryToken } from '../../services/ecr/authorization-token.ts';
import { RegistryError } from './registry-error.ts';

/** A registry: an account in a region. */
export interface RegistryPlace {
  readonly accountId: string;
  readonly region: string;
}

/**
 * The registry that a request is for: the host's name says it (`<account>.dkr.ecr.<region>.amazonaws.com` and the same below
 * localhost), or else the token of GetAuthorizationToken, or else it is the default one. ECR wants HTTP Basic with the user
 * `AWS` for every request; here any password does, and a token of ours is refused once it has expired.
 * @throws RegistryError 401 without credentials, 403 with an expired token
 */
export function registryCaller(
  request: Pick<IncomingMessage, 'headers'>,
  query: URLSearchParams,
  fallback: RegistryPlace,
  nowMs: number,
): RegistryPlace {
  const ofHost = placeOfHost(request.headers.host ?? '');
  const password = passwordOf(request.headers.authorization) ?? query.get('token') ?? undefined;
  if (password === undefined || password === '') {
    const realm = `http://${request.headers.host ?? 'localhost'}/`;
    throw new RegistryError(401, 'UNAUTHORIZED', 'Not Authorized', {
      'www-authenticate': `Basic realm="${realm}",service="ecr.amazonaws.com"`,
    });
  }
  const token = readRegistryToken(password);
  if (token !== undefined && token.expiresAtMs <= nowMs) {
    throw new RegistryError(
      403,
      'DENIED',
      'Your authorization token has expired. Reauthenticate and try again.',
    );
  }
  return ofHost ?? (token === undefined ? fallback : { accountId: token.accountId, region: token.region });
}

/** The registry that ECR's host name says, of AWS or below localhost. */
export function placeOfHost(host: string): RegistryPlace | undefined {
  const match =
    /^(\d{12})\.dkr\.ecr(?:-fips)?\.([a-z0-9-]+)\.(?:amazonaws\.com(?:\.cn)?|localhost)(?::\d+)?$/i.exec(
      host,
    );
  const [, accountId, region] = match ?? [];
  return accountId === undefined || region === undefined ? undefined : { accountId, region };
}

function passwordOf(authorization: string | undefined): string | undefined {
  const encoded = /^Basic\s+(.+)$/i.exec(authorization ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon > 0 ? text.slice(colon + 1) : undefined;
}
