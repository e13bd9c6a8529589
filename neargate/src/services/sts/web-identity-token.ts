import { invalidIdentityToken } from './errors.ts';

/** What a JSON Web Token says of its bearer. */
export interface WebIdentity {
  readonly issuer: string;
  readonly subject: string;
  readonly audiences: readonly string[];
  /** Whom the token was issued to, where the provider tells it apart from the audience. */
  readonly authorizedParty?: string;
  /** How the bearer has signed in. */
  readonly methods: readonly string[];
  readonly expiresAtMs: number;
}

/** Reads a token's claims; `verifyWebIdentityToken` looks at its signature. https://www.rfc-editor.org/rfc/rfc7519 */
export function parseWebIdentityToken(token: string): WebIdentity {
  const claims = claimsOf(token);
  const { iss, sub, aud, exp, azp, amr } = claims;
  const audiences: unknown[] = Array.isArray(aud) ? aud : [aud];
  if (
    typeof iss !== 'string' ||
    typeof sub !== 'string' ||
    typeof exp !== 'number' ||
    !audiences.every((audience) => typeof audience === 'string')
  ) {
    throw invalidIdentityToken('The web identity token lacks a required claim: iss, sub, aud or exp.');
  }
  return {
    issuer: iss,
    subject: sub,
    audiences,
    ...(typeof azp === 'string' ? { authorizedParty: azp } : {}),
    methods: [amr].flat().filter((method) => typeof method === 'string'),
    expiresAtMs: exp * 1000,
  };
}

function claimsOf(token: string): Record<string, unknown> {
  const notAToken = () =>
    invalidIdentityToken(
      'The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)',
    );
  const [, payload, signature] = token.split('.');
  if (payload === undefined || signature === undefined) throw notAToken();
  let claims: unknown;
  try {
    claims = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
  } catch {
    throw notAToken();
  }
  if (typeof claims !== 'object' || claims === null) throw notAToken();
  return claims as Record<string, unknown>;
}
