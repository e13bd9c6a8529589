import type { Authenticator } from '../gateway/authentication/authenticator.ts';
import { issuedCredentials } from '../services/sts/credentials.ts';
import type { ControlPlane } from './control-plane.ts';

/** Knows the root user's key of the settings, and every key that this control plane has given out. */
export function authenticatorOf({
  settings,
  store,
  clock,
}: Pick<ControlPlane, 'settings' | 'store' | 'clock'>): Authenticator {
  const { rootKey } = settings.security;
  return {
    now: () => clock.now(),
    credentialsOf: (accessKeyId) =>
      accessKeyId === rootKey.accessKeyId
        ? { secretAccessKey: rootKey.secretAccessKey, isActive: true }
        : issuedCredentials(store, accessKeyId),
  };
}
