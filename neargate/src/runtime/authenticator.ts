import type { GitAuthenticator } from '../gateway/authentication/git-authentication.ts';
import { gitCredential } from '../services/iam/git-credential.ts';
import { issuedCredentials } from '../services/sts/credentials.ts';
import type { ControlPlane } from './control-plane.ts';

/** Knows the root user's key of the settings, and every key and git credential that this control plane has given out. */
export function authenticatorOf({
  settings,
  store,
  clock,
}: Pick<ControlPlane, 'settings' | 'store' | 'clock'>): GitAuthenticator {
  const { rootKey } = settings.security;
  return {
    now: () => clock.now(),
    credentialsOf: (accessKeyId) =>
      accessKeyId === rootKey.accessKeyId
        ? { secretAccessKey: rootKey.secretAccessKey, isActive: true }
        : issuedCredentials(store, accessKeyId),
    gitPasswordOf: (serviceUserName) => gitCredential(store, serviceUserName)?.password,
  };
}
