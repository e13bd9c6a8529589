import { createPublicKey, type JsonWebKey, type KeyObject, verify } from 'node:crypto';
import { invalidIdentityToken } from './errors.ts';

/** A public key of an identity provider, as its JSON Web Key Set has it. https://www.rfc-editor.org/rfc/rfc7517 */
export type ProviderKey = JsonWebKey & { readonly kid?: string };

/** The keys of identity providers, as far as they are known on this machine. */
export interface WebIdentityKeys {
  /** Whether a token whose signature cannot be verified is refused. */
  readonly isRequired: boolean;
  /** Undefined for an issuer whose keys are not known. */
  keysOf(issuer: string): readonly ProviderKey[] | undefined;
}

/** The algorithms that AWS takes. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html */
const algorithms: Readonly<Record<string, { readonly hash: string; readonly keyType: string }>> = {
  RS256: { hash: 'sha256', keyType: 'rsa' },
  RS384: { hash: 'sha384', keyType: 'rsa' },
  RS512: { hash: 'sha512', keyType: 'rsa' },
  ES256: { hash: 'sha256', keyType: 'ec' },
  ES384: { hash: 'sha384', keyType: 'ec' },
  ES512: { hash: 'sha512', keyType: 'ec' },
};

/**
 * Verifies a token by its issuer's keys, where they are known. Where they are not, it is taken as it is, unless keys are required.
 * @throws AwsError InvalidIdentityToken
 */
export function verifyWebIdentityToken(
  token: string,
  issuer: string,
  keys: WebIdentityKeys | undefined,
): void {
  const known = keys?.keysOf(issuer);
  if (known === undefined) {
    if (keys?.isRequired !== true) return;
    throw invalidIdentityToken(
      `Couldn't retrieve verification key from your identity provider, please reference AssumeRoleWithWebIdentity documentation for requirements`,
    );
  }
  const [head = '', payload = '', signature = ''] = token.split('.');
  const { alg, kid } = headerOf(head);
  const algorithm = algorithms[alg ?? ''];
  const content = Buffer.from(`${head}.${payload}`);
  const isGood =
    algorithm !== undefined &&
    known
      .filter((key) => kid === undefined || key.kid === undefined || key.kid === kid)
      .some((jwk) => {
        const key = publicKey(jwk);
        return (
          key?.asymmetricKeyType === algorithm.keyType &&
          verify(
            algorithm.hash,
            content,
            { key, dsaEncoding: 'ieee-p1363' },
            Buffer.from(signature, 'base64url'),
          )
        );
      });
  // The text is not verified.
  if (!isGood) throw invalidIdentityToken('The signature of the token is not valid.');
}

function headerOf(text: string): { readonly alg?: string; readonly kid?: string } {
  let header: unknown;
  try {
    header = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return {};
  }
  if (typeof header !== 'object' || header === null) return {};
  const { alg, kid } = header as { readonly alg?: unknown; readonly kid?: unknown };
  return {
    ...(typeof alg === 'string' ? { alg } : {}),
    ...(typeof kid === 'string' ? { kid } : {}),
  };
}

/** Undefined for what is no key that this machine can use. */
function publicKey(jwk: ProviderKey): KeyObject | undefined {
  try {
    return createPublicKey({ key: jwk, format: 'jwk' });
  } catch {
    return undefined;
  }
}
