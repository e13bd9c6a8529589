import type { IncomingMessage } from 'node:http';
import type { RegistryToken } from '../../services/ecr/authorization-token.ts';
import { RegistryError } from './registry-error.ts';

/** A registry: an account in a region. */
export interface RegistryPlace {
  readonly accountId: string;
  readonly region: string;
}

/** What passwords are looked at with. */
export interface RegistryAuthentication {
  /** The token behind a password; undefined for any other password. */
  readonly readToken: (password: string) => RegistryToken | undefined;
  /** Whether only passwords of GetAuthorizationToken are good; otherwise any is. */
  readonly isStrict: boolean;
  /** Milliseconds since the Unix epoch. */
  readonly now: () => number;
}

/** Which registry a request is for, and in whose name. */
export interface RegistryCaller extends RegistryPlace {
  /** Undefined where nobody has shown a token. */
  readonly principal:
    | {
        readonly principalArn: string;
        readonly sessionPolicies?: readonly string[] | undefined;
      }
    | undefined;
}

/**
 * The registry that a request is for: the host's name says it (`<account>.dkr.ecr.<region>.amazonaws.com` and the same below
 * localhost), or else the token of GetAuthorizationToken, or else it is the default one. ECR wants HTTP Basic with the user
 * `AWS` for every request, or the token of a download URL.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry_auth.html
 * @throws RegistryError 401 without credentials, 403 with an expired token and, where that counts, any that was not given out
 */
export function registryCaller(
  request: Pick<IncomingMessage, 'headers'>,
  query: URLSearchParams,
  fallback: RegistryPlace,
  { readToken, isStrict, now }: RegistryAuthentication,
): RegistryCaller {
  const ofHost = placeOfHost(request.headers.host ?? '');
  const shown = basicCredentials(request.headers.authorization);
  const password = shown?.password ?? query.get('token') ?? undefined;
  if (password === undefined || password === '') {
    const realm = `http://${request.headers.host ?? 'localhost'}/`;
    throw new RegistryError(401, 'UNAUTHORIZED', 'Not Authorized', {
      'www-authenticate': `Basic realm="${realm}",service="ecr.amazonaws.com"`,
    });
  }
  const token = readToken(password);
  if (token !== undefined && token.expiresAtMs <= now()) {
    throw new RegistryError(
      403,
      'DENIED',
      'Your authorization token has expired. Reauthenticate and try again.',
    );
  }
  const isAccepted =
    token !== undefined &&
    (shown === undefined || shown.user === 'AWS') &&
    (ofHost === undefined || ofHost.region === token.region);
  if (isStrict && !isAccepted) throw new RegistryError(403, 'DENIED', 'Not Authorized');
  const { accountId, region } = ofHost ?? token ?? fallback;
  return { accountId, region, principal: token };
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

function basicCredentials(
  authorization: string | undefined,
): { readonly user: string; readonly password: string } | undefined {
  const encoded = /^Basic\s+(.+)$/i.exec(authorization ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon > 0 ? { user: text.slice(0, colon), password: text.slice(colon + 1) } : undefined;
}
