import { readFileSync } from 'node:fs';
import { UserError } from '../core/user-error.ts';
import type { ProviderKey, WebIdentityKeys } from '../services/sts/web-identity-keys.ts';

const remedy =
  'Make it a JSON file that has the JSON Web Key Set of each issuer: {"https://issuer.example.com": {"keys": […]}}.';

/**
 * The keys of identity providers from the file that NEARGATE_OIDC_KEYS names, read once. Nothing is fetched from providers.
 * @throws UserError when the file cannot be read
 */
export function readWebIdentityKeys(file: string | undefined, isRequired: boolean): WebIdentityKeys {
  const keySets = file === undefined ? new Map<string, readonly ProviderKey[]>() : keySetsOf(file);
  return { isRequired, keysOf: (issuer) => keySets.get(withoutSlash(issuer)) };
}

function keySetsOf(file: string): ReadonlyMap<string, readonly ProviderKey[]> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new UserError(`NEARGATE_OIDC_KEYS is ${file}, which cannot be read: ${(error as Error).message}`, {
      remedy,
    });
  }
  let sets: unknown;
  try {
    sets = JSON.parse(text);
  } catch {
    throw new UserError(`${file}, which NEARGATE_OIDC_KEYS names, is not JSON.`, { remedy });
  }
  if (typeof sets !== 'object' || sets === null) {
    throw new UserError(`${file}, which NEARGATE_OIDC_KEYS names, has no issuers.`, { remedy });
  }
  return new Map(
    Object.entries(sets).map(([issuer, set]) => {
      const { keys } = (set ?? {}) as { readonly keys?: unknown };
      if (!Array.isArray(keys)) {
        throw new UserError(`${file}, which NEARGATE_OIDC_KEYS names, has no keys of ${issuer}.`, { remedy });
      }
      return [withoutSlash(issuer), keys as readonly ProviderKey[]];
    }),
  );
}

function withoutSlash(issuer: string): string {
  return issuer.replace(/\/$/, '');
}
